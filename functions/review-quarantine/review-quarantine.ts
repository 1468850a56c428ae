import type { Caller } from '../../core/access/caller.ts';
import { openedCursor, sealedCursor } from '../../core/access/cursor.ts';
import type { quarantineOperations } from '../../core/contract/quarantine/operations.ts';
import type { QuarantineChangeAnswer } from '../../core/contract/quarantine/shapes.ts';
import { findEntries } from '../../core/metering/quarantine/find-entries.ts';
import {
  dismissEntry,
  findEntry,
  type ReviewPorts,
  retryEntry,
} from '../../core/metering/quarantine/quarantine-review.ts';
import {
  dismissMany,
  type EntriesChange,
  type EntriesFilter,
  type EntriesPart,
  retryMany,
} from '../../core/metering/quarantine/review-many.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { entryAnswer } from './entry-answer.ts';

type Handlers = RouteHandlers['ReviewQuarantine'];

const LIMIT_DEFAULT = 50;

/** Answers `/v1/quarantine`. */
export const reviewQuarantine = (
  ports: ReviewPorts,
): Pick<Handlers, keyof typeof quarantineOperations> => ({
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

  'POST /v1/quarantine/retry': ({ caller, body: { filter, cursor } }) =>
    withMany(caller, { route: 'retry', filter, cursor }, (many) => retryMany(ports, many)),

  'POST /v1/quarantine/dismiss': ({ caller, body: { filter, cursor, reason } }) =>
    withMany(caller, { route: 'dismiss', filter, cursor }, (many) =>
      dismissMany(ports.quarantine, many, reason),
    ),
});

interface AskedMany {
  readonly route: 'retry' | 'dismiss';
  readonly filter: EntriesFilter;
  readonly cursor: string | undefined;
}

async function withMany(
  caller: Caller,
  { route, filter, cursor }: AskedMany,
  act: (many: EntriesPart) => Promise<EntriesChange>,
): Promise<{ readonly status: 200; readonly body: QuarantineChangeAnswer }> {
  const { reason, source, type, subject } = filter;
  const fingerprint = JSON.stringify([
    `POST /v1/quarantine/${route}`,
    reason,
    source,
    type,
    subject,
  ]);
  const after = cursor === undefined ? '' : openedCursor(caller, fingerprint, cursor);
  const { next, ...done } = await act({ tenant: caller.tenant, filter, after });
  const nextCursor =
    next === undefined ? {} : { nextCursor: sealedCursor(caller, fingerprint, next) };
  return { status: 200, body: { ...done, ...nextCursor } };
}

const listEntries =
  ({ quarantine }: ReviewPorts): Handlers['GET /v1/quarantine'] =>
  async ({ caller, query }) => {
    const { status, reason, cursor, limit = LIMIT_DEFAULT } = query;
    const asked = [status ?? null, ...(reason === undefined ? [] : [reason])];
    const fingerprint = JSON.stringify(['GET /v1/quarantine', ...asked]);
    const first = cursor === undefined ? '' : openedCursor(caller, fingerprint, cursor);
    const { tenant } = caller;
    const question = { tenant, status, reason, after: first, limit };
    const { found, next } = await findEntries(quarantine, question);
    return {
      status: 200,
      body: {
        entries: found.map(entryAnswer),
        ...(next === undefined ? {} : { nextCursor: sealedCursor(caller, fingerprint, next) }),
      },
    };
  };
