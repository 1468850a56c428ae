import { pricedMeters } from '../../../../core/billing/unbilled/priced-meters.ts';
import { UsageSums, unaccountedOf } from '../../../../core/billing/unbilled/usage-sums.ts';
import { Books } from '../../../../core/books/books.ts';
import { monthFrom } from '../../../../core/kernel/month.ts';
import { timestampOf } from '../../../../core/kernel/timestamp.ts';
import { partitionOf } from '../../../../core/metering/log/log-key.ts';
import { noWallets } from '../../../support/no-wallets.ts';
import type { Violation } from '../../journal.ts';
import type { CountedEvent } from '../ledger.ts';
import { monthsReachedBack } from '../rated-ports.ts';
import type { BillingContext } from '../run-context.ts';
import type { BilledTenant } from '../scenario.ts';
import { subjectOf } from '../whose.ts';
import type { CountedMonth } from './amounts.ts';
import { monthIn } from './calendar.ts';

/** What is not billed of an event: of whose month, and why. */
interface Left {
  readonly customer: string;
  readonly label: string;
  readonly reason: 'no-payer' | 'no-plan' | 'no-charge' | 'too-late' | 'unreadable';
}

const RULE = 'what is used is billed, or listed with its reason';
const SUMS = 'what is used comes to what is billed, about to be, and listed';

/** Compares the list of what is not billed with what of all that was used is in no customer's account. */
export async function wrongInUnbilled(
  world: BillingContext,
  tenant: BilledTenant,
  months: readonly CountedMonth[],
): Promise<Violation | undefined> {
  const { ledger, scenario, journal } = world;
  const priced = new Set(
    Object.values(tenant.plans).flatMap(({ versions }) =>
      versions.flatMap(({ charges }) => charges.map(({ meter }) => meter)),
    ),
  );
  const counted = ledger.counted.filter(
    (event) => event.tenant === tenant.name && priced.has(event.meter),
  );
  const wanted = new Map<string, { quantity: bigint; events: number }>();
  for (const event of counted) {
    const left = leftOf(event, tenant, { months, labels: scenario.labels });
    if (left === undefined) continue;
    journal.reached(`not billed: ${left.reason}`);
    const { customer, label, reason } = left;
    const place = JSON.stringify([label, event.subject, customer, event.meter, reason]);
    const sum = wanted.get(place) ?? { quantity: 0n, events: 0 };
    wanted.set(place, { quantity: sum.quantity + event.value, events: sum.events + 1 });
  }
  const { listed, unaccounted } = await listedOf(world, tenant, {
    keys: [...counted.map(({ subject }) => subject), ...months.map(keyOfMonth)],
  });
  if (unaccounted !== undefined) {
    return { rule: SUMS, detail: unaccounted, about: unaccounted };
  }
  const texts = new Set([...wanted].map(([place, { quantity }]) => `${place} ${quantity}`));
  const missing = [...texts].find((text) => !listed.has(text));
  const stray = [...listed].find((text) => !texts.has(text));
  if (missing !== undefined) {
    const like = [...listed].join('; ');
    return { rule: RULE, detail: `not listed: ${missing}, but ${like}`, about: missing };
  }
  return stray === undefined
    ? undefined
    : { rule: RULE, detail: `listed, and not left: ${stray}`, about: stray };
}

const keyOfMonth = ({ account: { key } }: CountedMonth): string => subjectOf(key) ?? key;

/** Undefined for an event that is billed. */
function leftOf(
  event: CountedEvent,
  { settings: { timezone = 'UTC' } }: BilledTenant,
  {
    months,
    labels,
  }: { readonly months: readonly CountedMonth[]; readonly labels: readonly string[] },
): Left | undefined {
  const found = months.find(({ own }) => own.includes(event));
  if (found === undefined) {
    const label = labels.find((one) => {
      const { start, end } = monthIn(timezone, one);
      return start <= event.time && event.time < end;
    });
    const reason = event.isUnreadable === true ? 'unreadable' : 'no-payer';
    return { customer: '', label: label ?? '', reason };
  }
  const { account, label, month, tooLate } = found;
  const left = { customer: account.key, label };
  const meters = month.metersFor(event);
  if (meters?.includes(event.meter) === false) return { ...left, reason: 'no-charge' };
  if (event.isUnreadable === true) return { ...left, reason: 'unreadable' };
  if (meters === undefined) return { ...left, reason: 'no-plan' };
  return tooLate.has(event.subject) ? { ...left, reason: 'too-late' } : undefined;
}

/** What is listed of every month. */
async function listedOf(
  { functions, stores, scenario, now }: BillingContext,
  { name }: BilledTenant,
  { keys }: { readonly keys: readonly string[] },
): Promise<{
  readonly listed: ReadonlySet<string>;
  /** What the program's own sums leave over. */
  readonly unaccounted: string | undefined;
}> {
  const clock = { now: () => timestampOf(now) };
  const books = new Books({ log: stores.log, cells: stores.cells, clock });
  const rating = {
    ...{ ...stores, books, wallets: noWallets },
    ...{ shardEpochs: scenario.epochs, monthsReachedBack },
  };
  const found = new Set<string>();
  const meters = await pricedMeters(rating, name);
  const sums = new Map(scenario.labels.map((label) => [label, new UsageSums(meters)]));
  for (const partition of new Set(keys.map(partitionOf))) {
    for (const label of scenario.labels) {
      const asked = { month: monthFrom(label), partition, sums: sums.get(label) };
      const rows = await functions.unbilled({ rating, runs: stores.runs, clock }, name, asked);
      for (const { subject, customer = '', meter, reason, quantity } of rows) {
        found.add(`${JSON.stringify([label, subject, customer, meter, reason])} ${quantity}`);
      }
    }
  }
  const [unaccounted] = [...sums].flatMap(([label, all]) =>
    all
      .all()
      .filter((one) => unaccountedOf(one) !== 0n)
      .map((one) => `${unaccountedOf(one)} of ${one.meter} in ${label}`),
  );
  return { listed: found, unaccounted };
}
