import { documentsIn } from '../../../core/books/block.ts';
import type { Timestamp } from '../../../core/kernel/timestamp.ts';
import type { HourReport, Subscription } from '../../../core/marketplace/subscription.ts';
import type { InMemoryBooksLog } from '../../fakes/books.ts';
import type { FakeAgreement, FakeMarketplace } from '../../fakes/marketplace/fake-marketplace.ts';
import type { Violation } from '../journal.ts';
import type { UsedTruth } from './truth.ts';

export const tenant = 'acme';

/** What is looked at: what AWS has, what the books have, what was used, and what is known of it. */
export interface Looked {
  readonly aws: FakeMarketplace;
  readonly used: UsedTruth;
  readonly log: InMemoryBooksLog;
  readonly subscriptions: readonly Subscription[];
  readonly kept: (customer: string) => readonly HourReport[];
  /** All that a customer ever bought. */
  readonly agreements: (customer: string) => readonly FakeAgreement[];
  /** What of AWS's records another program has put there. */
  readonly elsewhere: ReadonlySet<string>;
  /** From when on nothing goes wrong any more. */
  readonly calmFrom: Timestamp | undefined;
}

const EXACT = 10n ** 24n;
const CENT = EXACT / 100n;
const NANOS_PER_CENT = 10_000_000n;

/** The dimensions of the product of the world, each with its own way to whole units, and its price in cents. */
const dimensions = [
  {
    name: 'usage',
    cents: 1n,
    isOf: (charge: string) => charge !== 'storage',
    units: (exact: bigint) => (2n * exact + CENT) / (2n * CENT),
  },
  {
    name: 'storage',
    cents: 100n,
    isOf: (charge: string) => charge === 'storage',
    units: (exact: bigint) => exact / EXACT,
  },
] as const;

const unitsUsed = (used: UsedTruth, customer: string, name: string): bigint => {
  const one = dimensions.find((dimension) => dimension.name === name);
  return one === undefined ? 0n : one.units(used.all(customer, one.isOf));
};

/** A rule that holds at every moment: AWS has no unit that was not used, or that it was told of twice. */
export function momentViolation(looked: Looked): Violation | undefined {
  for (const { customer } of looked.subscriptions) {
    for (const { name } of dimensions) {
      const at = metered(looked, customer)
        .filter(({ dimension }) => dimension === name)
        .reduce((sum, { units }) => sum + BigInt(units), 0n);
      const all = unitsUsed(looked.used, customer, name);
      if (at <= all) continue;
      const detail = `${customer} is billed for ${at} ${name}, and used ${all}`;
      return { rule: 'no unit is reported twice', detail, about: customer };
    }
  }
  return undefined;
}

/** What AWS bills a customer for by what it was told by us. */
const metered = ({ aws, agreements, elsewhere }: Looked, customer: string) => {
  const own = agreements(customer);
  return [...aws.metered]
    .filter(([key]) => !elsewhere.has(key))
    .map(([, one]) => one)
    .filter((one) =>
      own.some(({ license, account }) => license === one.license && account === one.account),
    );
};

/** Rules that hold once all subscriptions are over, and nothing goes wrong any more. */
export function restViolation(looked: Looked): Violation | undefined {
  for (const subscription of looked.subscriptions) {
    const wrong =
      unfinished(subscription) ??
      forgotten(looked, subscription) ??
      unmatched(looked, subscription) ??
      unbooked(looked, subscription) ??
      unreportedInCalm(looked, subscription);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function unfinished({
  customer,
  open,
  unbooked: days,
  unlisted,
}: Subscription): Violation | undefined {
  if (open.length === 0 && days.length === 0 && unlisted === undefined) return undefined;
  const detail = `${customer} has ${open.length} open reports, ${days.length} days, ${unlisted ?? 'nothing'} to list`;
  return { rule: 'everything comes to an end', detail, about: customer };
}

const linesOf = (looked: Looked, customer: string) =>
  looked
    .kept(customer)
    .flatMap(({ lines, ...report }) => lines.map((line) => ({ ...line, report })));

/** Every unit is in one line that counts, whatever became of it. */
function forgotten(looked: Looked, { customer }: Subscription): Violation | undefined {
  for (const { name } of dimensions) {
    const lines = linesOf(looked, customer).filter(({ dimension }) => dimension === name);
    const told = lines
      .filter(({ isAgain }) => isAgain !== true)
      .reduce((sum, { units }) => sum + units, 0n);
    const all = unitsUsed(looked.used, customer, name);
    if (told === all) continue;
    const detail = `${customer} used ${all} ${name}, and ${told} are reported or listed`;
    return { rule: 'no unit vanishes', detail, about: customer };
  }
  return undefined;
}

/** What is said to be accepted AWS has, to the unit; what it has is accepted, or unclear. */
function unmatched(looked: Looked, { customer }: Subscription): Violation | undefined {
  const nameOf = (hour: number, dimension: string, units: number | bigint): string =>
    `${new Date(hour).toISOString()} ${dimension} ${units}`;
  const has = new Set(
    metered(looked, customer).map(({ hour, dimension, units }) => nameOf(hour, dimension, units)),
  );
  const lines = linesOf(looked, customer).filter(({ report }) => report.list === undefined);
  const named = lines.map((line) => ({
    ...line,
    name: nameOf(line.report.hour, line.dimension, line.units),
  }));
  const rule = 'what is accepted is what AWS has';
  for (const { name, status } of named) {
    const isThere = has.has(name);
    const isWrong = status === 'accepted' ? !isThere : isThere && status !== 'unclear';
    if (isWrong) return { rule, detail: `${name} of ${customer} is ${status}`, about: customer };
  }
  const known = new Set(named.map(({ name }) => name));
  const other = [...has].find((name) => !known.has(name));
  if (other === undefined) return undefined;
  return { rule, detail: `${other} of ${customer} is not known here`, about: customer };
}

/** The books have what AWS accepted, once. */
function unbooked(looked: Looked, { customer }: Subscription): Violation | undefined {
  const rule = 'the books have what AWS accepted';
  const payments = looked.log
    .blocksOf(tenant)
    .flatMap(({ bytes }) => documentsIn(bytes))
    .flatMap((one) => (one.kind === 'payment' && one.customer === customer ? [one] : []));
  const booked = payments.reduce((sum, { amount }) => sum + amount, 0n);
  const accepted = linesOf(looked, customer)
    .filter(({ status }) => status === 'accepted')
    .reduce((sum, { dimension, units }) => {
      const cents = dimensions.find(({ name }) => name === dimension)?.cents ?? 0n;
      return sum + units * cents * NANOS_PER_CENT;
    }, 0n);
  if (booked === accepted) return undefined;
  const detail = `${customer} has ${booked} nanos in the books, and AWS accepted ${accepted}`;
  return { rule, detail, about: customer };
}

/** Where nothing goes wrong, what was used last is reported within the last hour. */
function unreportedInCalm(
  looked: Looked,
  { customer, endedAt }: Subscription,
): Violation | undefined {
  const { calmFrom } = looked;
  if (calmFrom === undefined || endedAt === undefined || endedAt < calmFrom) return undefined;
  const late = looked
    .kept(customer)
    .find(({ at, lines }) => at >= calmFrom && lines.some(({ status }) => status !== 'accepted'));
  if (late === undefined) return undefined;
  const detail = `${customer} ${new Date(late.at).toISOString()} is ${late.lines.map(({ status }) => status).join(', ')}`;
  return { rule: 'what was used last is reported within the last hour', detail, about: customer };
}
