import { openedCursor, sealedCursor } from '../../core/access/cursor.ts';
import type { Books } from '../../core/books/books.ts';
import type { BooksLog } from '../../core/books/ports.ts';
import type { Plans } from '../../core/catalog/ports.ts';
import { definedOnly } from '../../core/kernel/defined-only.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { rfc3339, type Timestamp, timestampFrom } from '../../core/kernel/timestamp.ts';
import { tileAt } from '../../core/tlog/tiles.ts';
import type { CosignedLog } from '../../core/transparency/cosigned-log.ts';
import { keptNote } from '../../core/transparency/day-checkpoints.ts';
import type { DayCheckpoints, KeyLeaves, LogId, LogSigner } from '../../core/transparency/ports.ts';
import { consistencyProof, invoiceProof, knownLog, logKey } from '../../core/transparency/prove.ts';
import { type EventProofPorts, eventProofs } from '../../core/transparency/prove-events.ts';
import { keyProof } from '../../core/transparency/prove-key.ts';
import { payeeStatementProof } from '../../core/transparency/prove-payee.ts';
import { type ShownCheckpoint, shownCheckpoint } from '../../core/transparency/shown-checkpoint.ts';
import type { WitnessPorts } from '../../core/witness/witness.ts';
import { type HttpAnswer, textAnswer } from '../middleware/http.ts';
import { binaryAnswer } from '../middleware/large-answer.ts';
import { placeFrom, placeText } from '../middleware/sealed-place.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { witnessRoutes } from './witness-routes.ts';

interface ServeProofsPorts extends EventProofPorts {
  readonly keys: Pick<KeyLeaves, 'find'>;
  readonly days: Pick<DayCheckpoints, 'list'>;
  readonly books: Books;
  readonly log: BooksLog;
  readonly plans: Pick<Plans, 'get'>;
  readonly signer: LogSigner;
  /** What the names of logs begin with; undefined where none are kept. */
  readonly host: string | undefined;
  /** Whose cosignatures are wanted, as it was set; undefined where nobody's are. */
  readonly policy?: string | undefined;
  /** What it is to the logs of others; undefined where it is nothing. */
  readonly witness?: WitnessPorts | undefined;
}

const anyPage = { 'access-control-allow-origin': '*' } as const;
/** A checkpoint that is some seconds old proves as much. */
const forAMoment = { 'cache-control': 'public, max-age=10', ...anyPage } as const;
/** It holds for good; a later one has a later checkpoint. */
const forSomeMinutes = { 'cache-control': 'public, max-age=300', ...anyPage } as const;
const forEver = { 'cache-control': 'public, max-age=31536000, immutable', ...anyPage } as const;
const TEXT = 'text/plain; charset=utf-8';

const withHeaders = (answer: HttpAnswer, headers: HttpAnswer['headers']): HttpAnswer => ({
  ...answer,
  headers: { ...answer.headers, ...headers },
});

/** Answers proofs to who has a key, and logs to everybody. */
export function serveProofs(ports: ServeProofsPorts): RouteHandlers['ServeProofs'] {
  return {
    'GET /v1/invoices/{id}/proof': async ({ caller: { tenant }, params: { id } }) => {
      if (ports.host === undefined) throw noLogs();
      return textAnswer(TEXT, await invoiceProof(ports, tenant, id));
    },

    'GET /v1/payee-statements/{id}/proof': async ({
      caller,
      params: { id },
      query: { cursor },
    }) => {
      if (ports.host === undefined) throw noLogs();
      const fingerprint = JSON.stringify(['GET /v1/payee-statements/proof', id]);
      const before =
        cursor === undefined ? undefined : placeFrom(openedCursor(caller, fingerprint, cursor));
      const { next, ...proofs } = await payeeStatementProof(ports, caller.tenant, { id, before });
      const nextCursor =
        next === undefined ? undefined : sealedCursor(caller, fingerprint, placeText(next));
      return { status: 200, body: definedOnly({ ...proofs, nextCursor }) };
    },

    'POST /v1/event-proofs': async ({ caller: { tenant }, body }) => {
      if (ports.host === undefined) throw noLogs();
      const asked = body.events.map(({ time, ...event }) => ({ ...event, time: timeOf(time) }));
      const { proofs, unproven } = await eventProofs(ports, tenant, asked);
      return {
        status: 200,
        body: {
          proofs: [...proofs],
          unproven: unproven.map(({ time, ...event }) => ({ ...event, time: rfc3339(time) })),
        },
      };
    },

    ...logRoutes(ports),
    ...witnessRoutes(ports.witness),
  };
}

type LogRoutes = Pick<
  RouteHandlers['ServeProofs'],
  Extract<keyof RouteHandlers['ServeProofs'], `${string} /v1/logs/${string}`>
>;

