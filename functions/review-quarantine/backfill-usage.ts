import { openedCursor, sealedCursor } from '../../core/access/cursor.ts';
import { billingMessageBody } from '../../core/billing/run/message.ts';
import { looksAtBackfilled } from '../../core/billing/unbilled/backfilled-months.ts';
import type { backfillsOperations } from '../../core/contract/backfills/operations.ts';
import type { BackfillAnswer } from '../../core/contract/backfills/shapes.ts';
import { decimalFromInteger, decimalText } from '../../core/kernel/decimal.ts';
import { definedOnly } from '../../core/kernel/defined-only.ts';
import type { JsonValue } from '../../core/kernel/json.ts';
import { laterMonth, type Month } from '../../core/kernel/month.ts';
import type { Queue } from '../../core/kernel/queue.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { rfc3339, type Timestamp, timestampFrom } from '../../core/kernel/timestamp.ts';
import { ADDITIONS_MAX, monthAt } from '../../core/metering/backfills/counts.ts';
import {
  type BackfillProgress,
  endJob,
  findJob,
  openJob,
  progressOf,
} from '../../core/metering/backfills/jobs.ts';
import type { BackfillAddition, BackfillJob } from '../../core/metering/backfills/ports.ts';
import { type BatchPorts, takeBatch } from '../../core/metering/backfills/take-batch.ts';
import { queueUnavailable } from '../../core/metering/quarantine/quarantine-review.ts';
import { shown } from '../../core/metering/shown.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';

type Handlers = RouteHandlers['ReviewQuarantine'];

/** What backfill jobs are answered with. */
export interface BackfillUsagePorts extends BatchPorts {
  /** The billing queue, which looks at what is not billed. */
  readonly later: Queue;
  /** How many months after its own usage can still be billed: see `monthsReachedBackFor`. */
  readonly monthsReachedBack: number;
}

const LIMIT_DEFAULT = 50;
const EVENTS_MAX = 1_000;
const EVENTS_PER_SECOND = 500;

/** Answers `/v1/backfills`. */
export const backfillUsage = (
  ports: BackfillUsagePorts,
): Pick<Handlers, keyof typeof backfillsOperations> => ({
  'POST /v1/backfills': async ({ caller: { tenant, keyId: by }, body }) => {
    const { name, billing, from, to, eventsPerSecond = EVENTS_PER_SECOND, dryRun = false } = body;
    const period = { start: instantFrom(from, '/from'), end: instantFrom(to, '/to') };
    const asked = { name, billing, period, eventsPerSecond, isDryRun: dryRun, by };
    const { job } = await openJob(ports, tenant, asked);
    return { status: 200, body: await answered(ports, tenant, job) };
  },
  'GET /v1/backfills': listJobs(ports),
  'GET /v1/backfills/{name}': async ({ caller: { tenant }, params: { name } }) => {
    const { job } = await findJob(ports.records, tenant, name);
    return { status: 200, body: await answered(ports, tenant, job) };
  },
  'POST /v1/backfills/{name}/events': async ({ caller: { tenant }, params: { name }, body }) => {
    const values = eventsFrom(body);
    const { counts, rejected } = await takeBatch(ports, tenant, { name, values });
    const { accepted, repeated } = summed(counts.months);
    const months = counts.months.map((one) => ({ ...one }));
    return { status: 200, body: { accepted, repeated, months, rejected: [...rejected] } };
  },
  'POST /v1/backfills/{name}/close': ending(ports, 'closed'),
  'POST /v1/backfills/{name}/cancel': ending(ports, 'cancelled'),
});

function instantFrom(text: string, param: string): Timestamp {
  const instant = timestampFrom(text);
  if (instant !== undefined && instant >= 0) return instant;
  const detail = `give a time such as 2026-10-01T00:00:00Z, from 1970 on; got ${shown(text)}`;
  throw new Rejection('usage.range-malformed', detail, { param });
}

function eventsFrom(body: JsonValue): readonly JsonValue[] {
  const values = Array.isArray(body) ? (body as readonly JsonValue[]) : [body];
  if (values.length === 0)
    throw new Rejection('request.no-events', 'send at least one event, got an empty array');
  if (values.length <= EVENTS_MAX) return values;
  const detail = `send at most ${EVENTS_MAX} events in a request, got ${values.length}; split it into several`;
  throw new Rejection('request.too-many-events', detail);
}

