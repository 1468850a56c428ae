import { type CursorSigner, openedCursor, sealedCursor } from '../../core/access/cursor.ts';
import type { PrepareClosings, RatingPorts, TenantBilling } from '../../core/billing/ports.ts';
import { sendAll } from '../../core/billing/run/message.ts';
import type { BillingRuns, RunNote } from '../../core/billing/run/ports.ts';
import { dueMonths, type MonthProgress, runProgress } from '../../core/billing/run/progress.ts';
import { findUnassigned } from '../../core/billing/run/search-month.ts';
import { tenantBillingOf } from '../../core/billing/terms/tenant-billing.ts';
import type { Books } from '../../core/books/books.ts';
import type { BooksCells } from '../../core/books/ports.ts';
import {
  type BillingRunAnswer,
  billingRunBody,
  billingRunParameters,
} from '../../core/contract/runs/shapes.ts';
import { noParameters } from '../../core/contract/shapes.ts';
import { billingPeriod, refuseUnended } from '../../core/invoicing/billing-period.ts';
import { draftClosing, draftFingerprint } from '../../core/invoicing/close-periods.ts';
import type { Clock } from '../../core/kernel/clock.ts';
import { parsed, parsedQuery } from '../../core/kernel/parsed.ts';
import type { Queue } from '../../core/kernel/queue.ts';
import { rfc3339, type Timestamp } from '../../core/kernel/timestamp.ts';
import { partitions } from '../../core/metering/log/log-key.ts';
import { type HttpAnswer, type HttpRequest, jsonAnswer } from '../middleware/http.ts';
import { checkIdempotencyKey } from '../middleware/idempotency-key.ts';
import { jsonBody } from '../middleware/request-body.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';

type Handlers = RouteHandlers['ServeRuns'];

/** What billing runs are started with, and answered from. */
export interface RunsPorts {
  readonly rating: RatingPorts;
  readonly prepare: PrepareClosings;
  readonly books: Books;
  readonly cells: BooksCells;
  readonly runs: BillingRuns;
  readonly billing: Queue;
  readonly clock: Clock;
}

type CustomerInRun = BillingRunAnswer['customers'][number];

const LIMIT_DEFAULT = 100;
const DRAFTS_DEFAULT = 20;
const UNASSIGNED_SHOWN = 100;

/** Answers `/v1/billing-runs`. */
export const serveRuns = (ports: RunsPorts): Handlers => ({
  'POST /v1/billing-runs': startBillingRun(ports),
  'GET /v1/billing-runs/{period}': getBillingRun(ports),
});

/** Puts the run on the queue and answers at once; a dry run answers drafts, and closes nothing. */
const startBillingRun =
  (ports: RunsPorts): Handlers['POST /v1/billing-runs'] =>
  async (request) => {
    parsedQuery(noParameters, request.query);
    checkIdempotencyKey(request);
    const asked = parsed(billingRunBody, jsonBody(request));
    const { tenant } = request.caller;
    const billing = await tenantBillingOf(ports.rating.settings, tenant);
    refuseUnended(billingPeriod(asked.period, billing.policy.timeZone), ports.clock.now());
    if (asked.dryRun === true) return dryRun(ports, request, { ...asked, billing });
    const { period, overrides = [] } = asked;
    await forgetLook(ports, tenant, period);
    await sendAll(ports.billing, [
      { kind: 'run', phase: 'begin', tenant, period, overrides, asked: true },
    ]);
    return jsonAnswer(202, { period, status: 'started' });
  };

/**
 * Who has used the month is not known again until the run has looked: so nobody takes an answer from before it for its
 * outcome.
 */
async function forgetLook({ runs }: RunsPorts, tenant: string, period: string): Promise<void> {
  const note = await runs.note(tenant, period);
  if (note?.lookedAt === undefined) return;
  const { lookedAt: _, ...unlooked } = note;
  await runs.putNote(unlooked);
}

