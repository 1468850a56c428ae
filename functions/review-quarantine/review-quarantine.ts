import { openedCursor, sealedCursor } from '../../core/access/cursor.ts';
import type { quarantineParameters } from '../../core/contract/quarantine/shapes.ts';
import type { ShapeOf } from '../../core/contract/shapes.ts';
import type { Queue } from '../../core/kernel/queue.ts';
import type { Quarantine, QuarantineEntry } from '../../core/metering/quarantine/ports.ts';
import {
  dismissEntry,
  entryAt,
  retryEntry,
} from '../../core/metering/quarantine/quarantine-review.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { entryAnswer } from './entry-answer.ts';

export interface ReviewPorts {
  readonly quarantine: Quarantine;
  readonly events: Queue;
}

type Handlers = RouteHandlers['ReviewQuarantine'];

const LIMIT_DEFAULT = 50;
/** Entries looked at for one page: few of many may have the status asked for, and a request has to end. */
const LOOKED_AT_MAX = 1_000;

/** Answers `/v1/quarantine`. */
export const reviewQuarantine = (ports: ReviewPorts): Handlers => ({
  'GET /v1/quarantine': listEntries(ports),

  'GET /v1/quarantine/{id}': async ({ caller: { tenant }, params: { id } }) => {
    return { status: 200, body: entryAnswer(await entryAt(ports.quarantine, { tenant, id })) };
  },

  'POST /v1/quarantine/{id}/retry': async ({ caller: { tenant }, params: { id } }) => {
    return { status: 200, body: entryAnswer(await retryEntry(ports, { tenant, id })) };
  },

  'POST /v1/quarantine/{id}/dismiss': async ({
    caller: { tenant },
    params: { id },
    body: { reason },
  }) => {
    const dismissed = await dismissEntry(ports.quarantine, { tenant, id }, reason);
    return { status: 200, body: entryAnswer(dismissed) };
  },
});

type Asked = ShapeOf<typeof quarantineParameters>['status'];

const listEntries =
  ({ quarantine }: ReviewPorts): Handlers['GET /v1/quarantine'] =>
  async ({ caller, query }) => {
    const { status, cursor, limit = LIMIT_DEFAULT } = query;
    const fingerprint = JSON.stringify(['GET /v1/quarantine', status ?? null]);
    const first = cursor === undefined ? '' : openedCursor(caller, fingerprint, cursor);
    const { tenant } = caller;
    const { found, next } = await pageOf(quarantine, { tenant, status, after: first, limit });
    return {
      status: 200,
      body: {
        entries: found.map(entryAnswer),
        ...(next === undefined ? {} : { nextCursor: sealedCursor(caller, fingerprint, next) }),
      },
    };
  };

interface Asking {
  readonly tenant: string;
  readonly status: Asked;
  readonly after: string;
  readonly limit: number;
}

/** Entries of the status asked for, and where the next page begins, if there may be one. */
async function pageOf(
  quarantine: Quarantine,
  { tenant, status, after: first, limit }: Asking,
): Promise<{ readonly found: readonly QuarantineEntry[]; readonly next: string | undefined }> {
  const found: QuarantineEntry[] = [];
  let after = first;
  for (let lookedAt = 0; lookedAt < LOOKED_AT_MAX; ) {
    const entries = await quarantine.list(tenant, { after, limit });
    for (const entry of entries) {
      if (isAsked(entry, status)) found.push(entry);
      after = entry.id;
      if (found.length === limit) return { found, next: after };
    }
    if (entries.length < limit) return { found, next: undefined };
    lookedAt += entries.length;
  }
  return { found, next: after };
}

const isAsked = (entry: QuarantineEntry, status: Asked): boolean =>
  status === undefined || (status === 'closed' ? entry.status !== 'open' : entry.status === status);
