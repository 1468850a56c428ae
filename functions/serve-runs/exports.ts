import { openedCursor, sealedCursor } from '../../core/access/cursor.ts';
import type { RatingPorts } from '../../core/billing/ports.ts';
import type { ExportAnswer, ExportFileAnswer } from '../../core/contract/exports/shapes.ts';
import type { ExportedFile } from '../../core/exports/chain.ts';
import { isDay } from '../../core/exports/day.ts';
import { filesOfBooks, filesOfUsage } from '../../core/exports/list-files.ts';
import {
  type ExportFileParts,
  type ExportFiles,
  type ExportPlace,
  type ExportRun,
  type ExportRuns,
  exportTables,
} from '../../core/exports/ports.ts';
import { FIRST_DAY, startExport, today } from '../../core/exports/run.ts';
import type { Clock } from '../../core/kernel/clock.ts';
import type { Queue } from '../../core/kernel/queue.ts';
import type { Random } from '../../core/kernel/random.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { rfc3339 } from '../../core/kernel/timestamp.ts';
import { exportKey } from '../adapters/s3-export-files.ts';
import { binaryAnswer } from '../middleware/large-answer.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';

type Handlers = RouteHandlers['ServeRuns'];

/** What exports are begun with, and handed out from. */
export interface ExportRoutePorts {
  readonly rating: Pick<RatingPorts, 'totals' | 'shardEpochs'>;
  readonly exportRuns: ExportRuns;
  readonly exported: ExportFiles & ExportFileParts;
  readonly exports: Queue;
  readonly clock: Clock;
  readonly random: Random;
}

const RUNS_SHOWN = 100;
/** What fits an answer, as base64 makes four bytes of three. */
const PART_BYTES = 3_000_000;

/** Begins exports, says how far they are, and hands out files. */
export const exportRoutes = (ports: ExportRoutePorts) =>
  ({
    'POST /v1/exports': async ({ caller: { tenant }, body }) => {
      const { from, to = today(ports) } = body;
      requireDays({ from, to });
      const asked = { reason: 'request' as const, to, ...(from === undefined ? {} : { from }) };
      const { exportRuns: runs, exports: queue, clock, random } = ports;
      const run = await startExport({ runs, queue, clock, random }, tenant, asked);
      return { status: 202, body: runAnswer(run) };
    },

    'GET /v1/exports': async ({ caller: { tenant } }) => {
      const runs = await ports.exportRuns.list(tenant, RUNS_SHOWN);
      return { status: 200, body: { exports: runs.map(runAnswer) } };
    },

    'GET /v1/exports/{id}': async ({ caller: { tenant }, params: { id } }) => {
      const run = await ports.exportRuns.get(tenant, id);
      if (run !== undefined) return { status: 200, body: runAnswer(run) };
      throw new Rejection('export.not-found', `take one of GET /v1/exports: there is no ${id}`);
    },

    'GET /v1/exports/files': listFiles(ports),

    'GET /v1/exports/files/content': async ({ caller: { tenant }, query }) => {
      const { path, offset: from = 0 } = query;
      const place = placeOf(tenant, path);
      const bytes = await ports.exported.read(place, { from, length: PART_BYTES });
      if (bytes === undefined) {
        throw new Rejection(
          'export.file-not-found',
          `take a path of GET /v1/exports/files: nothing was exported as ${path}`,
          { param: 'path' },
        );
      }
      return binaryAnswer({ 'content-type': 'application/octet-stream' }, bytes);
    },
  }) satisfies Partial<Handlers>;

const listFiles =
  (ports: ExportRoutePorts): Handlers['GET /v1/exports/files'] =>
  async ({ caller, query: { from, to = today(ports), cursor } }) => {
    requireDays({ from, to });
    const { tenant } = caller;
    const fingerprint = JSON.stringify(['GET /v1/exports/files', from ?? null, to]);
    const at = cursor === undefined ? from : openedCursor(caller, fingerprint, cursor);
    const { files, next } = await pageAt(ports, tenant, { at, to });
    return {
      status: 200,
      body: {
        files: files.map((file) => fileAnswer(tenant, file)),
        ...(next === undefined ? {} : { nextCursor: sealedCursor(caller, fingerprint, next) }),
      },
    };
  };

/** Files of usage by their days, then those of the books, past `books` and the number of a manifest. */
async function pageAt(
  ports: ExportRoutePorts,
  tenant: string,
  { at, to }: { readonly at: string | undefined; readonly to: string },
): Promise<{ readonly files: readonly ExportedFile[]; readonly next: string | undefined }> {
  if (at?.startsWith(OF_BOOKS) === true) {
    const past = Number(at.slice(OF_BOOKS.length));
    const { files, next } = await filesOfBooks({ files: ports.exported }, tenant, past);
    return { files, next: next === undefined ? undefined : `${OF_BOOKS}${next}` };
  }
  const { totals, shardEpochs } = ports.rating;
  const shards = Math.max(...shardEpochs.map((epoch) => epoch.shards));
  const reading = { files: ports.exported, totals, shards };
  const { files, next = `${OF_BOOKS}0` } = await filesOfUsage(reading, tenant, { from: at, to });
  return { files, next };
}

const OF_BOOKS = 'books ';

function requireDays({ from, to }: { readonly from: string | undefined; readonly to: string }) {
  const wrong = [from, to].find((day) => day !== undefined && !isDay(day));
  if (wrong !== undefined) throw badDays(`send days that exist, got ${wrong}`);
  if (from !== undefined && from > to) {
    throw badDays(`send a last day that is not before the first, got ${from} to ${to}`);
  }
}

const badDays = (detail: string): Rejection =>
  new Rejection('export.days-invalid', detail, { param: 'from' });

function placeOf(tenant: string, path: string): ExportPlace {
  const of = exportTables.find((table) => path.startsWith(`${table}/`)) ?? 'usage';
  return { tenant, of, name: path.slice(of.length + 1) };
}

const fileAnswer = (
  tenant: string,
  { table, name, rows, bytes, sha256 }: ExportedFile,
): ExportFileAnswer => ({
  ...{ table, path: `${table}/${name}`, key: exportKey({ tenant, of: table, name }) },
  ...{ rows, bytes, sha256 },
});

const runAnswer = (run: ExportRun): ExportAnswer => ({
  ...{ id: run.id, state: run.doneAt === undefined ? 'running' : 'done', reason: run.reason },
  ...(run.from === FIRST_DAY ? {} : { from: run.from }),
  ...{ to: run.to, askedAt: rfc3339(run.askedAt) },
  ...(run.doneAt === undefined ? {} : { doneAt: rfc3339(run.doneAt) }),
  ...(run.next === FIRST_DAY ? {} : { reached: run.next }),
  ...{ files: run.files, rows: run.rows, bytes: run.bytes },
});
