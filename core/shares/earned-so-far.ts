import type { RatingPorts } from '../billing/ports.ts';
import { ownersOfEach } from '../catalog/subject-owners.ts';
import { tenantBillingOf } from '../catalog/tenant-billing.ts';
import type { Currency } from '../kernel/currency.ts';
import { type Decimal, decimalOf } from '../kernel/decimal.ts';
import { type ExactAmount, exactOf, sumOfExact } from '../kernel/exact-amount.ts';
import { laterDate } from '../kernel/local-calendar.ts';
import { laterMonth, type Month } from '../kernel/month.ts';
import { payerKeyOf } from '../kernel/payer.ts';
import { Rejection } from '../kernel/rejection.ts';
import { localStart, type TimeZone, utc } from '../kernel/time-zone.ts';
import type { Period } from '../kernel/timestamp.ts';
import { partitions } from '../metering/log/log-key.ts';
import type { Meter } from '../metering/meter.ts';
import { readUsagePage, type UsageReads } from '../metering/query/usage-query.ts';
import type { UsageQuestion } from '../metering/query/usage-query-question.ts';
import { loadShares } from './load-shares.ts';
import type { Shares } from './ports.ts';
import { whole } from './ratio.ts';
import type { Share } from './share.ts';
import { type SharedMonth, sharedMonths } from './shared-month.ts';
import { type EarningUsage, usageEarnedBy } from './usage-earned-by.ts';

/** What a payee has earned of one content so far. */
interface EarnedOfContent {
  readonly currency: Currency;
  readonly meter: string;
  /** Of the dimension that shares are of. */
  readonly value: string;
  readonly quantity: Decimal;
  readonly earned: ExactAmount;
}

/** What a payee has earned of a month that may not be over, as it would be if all of it is invoiced and paid. */
export interface EarnedOfMonth {
  /** Of all who used it; else reckoned up from some of them, whom chance has chosen. */
  readonly isWhole: boolean;
  /** By what is earned, the most first. */
  readonly content: readonly EarnedOfContent[];
}

/** What it is found out with. */
export interface EarnedOfMonthPorts {
  readonly rating: RatingPorts;
  /** Where usage is read that is answered, and booked nowhere. */
  readonly reads: UsageReads;
  readonly shares: Shares;
}

/** So many payers' months are rated while somebody waits: enough to tell what the rest comes to. */
const PAYERS_MAX = 200;
const CONTENT_MAX = 10_000;
/** Parts of all subjects, by the hash of each: what is read first says whether more is worth it. */
const STEPS = [1, 4, 16, partitions] as const;

/**
 * What a payee has earned of a month by now, by content. Payers that used it are found, and their months rated as they
 * will be billed. Of more payers than a request has time for, some are, and the rest is reckoned up from them by how
 * much was used of each content: nothing here names who used it.
 * @throws Rejection `billing-settings.not-found`
 */
export async function earnedSoFar(
  ports: EarnedOfMonthPorts,
  tenant: string,
  { payee, month }: { readonly payee: string; readonly month: Month },
): Promise<EarnedOfMonth> {
  const { rating, shares } = ports;
  const { timeZone } = (await tenantBillingOf(rating.settings, tenant)).policy;
  const { meters } = await rating.catalogs.latest(tenant, 'eventual');
  const earning = usageEarnedBy(payee, await loadShares(shares, tenant), meters);
  const { reads } = ports;
  const found = await findPayers(ports, tenant, { earning, month });
  const counted = new Counted(payee);
  const payers = new Map([...found.payers].map((one) => [one, { invoiced: whole, paid: whole }]));
  const { rollups } = reads;
  const months = await sharedMonths({ rating: { ...rating, rollups }, shares }, tenant, {
    ...{ month, payers },
  });
  for (const one of months.values()) if (!(one instanceof Rejection)) counted.add(one);
  const content = found.isWhole
    ? counted.content()
    : counted.content(await usedInAll(reads, tenant, { earning, month, timeZone }));
  return { isWhole: found.isWhole, content };
}

/** Who used what a payee earns by, chosen by chance where they are more than a request has time for. */
async function findPayers(
  { rating, reads }: EarnedOfMonthPorts,
  tenant: string,
  { earning, month }: { readonly earning: readonly EarningUsage[]; readonly month: Month },
): Promise<{ readonly payers: ReadonlySet<string>; readonly isWhole: boolean }> {
  const period = widePeriodOf(month);
  const subjects = new Set<string>();
  let isCut = false;
  let from = 0;
  for (const until of STEPS) {
    const some = Array.from({ length: until - from }, (_, index) => from + index);
    for (const usage of earning) {
      isCut =
        (await addSubjects(reads, subjectsOf(tenant, usage, period, some), subjects)) || isCut;
    }
    from = until;
    if (isCut || subjects.size >= PAYERS_MAX) break;
  }
  const chosen = [...subjects].slice(0, PAYERS_MAX);
  const isWhole = !isCut && from === partitions && chosen.length === subjects.size;
  return { payers: await payersOf(rating, tenant, { subjects: chosen, period }), isWhole };
}

/** Adds who used it, and says whether there are others. */
async function addSubjects(
  reads: UsageReads,
  question: UsageQuestion,
  subjects: Set<string>,
): Promise<boolean> {
  const { rows, next } = await readUsagePage(reads, question, {
    ...{ after: undefined, limit: PAYERS_MAX },
  });
  for (const { subject } of rows) if (subject !== undefined) subjects.add(subject);
  return next !== undefined;
}

