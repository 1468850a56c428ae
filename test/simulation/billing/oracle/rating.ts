import type { PlanBody, PlanVersionBody } from '../../../../core/contract/catalog/plan-shapes.ts';
import type { CountedEvent } from '../ledger.ts';
import { type Bounds, dayStart, firstDay, type Terms } from './agreements.ts';
import { daysBetween, daysOf, monthAfter } from './calendar.ts';

/** Who pays, as far as prices go. */
export interface Payer {
  readonly defaultPlan: string | undefined;
  readonly plans: Readonly<Record<string, PlanBody>>;
}

/** What a month comes to, in 1e-24. */
export interface Rated {
  readonly exact: bigint;
  /** What of it counts towards what a customer commits to: all but fees. */
  readonly counted: bigint;
  /** What of it is charged with the month before. */
  readonly inAdvance: bigint;
  /** The meters that have a price when an event happens; undefined where no plan is in force then. */
  readonly metersFor: (event: CountedEvent) => readonly string[] | undefined;
  /** Whether any day of it has a price, how many prices and how many plans. */
  readonly versions: number;
  readonly plans: number;
}

/** Days of a month under one version of a plan, counted from 0. */
interface Run {
  readonly plan: string;
  readonly version: PlanVersionBody;
  readonly from: number;
  to: number;
}

const TWELVE = 10n ** 12n;

/** A month, and what was agreed for it. */
export interface AgreedLabel {
  readonly label: string;
  readonly terms: Terms;
  readonly bounds: Bounds;
}

/**
 * What events of a month come to, counted from scratch: by the days, the events and the plan as it was sent. The first
 * and the last days end where the month does.
 */
export function rated(
  payer: Payer,
  { label, terms, bounds }: AgreedLabel,
  events: readonly CountedEvent[],
): Rated {
  const days = daysBetween(firstDay(terms, label), firstDay(terms, monthAfter(label, 1)));
  // Where the day on which months begin is changed, there are more or fewer, and each costs as much.
  const whole = daysOf(label).length;
  const runs = runsOf(payer, terms, days);
  const spans = runs.map((run) => ({
    ...run,
    start: run.from === 0 ? bounds.start : dayStart(terms, days[run.from] ?? ''),
    end: run.to === days.length ? bounds.end : dayStart(terms, days[run.to] ?? ''),
  }));
  const priced = new Map<CountedEvent, readonly string[]>();
  for (const { start, end, version } of spans) {
    const own = events.filter(({ time }) => start <= time && time < end);
    const meters = version.charges.map(({ meter }) => meter);
    for (const event of own) priced.set(event, meters);
  }
  const counted = usageOf(spans, events, whole);
  const fees = feesOf(runs, whole);
  return {
    exact: counted + sum(fees.map(({ amount }) => amount)),
    counted,
    inAdvance: sum(fees.filter(({ isAhead }) => isAhead).map(({ amount }) => amount)),
    metersFor: (event) => priced.get(event),
    versions: runs.length,
    plans: new Set(runs.map(({ plan }) => plan)).size,
  };
}

function runsOf(payer: Payer, { changes }: Terms, days: readonly string[]): Run[] {
  const runs: Run[] = [];
  for (const [index, day] of days.entries()) {
    const change = changes.findLast(({ from }) => from <= day);
    const plan = change === undefined ? payer.defaultPlan : change.plan;
    const version = payer.plans[plan ?? '']?.versions.findLast(
      ({ effectiveFrom }) => effectiveFrom <= day,
    );
    if (plan === null || plan === undefined || version === undefined) continue;
    const last = runs.at(-1);
    if (last?.version === version && last.to === index) last.to = index + 1;
    else runs.push({ plan, version, from: index, to: index + 1 });
  }
  return runs;
}

/** Days that follow one another, with the instants of their beginning and end. */
interface Span extends Run {
  readonly start: number;
  end: number;
}

/** Something of a plan, for as long as it stays as it is. */
interface Lasting<Of> extends Span {
  readonly of: Of;
}