/** What everybody reads of logs. */
function logRoutes(ports: ServeProofsPorts): LogRoutes {
  const tile = async (id: LogId, parts: readonly string[]): Promise<HttpAnswer> => {
    const path = ['tile', ...parts].join('/');
    const bytes = tileAt(path) === undefined ? undefined : await ports.tiles.get(id, path);
    if (bytes !== undefined)
      return binaryAnswer({ 'content-type': 'application/octet-stream', ...forEver }, bytes);
    throw new Rejection(
      'log.not-found',
      `ask for a tile of C2SP tlog-tiles that the present checkpoint has, got ${path}`,
    );
  };
  return {
    'GET /v1/logs/{tenant}/{year}/checkpoint': async ({ params }) =>
      withHeaders(textAnswer(TEXT, (await shownOf(ports, idOf(params))).note), forAMoment),

    'GET /v1/logs/{tenant}/{year}/witnesses': async ({ params }) => {
      const log = await knownLog(ports, idOf(params));
      const body = witnessesAnswer(await ports.cosigned?.get(log), ports.policy);
      return { status: 200, headers: forAMoment, body };
    },

    'GET /v1/logs/{tenant}/{year}/key': async ({ params }) => {
      if (ports.host === undefined) throw noLogs();
      const text = `${await logKey({ ...ports, host: ports.host }, idOf(params))}\n`;
      return withHeaders(textAnswer(TEXT, text), forAMoment);
    },

    'GET /v1/logs/{tenant}/{year}/token-keys/{keyId}': async ({ params }) =>
      withHeaders(
        textAnswer(TEXT, await keyProof(ports, idOf(params), params.keyId)),
        forSomeMinutes,
      ),

    'GET /v1/logs/{tenant}/{year}/consistency': async ({ params, query }) => {
      const { from, to, hashes } = await consistencyProof(ports, idOf(params), {
        ...{ from: query.from, to: query.to ?? (await shownOf(ports, idOf(params))).size },
      });
      const body = { from, to, hashes: hashes.map((hash) => Buffer.from(hash).toString('base64')) };
      return { status: 200, headers: forAMoment, body };
    },

    'GET /v1/logs/{tenant}/{year}/days': async ({ params }) => {
      const log = await knownLog(ports, idOf(params));
      const days = (await ports.days.list(log)).map(({ day, size, digest }) => ({
        ...{ day, size, digest },
      }));
      return { status: 200, headers: forAMoment, body: { days } };
    },

    'GET /v1/logs/{tenant}/{year}/days/{day}': async ({ params }) => {
      const note = await keptNote(ports, idOf(params), params.day);
      if (note !== undefined) return withHeaders(textAnswer(TEXT, note), forEver);
      throw new Rejection(
        'log.not-found',
        `ask for a day that the list of days has, got ${params.day}`,
      );
    },

    'GET /v1/logs/{tenant}/{year}/tile/{level}/{first}': ({ params }) =>
      tile(idOf(params), [params.level, params.first]),

    'GET /v1/logs/{tenant}/{year}/tile/{level}/{first}/{second}': ({ params }) =>
      tile(idOf(params), [params.level, params.first, params.second]),

    'GET /v1/logs/{tenant}/{year}/tile/{level}/{first}/{second}/{third}': ({ params }) =>
      tile(idOf(params), [params.level, params.first, params.second, params.third]),
  };
}

async function shownOf(ports: ServeProofsPorts, id: LogId): Promise<ShownCheckpoint> {
  return shownCheckpoint(ports.cosigned, await knownLog(ports, id));
}

/** Where witnesses were asked for nothing yet, all are still lacking. */
function witnessesAnswer(cosigned: CosignedLog | undefined, policy: string | undefined) {
  const lackingSince = cosigned?.lackingSince;
  const isHeld = cosigned !== undefined && lackingSince === undefined;
  const wanted = isHeld ? ('held' as const) : ('lacking' as const);
  return {
    quorum: policy === undefined ? ('none-wanted' as const) : wanted,
    lackingSince: lackingSince === undefined ? null : rfc3339(lackingSince),
    policy: policy ?? null,
    witnesses: (cosigned?.witnesses ?? []).map(({ name, cosigned: last, failing }) => ({
      name,
      cosigned: last === undefined ? null : { size: last.size, at: rfc3339(last.at) },
      failing: failing === undefined ? null : { why: failing.why, since: rfc3339(failing.since) },
    })),
  };
}

function timeOf(text: string): Timestamp {
  const time = timestampFrom(text);
  if (time !== undefined) return time;
  throw new Rejection('request.invalid', `give a day and time that exist, got ${text}`);
}

const idOf = ({ tenant, year }: { readonly tenant: string; readonly year: string }): LogId => ({
  tenant,
  year: Number(year),
});

const noLogs = (): Rejection =>
  new Rejection(
    'log.not-found',
    'set farthing:logHost: without a name for logs this deployment keeps none',
  );
