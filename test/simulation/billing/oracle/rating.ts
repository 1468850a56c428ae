import type { PlanBody, PlanVersionBody } from '../../../../core/contract/catalog/plan-shapes.ts';
import type { CountedEvent } from '../ledger.ts';
import { daysOf, midnight } from './calendar.ts';

/** Who pays, as far as prices go. */
export interface Payer {
  readonly zone: string;
  /** The plan from each day on. */
  readonly changes: readonly { readonly plan: string | null; readonly from: string }[];
  readonly defaultPlan: string | undefined;
  readonly plans: Readonly<Record<string, PlanBody>>;
}

/** What a month comes to, in 1e-24. */
export interface Rated {
  readonly exact: bigint;
  /** What of it is charged with the month before. */
  readonly inAdvance: bigint;
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

/** What events of a month come to, counted from scratch: by the days, the events and the plan as it was sent. */
export function rated(payer: Payer, label: string, events: readonly CountedEvent[]): Rated {
  const days = daysOf(label);
  const runs = runsOf(payer, days);
  let exact = 0n;
  for (const run of runs) {
    const start = midnight(payer.zone, days[run.from] ?? '');
    const end = midnight(payer.zone, days[run.to] ?? dayAfter(days));
    const own = events.filter(({ time }) => start <= time && time < end);
    exact += usageOf(run, own, days.length);
  }
  const fees = feesOf(runs, days.length);
  return {
    exact: exact + sum(fees.map(({ amount }) => amount)),
    inAdvance: sum(fees.filter(({ isAhead }) => isAhead).map(({ amount }) => amount)),
    versions: runs.length,
    plans: new Set(runs.map(({ plan }) => plan)).size,
  };
}

const dayAfter = (days: readonly string[]): string => {
  const last = new Date(`${days.at(-1) ?? ''}T00:00:00Z`).getTime();
  return new Date(last + 86_400_000).toISOString().slice(0, 10);
};

function runsOf(payer: Payer, days: readonly string[]): Run[] {
  const runs: Run[] = [];
  for (const [index, day] of days.entries()) {
    const change = payer.changes.findLast(({ from }) => from <= day);
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

function usageOf(run: Run, events: readonly CountedEvent[], days: number): bigint {
  const charged = sum(
    run.version.charges.map((charge) => {
      const used = sum(
        events.filter(({ meter }) => meter === charge.meter).map(({ value }) => value),
      );
      const included = 'included' in charge ? part(decimal(charge.included ?? '0'), run, days) : 0n;
      return priced(charge, used > included ? used - included : 0n);
    }),
  );
  const committed = part(decimal(run.version.minimumCommitment ?? '0') * TWELVE, run, days);
  return charged > committed ? charged : committed;
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
function part(amount: bigint, { from, to }: Run, days: number): bigint {
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