const listJobs =
  ({ records }: BackfillUsagePorts): Handlers['GET /v1/backfills'] =>
  async ({ caller, query: { cursor, limit = LIMIT_DEFAULT } }) => {
    const fingerprint = JSON.stringify(['GET /v1/backfills']);
    const after = cursor === undefined ? '' : openedCursor(caller, fingerprint, cursor);
    const { jobs, more } = await records.list(caller.tenant, { after, limit });
    const last = more ? jobs.at(-1)?.job.name : undefined;
    return {
      status: 200,
      body: {
        backfills: jobs.map(({ job }) => headAnswer(job)),
        ...(last === undefined ? {} : { nextCursor: sealedCursor(caller, fingerprint, last) }),
      },
    };
  };

const ending =
  (
    ports: BackfillUsagePorts,
    as: 'closed' | 'cancelled',
  ): Handlers['POST /v1/backfills/{name}/close' | 'POST /v1/backfills/{name}/cancel'] =>
  async ({ caller: { tenant, keyId: by }, params: { name } }) => {
    const { job } = await endJob(ports, tenant, { name, by, as });
    const body = await answered(ports, tenant, job);
    await lookAtListed(ports, tenant, job, body);
    return { status: 200, body };
  };

/** What nothing bills any more, or has no payer, is told of once it is counted. */
async function lookAtListed(
  { later, clock, monthsReachedBack }: BackfillUsagePorts,
  tenant: string,
  { period, billing, isDryRun }: BackfillJob,
  { months }: BackfillAnswer,
): Promise<void> {
  if (isDryRun || billing === 'informational') return;
  const written = months.filter(({ accepted }) => accepted > 0);
  const looks = looksAtBackfilled(tenant, {
    months: written.map(({ month }) => month as Month),
    ...{ period, current: monthAt(clock.now()), monthsReachedBack },
  });
  if (looks.length === 0) return;
  if ((await later.send(looks.map(billingMessageBody))) !== 'sent') throw queueUnavailable();
}

async function answered(
  ports: BackfillUsagePorts,
  tenant: string,
  job: BackfillJob,
): Promise<BackfillAnswer> {
  const progress = await progressOf(ports.records, tenant, job);
  return { ...headAnswer(job), ...progressAnswer(ports, job, progress) };
}

const headAnswer = ({ name, period, billing, eventsPerSecond, isDryRun, ...job }: BackfillJob) => ({
  ...{ name, from: rfc3339(period.start), to: rfc3339(period.end), billing, eventsPerSecond },
  ...{ dryRun: isDryRun, status: job.status },
  ...{ openedAt: rfc3339(job.opened.at), openedBy: job.opened.by },
  ...(job.ended === undefined ? {} : { endedAt: rfc3339(job.ended.at), endedBy: job.ended.by }),
});

function progressAnswer(
  ports: BackfillUsagePorts,
  job: BackfillJob,
  { months, refused, underWay, unanswered, additions }: BackfillProgress,
) {
  return {
    ...summed(months),
    refused: Object.entries(refused).map(([code, events]) => ({ code, events })),
    ...{ underWay, unanswered },
    months: months.map((one) => ({ ...one, outcome: outcomeOf(ports, job, one.month) })),
    ...(job.isDryRun ? { additions: additions.slice(0, ADDITIONS_MAX).map(additionAnswer) } : {}),
  };
}

/** A month is billed for certain while one that reaches back to it has not ended. */
function outcomeOf(
  { clock, monthsReachedBack }: BackfillUsagePorts,
  { billing }: BackfillJob,
  month: Month,
): BackfillAnswer['months'][number]['outcome'] {
  if (billing === 'informational') return 'never';
  return laterMonth(month, monthsReachedBack) >= monthAt(clock.now()) ? 'billed' : 'listed';
}

const summed = (months: readonly { readonly accepted: number; readonly repeated: number }[]) => ({
  accepted: months.reduce((sum, one) => sum + one.accepted, 0),
  repeated: months.reduce((sum, one) => sum + one.repeated, 0),
});

function additionAnswer({ month, meter, events, tally }: BackfillAddition) {
  const sum = tally?.kind === 'count' ? decimalFromInteger(tally.count) : undefined;
  const quantity = tally?.kind === 'sum' ? tally.sum : sum;
  const adds = quantity === undefined ? undefined : decimalText(quantity);
  return { month, meter, events, ...definedOnly({ adds }) };
}
