import { separated } from '../../words.ts';
import type { PlanVersion } from './version-times.ts';

type Charge = PlanVersion['charges'][number];
type FixedFee = NonNullable<PlanVersion['fixedFees']>[number];

/** How a charge prices usage, line by line, as people say it. Nothing is worked out: amounts are as they were put. */
export function chargeWords(charge: Charge, currency: string): readonly string[] {
  const money = (amount: string): string => `${separated(amount)} ${currency}`;
  return [
    ...('included' in charge ? [`${separated(charge.included)} a month cost nothing`] : []),
    ...modelWords(charge, money),
    ...(charge.minimum === undefined ? [] : [`at least ${money(charge.minimum)} a month`]),
    ...(charge.maximum === undefined ? [] : [`at most ${money(charge.maximum)} a month`]),
    ...unitWords(charge),
    ...(charge.taxCode === undefined ? [] : [`taxed as ${charge.taxCode}`]),
  ];
}

/** What PDFs show the price for. */
function unitWords(charge: Charge): readonly string[] {
  const { name, size = '1' } = ('unit' in charge ? charge.unit : undefined) ?? {};
  if (name !== undefined) return [`shown by ${name}, each ${separated(size)} of the meter`];
  return size === '1' ? [] : [`shown for ${separated(size)} each`];
}

function modelWords(charge: Charge, money: (amount: string) => string): readonly string[] {
  switch (charge.model) {
    case 'per_unit':
      return [`${money(charge.unitPrice)} each`];
    case 'package': {
      const begun = charge.rounding === 'down' ? 'full' : 'begun';
      return [
        `${money(charge.packagePrice)} for each ${begun} package of ${separated(charge.packageSize)}`,
      ];
    }
    case 'graduated':
      return ['each unit by its own tier:', ...charge.tiers.map((tier) => tierWords(tier, money))];
    case 'volume':
      return [
        'all units by the tier reached:',
        ...charge.tiers.map((tier) => tierWords(tier, money)),
      ];
    case 'graduated_percentage':
      return ['each part by its own tier:', ...charge.tiers.map((tier) => tierWords(tier, money))];
    case 'percentage':
      return percentageWords(charge, money);
    case 'dynamic':
      return [
        charge.multiplier === undefined
          ? 'the price that each event carries'
          : `the price that each event carries, times ${charge.multiplier}`,
      ];
  }
}

function percentageWords(
  charge: Extract<Charge, { model: 'percentage' }>,
  money: (amount: string) => string,
): readonly string[] {
  const { ratePercent, fixedPerEvent, freeEvents, freeAmount } = charge;
  const { minimumPerEvent, maximumPerEvent } = charge;
  return [
    `${ratePercent} %${fixedPerEvent === undefined ? '' : ` and ${money(fixedPerEvent)} an event`}`,
    ...(freeEvents === undefined
      ? []
      : [`${separated(String(freeEvents))} events a month are free`]),
    ...(freeAmount === undefined ? [] : [`${money(freeAmount)} a month are free`]),
    ...(minimumPerEvent === undefined ? [] : [`at least ${money(minimumPerEvent)} an event`]),
    ...(maximumPerEvent === undefined ? [] : [`at most ${money(maximumPerEvent)} an event`]),
  ];
}

interface Tier {
  readonly upTo: string | null;
  readonly flatFee?: string;
  readonly unitPrice?: string;
  readonly packageSize?: string;
  readonly ratePercent?: string;
}

function tierWords(tier: Tier, money: (amount: string) => string): string {
  const { upTo, flatFee, unitPrice, packageSize, ratePercent } = tier;
  const each = packageSize === undefined ? 'each' : `for each package of ${separated(packageSize)}`;
  const prices = [
    ...(unitPrice === undefined ? [] : [`${money(unitPrice)} ${each}`]),
    ...(ratePercent === undefined ? [] : [`${ratePercent} %`]),
    ...(flatFee === undefined ? [] : [`${money(flatFee)} once`]),
  ];
  const reach = upTo === null ? 'above' : `up to ${separated(upTo)}`;
  return `${reach}: ${prices.length === 0 ? 'nothing' : prices.join(' and ')}`;
}

/** Which of a meter's usage a charge is for; undefined for all of it. */
export function filterWords({ filter }: Charge): string | undefined {
  if (filter === undefined) return undefined;
  if (filter === 'rest') return 'what no other charge of the meter is for';
  return Object.entries(filter)
    .map(([dimension, values]) => `${dimension}: ${values.join(', ')}`)
    .join('; ');
}

export function feeWords(fee: FixedFee, currency: string): string {
  const { amount, proration, timing } = fee;
  const days = proration === 'none' ? 'whole' : 'by days';
  const when = timing === 'advance' ? 'before the month' : 'after the month';
  return `${separated(amount)} ${currency} a month, ${days}, ${when}`;
}