function lasting<Of>(spans: readonly Span[], partsOf: (version: PlanVersionBody) => readonly Of[]) {
  const found: Lasting<Of>[] = [];
  for (const span of spans) {
    for (const of of partsOf(span.version)) {
      const text = JSON.stringify(of);
      const before = found.find(
        (one) => one.plan === span.plan && one.to === span.from && JSON.stringify(one.of) === text,
      );
      if (before === undefined) found.push({ ...span, of });
      else Object.assign(before, { to: span.to, end: span.end });
    }
  }
  return found;
}

/**
 * A charge is cut only where it changes; so is a commitment, which is for what falls to its days of what is charged.
 */
function usageOf(spans: readonly Span[], events: readonly CountedEvent[], days: number): bigint {
  const charged = lasting(spans, ({ charges }) => charges).map((charge) => {
    const { of, start, end } = charge;
    const used = sum(
      events
        .filter(({ meter, time }) => meter === of.meter && start <= time && time < end)
        .map(({ value }) => value),
    );
    const included = 'included' in of ? part(decimal(of.included ?? '0'), charge, days) : 0n;
    return { ...charge, amount: priced(of, used > included ? used - included : 0n) };
  });
  const committed = lasting(spans, ({ minimumCommitment: least }) =>
    least === undefined ? [] : [least],
  ).map((commitment) => {
    const within = sum(
      charged
        .filter(({ plan }) => plan === commitment.plan)
        .map(({ amount, from, to }) => {
          const inside = (day: number) => Math.min(Math.max(day, from), to) - from;
          const shared = { from: inside(commitment.from), to: inside(commitment.to) };
          return part(amount, shared, to - from);
        }),
    );
    const least = part(decimal(commitment.of) * TWELVE, commitment, days);
    return least > within ? least - within : 0n;
  });
  return sum([...charged.map(({ amount }) => amount), ...committed]);
}

function priced(charge: PlanVersionBody['charges'][number], quantity: bigint): bigint {
  if (charge.model === 'per_unit') return quantity * decimal(charge.unitPrice);
  if (charge.model !== 'graduated') throw new Error(`no recount knows ${charge.model}`);
  let amount = 0n;
  let below = 0n;
  for (const [index, tier] of charge.tiers.entries()) {
    if (index > 0 && quantity <= below) break;
    const bound = tier.upTo === null ? quantity : decimal(tier.upTo);
    const top = bound < quantity ? bound : quantity;
    amount += (top - below) * decimal(tier.unitPrice ?? '0');
    amount += decimal(tier.flatFee ?? '0') * TWELVE;
    below = top;
  }
  return amount;
}

/** Fees count for the days of a plan's runs, or once for each plan that has them. */
function feesOf(
  runs: readonly Run[],
  days: number,
): { readonly amount: bigint; readonly isAhead: boolean }[] {
  const charged = new Set<string>();
  return runs.flatMap((run) =>
    (run.version.fixedFees ?? []).flatMap(({ key, amount, proration = 'days', timing }) => {
      const whole = decimal(amount) * TWELVE;
      const isAhead = timing === 'advance';
      if (proration === 'days') return [{ amount: part(whole, run, days), isAhead }];
      const name = JSON.stringify([run.plan, key]);
      if (charged.has(name)) return [];
      charged.add(name);
      return [{ amount: whole, isAhead }];
    }),
  );
}

/**
 * What of a month's amount falls due by the last of some days, less what falls due before them; each to the nearest.
 */
function part(
  amount: bigint,
  { from, to }: { readonly from: number; readonly to: number },
  days: number,
): bigint {
  const by = (day: number): bigint => {
    const doubled = 2n * amount * BigInt(day) + BigInt(days);
    return doubled / (2n * BigInt(days));
  };
  return by(to) - by(from);
}

/** A plain decimal that is not negative, in 1e-12. */
export function decimal(text: string): bigint {
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole) * TWELVE + BigInt(fraction.padEnd(12, '0'));
}

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, one) => total + one, 0n);
