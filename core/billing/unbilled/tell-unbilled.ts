import { type TenantBilling, tenantBillingOf } from '../../catalog/tenant-billing.ts';
import { laterMonth, type Month } from '../../kernel/month.ts';
import { partitions } from '../../metering/log/log-key.ts';
import { isLevel } from '../../metering/meter.ts';
import { type BegunRun, type ListUnbilledMessage, sendAll } from '../run/message.ts';
import type { BillingRunPorts } from '../run/ports.ts';
import { RunProgress } from '../run/progress.ts';
import { knownTenant } from './known-tenant.ts';
import { listTogether, type UnbilledQuestion } from './list-unbilled.ts';
import { tellUnaccounted } from './tell-unaccounted.ts';
import { acceptanceOf, isAlarming, type UnbilledUsage } from './unbilled-usage.ts';
import { untilCounted } from './until-counted.ts';
import { type MeterSums, UsageSums, unaccountedOf } from './usage-sums.ts';

/**
 * So that one message is worked off within seconds, however much was used: slots read, and payers looked at. Of many
 * customers a message does more, as it goes through all of them first: otherwise that would be most of what it does.
 */
const WORK_PER_MESSAGE = 30_000;
/** The farthest look back is 64 months before what is in reach. */
const DOUBLINGS = 7;
/** A look waits for closings: some seconds at first, then a minute each time. What takes longer is on its list. */
const WAITS = { short: 5, max: 15 };

/**
 * After a month was dealt out, has it looked at for what is not billed. The first run of a month has those within
 * reach looked at, too, and the one that is out of reach from then on, as usage may have come since. One that a person
 * asked for also looks at those 1, 2, 4, 8 and so on months before that.
 */
export async function lookForUnbilled(
  ports: Pick<BillingRunPorts, 'soon' | 'rating' | 'runs' | 'books' | 'clock'>,
  { tenant, month, asked }: Pick<BegunRun, 'tenant' | 'month' | 'asked'>,
): Promise<void> {
  const note = await ports.runs.note(tenant, month);
  const isFirst = note?.earlierLookedAt === undefined;
  const earlier = isFirst ? await earlierMonths(ports, tenant, { month, asked }) : [];
  await sendAll(ports.soon, [
    { kind: 'list-unbilled', tenant, month, partition: 0 },
    ...earlier.map((one) => {
      const look = { kind: 'list-unbilled', tenant, month: one, partition: 0 } as const;
      // Nobody closes anything of them now.
      return { ...look, waits: WAITS.max };
    }),
  ]);
  if (note === undefined || !isFirst) return;
  await ports.runs.putNote({ ...note, earlierLookedAt: ports.clock.now() });
}

/** None before the first that was ever billed: what was used then was nobody's business. */
async function earlierMonths(
  { rating, books }: Pick<BillingRunPorts, 'rating' | 'books'>,
  tenant: string,
  { month, asked }: Pick<BegunRun, 'month' | 'asked'>,
): Promise<readonly Month[]> {
  const { monthsReachedBack: reach } = rating;
  const ages = [
    ...Array.from({ length: reach }, (_, age) => age + 1),
    // To read a month costs as much as to bill it: what nobody can bill any more is looked for when a person wants it.
    ...Array.from({ length: asked ? DOUBLINGS : 0 }, (_, power) => reach + 2 ** power),
  ];
  const begun = await books.firstClosed(tenant);
  return ages.map((age) => laterMonth(month, -age)).filter((one) => one >= (begun ?? month));
}

/**
 * Tells of what is not billed in some partitions, unless it was accepted, and sends the rest on. The first look at a
 * month rates nothing: where what is billed and listed is all that was used, nothing is about to be billed, and nothing
 * came too late. Otherwise another look rates it.
 */