async function dryRun(
  ports: RunsPorts,
  { caller }: HttpRequest,
  asked: {
    readonly period: string;
    readonly limit?: number | undefined;
    readonly cursor?: string | undefined;
    readonly billing: TenantBilling;
  },
): Promise<HttpAnswer> {
  const { period, limit = DRAFTS_DEFAULT, cursor, billing } = asked;
  const fingerprint = JSON.stringify(['POST /v1/billing-runs', period]);
  const after = cursor === undefined ? '' : openedCursor(caller, fingerprint, cursor);
  if (cursor === undefined) {
    await findUnassigned(ports, { tenant: caller.tenant, period, from: 0, to: partitions });
  }
  const progress = await runProgress(ports, caller.tenant, { period, billing });
  const due = dueMonths(progress, { now: ports.clock.now(), grace: 0, again: true });
  const left = due.map(({ customer }) => customer).filter((customer) => customer > after);
  const customers = left.slice(0, limit);
  const prepared = await ports.prepare(ports.rating, caller.tenant, { customers, period });
  const drafts: unknown[] = [];
  const skipped: { customer: string; status: string; detail: string }[] = [];
  for (const one of prepared) {
    if (one.status === 'unpriced') {
      skipped.push({ customer: one.customer, status: 'not-priced', detail: one.detail });
      continue;
    }
    const { draft, obstacle } = await draftClosing(ports.books, caller.tenant, one.request);
    const fingerprint = draftFingerprint(draft);
    drafts.push(
      obstacle === undefined ? draft : { ...draft, parked: { ...obstacle, fingerprint } },
    );
  }
  const last = left.length > limit ? customers.at(-1) : undefined;
  return jsonAnswer(200, {
    period,
    drafts,
    skipped,
    ...nextOf(caller, fingerprint, last),
  });
}

/** Where a month stands, folded from the books and what is parked; nothing is counted anywhere. */
const getBillingRun =
  (ports: RunsPorts): Handlers['GET /v1/billing-runs/{period}'] =>
  async ({ caller, params: { period }, query }) => {
    const { status, cursor, limit = LIMIT_DEFAULT } = parsedQuery(billingRunParameters, query);
    const fingerprint = JSON.stringify(['GET /v1/billing-runs', period, status ?? null]);
    const after = cursor === undefined ? '' : openedCursor(caller, fingerprint, cursor);
    const { tenant } = caller;
    const billing = await tenantBillingOf(ports.rating.settings, tenant);
    const progress = await runProgress(ports, tenant, { period, billing });
    const now = ports.clock.now();
    const all = progress.months.map((month) => inRun(month, now));
    const asked = all.filter((one) => status === undefined || one.status === status);
    const left = asked.filter(({ customer }) => customer > after);
    const page = left.slice(0, limit);
    const last = left.length > limit ? page.at(-1) : undefined;
    return jsonAnswer(200, {
      period,
      ...standing(countsOf(all), await ports.runs.note(tenant, period), billing),
      customers: page,
      unassigned: progress.unassigned.slice(0, UNASSIGNED_SHOWN),
      ...nextOf(caller, fingerprint, last?.customer),
    } satisfies BillingRunAnswer);
  };

/**
 * What is open waits where the last attempt found a reason. Before the first, nobody knows which subjects pay for
 * themselves.
 */
function standing(
  counts: BillingRunAnswer['counts'],
  note: RunNote | undefined,
  { defaultPlan }: TenantBilling,
): Pick<BillingRunAnswer, 'status' | 'waitingFor' | 'checkedAt' | 'counts'> {
  const checked = note === undefined ? {} : { checkedAt: rfc3339(note.at) };
  const isUnseen = defaultPlan !== undefined && note?.lookedAt === undefined;
  if (counts.open === 0 && !isUnseen) return { status: 'done', waitingFor: [], ...checked, counts };
  const waitingFor = [...(note?.waitingFor ?? [])];
  return { status: waitingFor.length > 0 ? 'waiting' : 'open', waitingFor, ...checked, counts };
}

const nextOf = (
  signer: CursorSigner,
  fingerprint: string,
  last: string | undefined,
): { readonly nextCursor?: string } =>
  last === undefined ? {} : { nextCursor: sealedCursor(signer, fingerprint, last) };

function inRun(
  { customer, period, closedBy, parked }: MonthProgress,
  now: Timestamp,
): CustomerInRun {
  if (closedBy !== undefined) {
    const { id, number } = closedBy;
    return { customer, status: 'closed', id, ...(number === undefined ? {} : { number }) };
  }
  if (parked !== undefined) {
    const { code, detail, draft } = parked;
    return {
      customer,
      status: 'parked',
      code,
      detail,
      ...(draft === undefined ? {} : { id: draft.id }),
    };
  }
  return { customer, status: period.end <= now ? 'open' : 'not-ended' };
}

const countsOf = (all: readonly CustomerInRun[]): BillingRunAnswer['counts'] => {
  const counts = { closed: 0, parked: 0, open: 0, 'not-ended': 0 };
  for (const { status } of all) counts[status] += 1;
  return counts;
};