/** Whoever pays for them at any time of a period. */
async function payersOf(
  { customers }: Pick<RatingPorts, 'customers'>,
  tenant: string,
  { subjects, period }: { readonly subjects: readonly string[]; readonly period: Period },
): Promise<ReadonlySet<string>> {
  const owners = await ownersOfEach(customers, tenant, subjects);
  const payers = subjects.flatMap((subject): string[] => {
    const own = (owners.get(subject) ?? [])
      .filter((one) => one.period.start < period.end && one.period.end > period.start)
      .map(({ customer }) => customer);
    return own.length === 0 ? [payerKeyOf({ subject })] : own;
  });
  return new Set(payers);
}

/** How much was used of each content, by whomever; by the seller's month. */
async function usedInAll(
  reads: UsageReads,
  tenant: string,
  asked: {
    readonly earning: readonly EarningUsage[];
    readonly month: Month;
    readonly timeZone: TimeZone;
  },
): Promise<ReadonlyMap<string, bigint>> {
  const { earning, month, timeZone } = asked;
  const used = new Map<string, bigint>();
  const period = periodOf(month, timeZone);
  for (const usage of earning) {
    const grouping = { customer: false, subject: false, dimensions: [usage.place] };
    const question = { ...questionOf(tenant, usage, period), grouping };
    const page = { after: undefined, limit: CONTENT_MAX };
    const { rows } = await readUsagePage(reads, question, page);
    for (const { dimensions, value } of rows) {
      const name = dimensions[usage.meter.dimensions[usage.place] ?? ''];
      if (typeof name === 'string') used.set(keyOf(usage.meter.key, name), value);
    }
  }
  return used;
}

const subjectsOf = (
  tenant: string,
  usage: EarningUsage,
  period: Period,
  some: readonly number[],
): UsageQuestion => ({
  ...questionOf(tenant, usage, period),
  partitions: some,
  grouping: { customer: false, subject: true, dimensions: [] },
});

const questionOf = (
  tenant: string,
  { meter, place, value }: EarningUsage,
  period: Period,
): Omit<UsageQuestion, 'grouping'> => ({
  ...{ tenant, meter, period, unit: undefined, timeZone: utc },
  ...{ subjects: undefined, isAskedFor: () => true, cutsOf: undefined },
  dimensionValues: value === undefined ? new Map() : new Map([[place, value]]),
  ownerOf: () => undefined,
});

function periodOf(month: Month, timeZone: TimeZone, days = 0): Period {
  const [first, last] = [
    laterDate(`${month}-01`, -days),
    laterDate(`${laterMonth(month)}-01`, days),
  ];
  const [start, end] = [localStart(first, timeZone), localStart(last, timeZone)];
  if (start !== undefined && end !== undefined) return { start, end };
  throw new Rejection('period.malformed', 'name a month of which there are days', {
    param: 'period',
  });
}

/** Wherever a payer's month begins and ends. */
const widePeriodOf = (month: Month): Period => periodOf(month, utc, 1);

const keyOf = (meter: Meter['key'], value: string): string => JSON.stringify([meter, value]);

/** What was earned of each content, of the months that were added. */
class Counted {
  readonly #payee: string;
  readonly #lines = new Map<string, EarnedOfContent & { readonly key: string }>();

  constructor(payee: string) {
    this.#payee = payee;
  }

  add({ currency, lines }: SharedMonth): void {
    for (const { share, value, quantity, payees } of lines) {
      const own = payees.find(({ payee }) => payee === this.#payee);
      if (own === undefined) continue;
      this.#addLine({ ...meterOfShare(share), currency, value, quantity, earned: own.amount });
    }
  }

  #addLine(line: EarnedOfContent): void {
    const { currency, meter, value } = line;
    const place = JSON.stringify([currency, meter, value]);
    const before = this.#lines.get(place);
    this.#lines.set(place, {
      ...{ ...line, key: keyOf(meter, value) },
      quantity: decimalOf((before?.quantity ?? 0n) + line.quantity),
      earned: sumOfExact([line.earned, ...(before === undefined ? [] : [before.earned])]),
    });
  }

  /** `used` says how much of each content there is in all, where that is more than was added. */
  content(used: ReadonlyMap<string, bigint> = new Map()): readonly EarnedOfContent[] {
    const added = new Map<string, bigint>();
    for (const { key, quantity } of this.#lines.values()) {
      added.set(key, (added.get(key) ?? 0n) + quantity);
    }
    return [...this.#lines.values()]
      .map(({ key, ...line }) => {
        const [counted, inAll] = [added.get(key) ?? 0n, used.get(key) ?? 0n];
        if (counted <= 0n || inAll <= counted) return line;
        const reckoned = (amount: bigint): bigint => (amount * inAll) / counted;
        return {
          ...line,
          quantity: decimalOf(reckoned(line.quantity)),
          earned: exactOf(reckoned(line.earned)),
        };
      })
      .toSorted((a, b) => (a.earned === b.earned ? inOrder(a, b) : a.earned > b.earned ? -1 : 1));
  }
}

const inOrder = (a: EarnedOfContent, b: EarnedOfContent): number =>
  keyOf(a.meter, a.value) < keyOf(b.meter, b.value) ? -1 : 1;

const meterOfShare = ({ of }: Share): { readonly meter: string } => ({ meter: of?.meter ?? '' });