export async function tellUnbilled(
  ports: BillingRunPorts,
  message: ListUnbilledMessage,
): Promise<void> {
  const { tenant, month, partition: from, isRated = false, again, uncounted } = message;
  if (uncounted !== undefined) return untilCounted(ports, message, uncounted);
  if (from === 0 && !isRated && (await isPutOff(ports, message))) return;
  const known = await knownTenant(ports, tenant, { from });
  const sums =
    from === 0 || message.sums !== undefined
      ? new UsageSums(known.meters, message.sums)
      : undefined;
  const { listed, to } = await lookAt(ports, message, { known, sums, isRated });
  // What is not billed was told of by the look before, but for what only rating finds.
  const isNew = ({ reason }: UnbilledUsage) => !isRated || reason === 'too-late';
  if (again === undefined) await tell(ports, message, listed.filter(isNew));
  const next = { ...message, partition: to, ...(sums === undefined ? {} : { sums: sums.all() }) };
  if (to < partitions) return sendAll(ports.billing, [next]);
  if (sums === undefined) return;
  if (isRated) return tellUnaccounted(ports, next, sums.all());
  const hasLevels = [...known.meters.values()].some(isLevel);
  if (hasLevels || sums.all().some(isOpen)) {
    const kind = 'list-unbilled';
    await sendAll(ports.billing, [{ kind, tenant, month, partition: 0, isRated: true }]);
  }
}

/** What is not billed in the message's partition and those after it, up to one that is left for the next message. */
async function lookAt(
  ports: BillingRunPorts,
  { tenant, month, partition: from }: ListUnbilledMessage,
  how: Pick<UnbilledQuestion, 'sums' | 'isRated'> & {
    readonly known: Awaited<ReturnType<typeof knownTenant>>;
  },
): Promise<{ readonly listed: readonly UnbilledUsage[]; readonly to: number }> {
  const listed: UnbilledUsage[] = [];
  let to = from;
  const most = Math.max(WORK_PER_MESSAGE, how.known.walked);
  for (let work = 0; to < how.known.until && work < most; ) {
    const onWork = (count: number) => {
      work += count;
    };
    const asked = { ...how, month, from: to, until: how.known.until, onWork };
    const together = await listTogether(ports, tenant, asked);
    listed.push(...together.listed);
    to = together.to;
  }
  return { listed, to };
}

const isOpen = (sums: MeterSums): boolean => unaccountedOf(sums) !== 0n;

/** Whether the look is sent again, to be taken later: what is about to be closed would only be looked at twice. */
async function isPutOff(ports: BillingRunPorts, message: ListUnbilledMessage): Promise<boolean> {
  const { tenant, month, waits = 0 } = message;
  if (waits >= WAITS.max) return false;
  const billing = await tenantBillingOf(ports.rating.settings, tenant);
  if (!(await isAnyDue(ports, tenant, { month, billing }))) return false;
  await sendAll(waits < WAITS.short ? ports.soon : ports.later, [{ ...message, waits: waits + 1 }]);
  return true;
}

async function isAnyDue(
  ports: BillingRunPorts,
  tenant: string,
  about: { readonly month: Month; readonly billing: TenantBilling },
): Promise<boolean> {
  const due = { now: ports.clock.now(), grace: about.billing.graceMilliseconds, again: false };
  const months = new RunProgress(ports, tenant, about).due(due);
  return (await months.next()).done !== true;
}

async function tell(
  ports: BillingRunPorts,
  { tenant, month }: ListUnbilledMessage,
  listed: readonly UnbilledUsage[],
): Promise<void> {
  const alarming = listed.filter(({ reason }) => isAlarming(reason));
  if (alarming.length === 0) return;
  const accepted = await ports.runs.acceptedUsage(tenant, month);
  const open = alarming.filter((row) => acceptanceOf(row, accepted) === undefined);
  for (const [code, rows] of Map.groupBy(open, ({ reason }) => reason)) {
    const { subject, customer, meter } = rows[0] ?? {};
    const detail = `${rows.length} of ${month} in GET /v1/unbilled, such as ${meter ?? ''} of ${subject ?? customer ?? ''}`;
    ports.onNotice({ event: 'billing.unbilled', tenant, period: month, code, detail });
  }
}
