import { openedCursor, sealedCursor } from '../../core/access/cursor.ts';
import { findEntries } from '../../core/metering/quarantine/find-entries.ts';
import {
  dismissEntry,
  findEntry,
  type ReviewPorts,
  retryEntry,
} from '../../core/metering/quarantine/quarantine-review.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { entryAnswer } from './entry-answer.ts';

type Handlers = RouteHandlers['ReviewQuarantine'];

const LIMIT_DEFAULT = 50;

/** Answers `/v1/quarantine`. */
export const reviewQuarantine = (ports: ReviewPorts): Handlers => ({
  'GET /v1/quarantine': listEntries(ports),

  'GET /v1/quarantine/{id}': async ({ caller: { tenant }, params: { id } }) => {
    return { status: 200, body: entryAnswer(await findEntry(ports.quarantine, { tenant, id })) };
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

const listEntries =
  ({ quarantine }: ReviewPorts): Handlers['GET /v1/quarantine'] =>
  async ({ caller, query }) => {
    const { status, cursor, limit = LIMIT_DEFAULT } = query;
    const fingerprint = JSON.stringify(['GET /v1/quarantine', status ?? null]);
    const first = cursor === undefined ? '' : openedCursor(caller, fingerprint, cursor);
    const { tenant } = caller;
    const { found, next } = await findEntries(quarantine, { tenant, status, after: first, limit });
    return {
      status: 200,
      body: {
        entries: found.map(entryAnswer),
        ...(next === undefined ? {} : { nextCursor: sealedCursor(caller, fingerprint, next) }),
      },
    };
  };
