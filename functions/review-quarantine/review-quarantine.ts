import { openedCursor, sealedCursor } from '../../core/access/cursor.ts';
import { noParameters } from '../../core/contract/shapes.ts';
import { dismissal, quarantineParameters } from '../../core/contract/shapes-quarantine.ts';
import { parsed, parsedQuery } from '../../core/kernel/parsed.ts';
import type { Quarantine, QuarantineEntry, Queue } from '../../core/metering/ports.ts';
import { dismissEntry, entryAt, retryEntry } from '../../core/metering/quarantine-review.ts';
import { jsonAnswer } from '../middleware/http.ts';
import { jsonBody } from '../middleware/request-body.ts';
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

  'GET /v1/quarantine/{id}': async ({ caller: { tenant }, params: { id }, query }) => {
    parsedQuery(noParameters, query);
    return jsonAnswer(200, entryAnswer(await entryAt(ports.quarantine, { tenant, id })));
  },

  'POST /v1/quarantine/{id}/retry': async ({ caller: { tenant }, params: { id }, query }) => {
    parsedQuery(noParameters, query);
    return jsonAnswer(200, entryAnswer(await retryEntry(ports, { tenant, id })));
  },

  'POST /v1/quarantine/{id}/dismiss': async (request) => {
    parsedQuery(noParameters, request.query);
    const { reason } = parsed(dismissal, jsonBody(request));
    const key = { tenant: request.caller.tenant, id: request.params.id };
    return jsonAnswer(200, entryAnswer(await dismissEntry(ports.quarantine, key, reason)));
  },
});

type Asked = (typeof quarantineParameters)['_output']['status'];

const listEntries =
  ({ quarantine }: ReviewPorts): Handlers['GET /v1/quarantine'] =>
  async ({ caller, query }) => {
    const { status, cursor, limit = LIMIT_DEFAULT } = parsedQuery(quarantineParameters, query);
    const fingerprint = JSON.stringify(['GET /v1/quarantine', status ?? null]);
    let after = cursor === undefined ? '' : openedCursor(caller, fingerprint, cursor);
    const found: QuarantineEntry[] = [];
    let isMore = true;
    for (let lookedAt = 0; isMore && lookedAt < LOOKED_AT_MAX && found.length < limit; ) {
      const entries = await quarantine.list(caller.tenant, { after, limit });
      const fitting = entries.filter((entry) => isAsked(entry, status));
      const taken = fitting.slice(0, limit - found.length);
      const isPageLeft = taken.length < fitting.length;
      after = (isPageLeft ? taken : entries).at(-1)?.id ?? after;
      isMore = isPageLeft || entries.length === limit;
      lookedAt += entries.length;
      found.push(...taken);
    }
    return jsonAnswer(200, {
      entries: found.map(entryAnswer),
      ...(isMore ? { nextCursor: sealedCursor(caller, fingerprint, after) } : {}),
    });
  };

const isAsked = (entry: QuarantineEntry, status: Asked): boolean =>
  status === undefined || (status === 'closed' ? entry.status !== 'open' : entry.status === status);
