import { type CursorSigner, openedCursor, sealedCursor } from '../../core/access/cursor.ts';
import type { PrepareClosings, RatingPorts } from '../../core/billing/ports.ts';
import type { Reconciliations } from '../../core/billing/reconciliation/ports.ts';
import type { ListedRepeat, RepeatEvent, Repeats } from '../../core/billing/repeats/ports.ts';
import type { BillingRuns } from '../../core/billing/run/ports.ts';
import { monthStanding } from '../../core/billing/run/standing.ts';
import { dryRun, startRun } from '../../core/billing/run/start-run.ts';
import type { Books } from '../../core/books/books.ts';
import type { BooksCells } from '../../core/books/ports.ts';
import type {
  BillingRunAnswer,
  DryRunAnswer,
  RepeatListAnswer,
} from '../../core/contract/runs/shapes.ts';
import { draftFingerprint } from '../../core/invoicing/close-periods.ts';
import type { Clock } from '../../core/kernel/clock.ts';
import { monthFrom } from '../../core/kernel/month.ts';
import type { Queue } from '../../core/kernel/queue.ts';
import { rfc3339 } from '../../core/kernel/timestamp.ts';
import type { AnswerOf } from '../middleware/http.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { type DryRunPorts, dryRunCorrection } from './dry-run-correction.ts';
import { type ExportRoutePorts, exportRoutes } from './exports.ts';
import { type EventsPorts, listEventsRoute } from './list-events.ts';
import { getReconciliation } from './serve-reconciliation.ts';
import { acceptUnbilledRoute, listUnbilledRoute, sumUnbilledRoute } from './serve-unbilled.ts';

type Handlers = RouteHandlers['ServeRuns'];

/** What billing runs are started with, and answered from. */
export interface RunsPorts extends EventsPorts, DryRunPorts, ExportRoutePorts {
  readonly rating: RatingPorts;
  readonly prepare: PrepareClosings;
  readonly books: Books;
  readonly cells: BooksCells;
  readonly runs: BillingRuns;
  readonly reconciliations: Reconciliations;
  readonly repeats: Repeats;
  readonly billing: Queue;
  readonly clock: Clock;
}

const LIMIT_DEFAULT = 100;
const DRAFTS_DEFAULT = 20;
const UNASSIGNED_SHOWN = 100;

/** Answers `/v1/billing-runs`, `/v1/unbilled`, `/v1/reconciliation`, `/v1/exports`, events, dry runs of corrections. */
export const serveRuns = (ports: RunsPorts): Handlers => ({
  'POST /v1/billing-runs': startBillingRun(ports),
  'GET /v1/billing-runs/{period}': getBillingRun(ports),
  'GET /v1/billing-runs/{period}/repeats': listRepeats(ports),
  'GET /v1/unbilled': listUnbilledRoute(ports),
  'GET /v1/unbilled/sums': sumUnbilledRoute(ports),
  'POST /v1/unbilled/accept': acceptUnbilledRoute(ports),
  'GET /v1/reconciliation': getReconciliation(ports),
  'GET /v1/events': listEventsRoute(ports),
  'POST /v1/corrections/dry-run': dryRunCorrection(ports),
  ...exportRoutes(ports),
});

/** Puts the run on the queue and answers at once; a dry run answers drafts, and closes nothing. */
const startBillingRun =
  (ports: RunsPorts): Handlers['POST /v1/billing-runs'] =>
  async ({ caller, body: asked }) => {
    const { period, dryRun: isDry = false, overrides = [] } = asked;
    if (isDry) return dryRunAnswer(ports, caller, asked);
    const month = monthFrom(period);
    const status = await startRun(ports, caller.tenant, { month, overrides });
    return { status: 202, body: { period, status } };
  };

async function dryRunAnswer(
  ports: RunsPorts,
  caller: CursorSigner & { readonly tenant: string },
  asked: {
    readonly period: string;
    readonly limit?: number | undefined;
    readonly cursor?: string | undefined;
  },
): Promise<AnswerOf<'POST /v1/billing-runs'>> {
  const { period, limit = DRAFTS_DEFAULT, cursor } = asked;
  const fingerprint = JSON.stringify(['POST /v1/billing-runs', period]);
  const after = cursor === undefined ? undefined : openedCursor(caller, fingerprint, cursor);
  const { drafts, skipped, next, months, unassigned } = await dryRun(ports, caller.tenant, {
    month: monthFrom(period),
    after,
    limit,
  });
  const body: DryRunAnswer = {
    period,
    drafts: drafts.map(({ draft, obstacle }) =>
      obstacle === undefined
        ? draft
        : { ...draft, parked: { ...obstacle, fingerprint: draftFingerprint(draft) } },
    ),
    skipped: skipped.map(({ customer, detail }) => ({ customer, status: 'not-priced', detail })),
    months: months.map(({ month, ...due }) => ({ period: month, ...due })),
    unassigned,
    ...nextOf(caller, fingerprint, next),
  };
  return { status: 200, body };
}

/** Where a month stands, folded from the books and what is parked; nothing is counted anywhere. */
const getBillingRun =
  (ports: RunsPorts): Handlers['GET /v1/billing-runs/{period}'] =>
  async ({ caller, params: { period }, query }) => {
    const { status, cursor, limit = LIMIT_DEFAULT } = query;
    const fingerprint = JSON.stringify(['GET /v1/billing-runs', period, status ?? null]);
    const after = cursor === undefined ? '' : openedCursor(caller, fingerprint, cursor);
    const asked = { month: monthFrom(period), status, after, limit };
    const { unassigned, next, ...standing } = await monthStanding(ports, caller.tenant, asked);
    const body: BillingRunAnswer = {
      period,
      ...standing,
      unassigned: unassigned.slice(0, UNASSIGNED_SHOWN),
      ...nextOf(caller, fingerprint, next),
    };
    return { status: 200, body };
  };

/** What the runs of a month have found, whether it is billed or not. */
const listRepeats =
  (ports: RunsPorts): Handlers['GET /v1/billing-runs/{period}/repeats'] =>
  async ({ caller, params: { period }, query: { cursor, limit = LIMIT_DEFAULT } }) => {
    const month = monthFrom(period);
    const fingerprint = JSON.stringify(['GET /v1/billing-runs/repeats', period]);
    const after = cursor === undefined ? '' : openedCursor(caller, fingerprint, cursor);
    const { repeats, more } = await ports.repeats.list(caller.tenant, { month, after, limit });
    const last = more ? repeats.at(-1) : undefined;
    const body: RepeatListAnswer = {
      period,
      repeats: repeats.map(repeatAnswer),
      ...nextOf(caller, fingerprint, last?.place),
    };
    return { status: 200, body };
  };

const repeatAnswer = ({
  repeat: { source, id, first, again },
  overruled,
}: ListedRepeat): RepeatListAnswer['repeats'][number] => ({
  source,
  id,
  first: eventAnswer(first),
  again: eventAnswer(again),
  ...(overruled === undefined
    ? {}
    : { overruled: { reason: overruled.reason, at: rfc3339(overruled.at) } }),
});

const eventAnswer = ({ type, subject, occurredAt }: RepeatEvent) => ({
  type,
  subject,
  time: rfc3339(occurredAt),
});

const nextOf = (
  signer: CursorSigner,
  fingerprint: string,
  last: string | undefined,
): { readonly nextCursor?: string } =>
  last === undefined ? {} : { nextCursor: sealedCursor(signer, fingerprint, last) };
