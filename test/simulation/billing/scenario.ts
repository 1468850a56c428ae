import type { Customer, PlanChange } from '../../../core/catalog/customer.ts';
import type { PlanBody, PlanVersionBody } from '../../../core/contract/catalog/plan-shapes.ts';
import type { SettingsBody } from '../../../core/contract/catalog/settings-shapes.ts';
import type { TimeZone } from '../../../core/kernel/time-zone.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import type { ShardEpoch } from '../../../core/metering/log/log-key.ts';
import { Dice } from '../dice.ts';
import { homeOf } from '../oracle/events.ts';
import { monthAfter } from './oracle/calendar.ts';

/** A tenant, and all that is said of how it is billed. Nothing of it changes but who has a stray subject. */
export interface BilledTenant {
  readonly name: string;
  readonly settings: SettingsBody;
  readonly plans: Readonly<Record<string, PlanBody>>;
  readonly customers: readonly [Customer, ...Customer[]];
  /** Subjects that no customer has at first. */
  readonly strays: readonly string[];
}

/** Something that a tenant says anew of a customer: three days after the first month, or in the middle of the next. */
export interface TermsChange {
  readonly kind: 'zone' | 'move' | 'newcomer' | 'plan' | 'end' | 'late' | 'day';
  readonly isEarly: boolean;
  /** Whether the day is named from which on it counts. */
  readonly isDated: boolean;
  readonly zone: string;
  /** On which months begin then, where it is that. */
  readonly day?: number;
  /** Whose first subject it is, where somebody new takes one that was never anybody's. */
  readonly newcomer: string;
}

/** What is the same throughout a run. */
export interface BillingScenario {
  readonly tenants: readonly [BilledTenant, ...BilledTenant[]];
  /** The months in which something is used, and one more that bills what came late. */
  readonly labels: readonly [string, string, ...string[]];
  readonly epochs: readonly ShardEpoch[];
  /** How many steps a message may take to be seen. */
  readonly messageDelayMax: number;
  readonly consumers: number;
  /** Blocks of the books on a page. */
  readonly booksPageMax: number;
  /** Whether it is the sweeps that bill what is open in the end, not persons who ask. */
  readonly sweepsAtLast: boolean;
  /** What changes for a customer of the first tenant; nothing in half of the runs. */
  readonly change: TermsChange | undefined;
  /** Whether the oracle looks at the list of what is not billed. */
  readonly listsUnbilled: boolean;
  /** Whether a recount is spared the walk through hours in which nothing was used. */
  readonly skipsIdleHours: boolean;
  /** Whether a client stamps the time anew when it sends an event again. */
  readonly restamps: boolean;
  /** So many traces of identities are held in memory at once. */
  readonly tracesMax: number;
  /** How much a message of a run looks at: 40,000 is a whole month of these tenants. */
  readonly eventsPerMessage: number;
}

/** Months before the clocks change somewhere, the year ends, or February has 29 days. */
const firstMonths = [
  ['2026-01', '2026-02', '2026-03', '2026-04'],
  ['2026-02', '2026-03', '2026-04', '2026-05'],
  ['2026-09', '2026-10', '2026-11', '2026-12'],
  ['2026-11', '2026-12', '2027-01', '2027-02'],
  ['2027-12', '2028-01', '2028-02', '2028-03'],
] as const;

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Australia/Lord_Howe',
  'America/St_Johns',
  'Asia/Kathmandu',
] as const;

/**
 * Messages search the 64 partitions of usage by the eight: names whose usage is in the first eight keep runs
 * short.
 */
function nearby(prefix: string): string {
  for (let suffix = 0; ; suffix += 1) {
    const name = `${prefix}${suffix === 0 ? '' : suffix}`;
    if (homeOf(name) < 8) return name;
  }
}

/** The key of a customer that is put in the middle of a run. */
const newcomer = nearby('n');
const customerKeys = ['c', 'k', 'm', 'z'].map(nearby);
const strays = ['stray', 'ü 🎈'].map(nearby);

const tenantNames = [
  ['a'],
  ['a'],
  ['a', 'a#b'],
  ['a', '["a"'],
] as const satisfies readonly (readonly [string, ...string[]])[];
const currencies = ['EUR', 'USD', 'JPY', 'KWD'] as const;

export function billingScenarioFrom(dice: Dice): BillingScenario {
  const [first, second, ...rest] = dice.pick(firstMonths);
  const names = dice.pick(tenantNames);
  const labels = [first, second, ...rest.slice(0, dice.pick([1, 1, 2]))] as const;
  const restamps = dice.chance(0.3);
  return {
    tenants: [
      tenantFrom(names[0], labels, dice),
      ...names.slice(1).map((name) => tenantFrom(name, labels, dice)),
    ],
    labels,
    epochs: [{ from: timestampOf(0), shards: dice.pick([1, 1, 2]) }],
    messageDelayMax: dice.pick([1, 10, 40]),
    consumers: dice.between(1, 4),
    booksPageMax: dice.pick([1, 2, 100]),
    // A month with repeats waits for a person.
    sweepsAtLast: !restamps && dice.chance(0.3),
    skipsIdleHours: dice.chance(0.99),
    restamps,
    tracesMax: dice.pick([4, 1_000_000, 1_000_000]),
    listsUnbilled: dice.chance(0.5),
    change: dice.chance(0.5) ? changeFrom(dice) : undefined,
    eventsPerMessage: dice.pick([1_200, 40_000, 40_000]),
  };
}

export const changeFrom = (dice: Dice): TermsChange => ({
  kind: dice.pick(['zone', 'zone', 'move', 'move', 'newcomer', 'plan', 'end', 'late'] as const),
  isEarly: dice.chance(0.6),
  isDated: dice.chance(0.4),
  zone: dice.pick(zones),
  newcomer,
});

function tenantFrom(name: string, labels: readonly string[], dice: Dice): BilledTenant {
  const currency = dice.pick(currencies);
  const hasDefault = dice.chance(0.4);
  const dated = { labels, dice };
  const plans = {
    small: planFrom(currency, dated),
    large: planFrom(currency, dated),
  };
  const [first, ...others] = Array.from({ length: dice.between(1, 4) }, (_, index) =>
    customerFrom(customerKeys[index] ?? '', dated),
  );
  const tenant = {
    name,
    settings: settingsFrom(hasDefault, dice),
    plans,
    customers: [first ?? customerFrom('nobody', dated), ...others],
    strays: strays.slice(0, dice.below(3)),
  } as const;
  return { ...tenant, customers: withCommitments(tenant.customers, labels, diceOf(tenant)) };
}

/** Dice of their own, so that whoever commits to something throws none of the others. */
function diceOf(tenant: object): Dice {
  let seed = 7;
  for (const sign of JSON.stringify(tenant)) {
    seed = (seed * 31 + (sign.codePointAt(0) ?? 0)) % 2 ** 32;
  }
  return new Dice(seed);
}

/** Some commit to an amount a quarter, from the first month on, for one month, two, or quarter by quarter. */
function withCommitments(
  [first, ...others]: BilledTenant['customers'],
  [from = '']: readonly string[],
  dice: Dice,
): BilledTenant['customers'] {
  const committed = (customer: Customer): Customer => {
    if (!dice.chance(0.3)) return customer;
    const amount = dice.pick(['0.000000000001', '3', '12.5', '400']);
    const months = dice.pick([1, 2, 2, undefined]);
    const until = months === undefined ? {} : { until: monthAfter(from, months) };
    return { ...customer, commitments: [{ from, every: 'quarter', amount, ...until }] };
  };
  return [committed(first), ...others.map(committed)];
}

const settingsFrom = (hasDefault: boolean, dice: Dice): SettingsBody => ({
  seller: {
    name: 'Magazine GmbH',
    // Not of the Union: there, an invoice to a customer without an address waits for a person.
    taxNumber: 'CHE123456788',
    address: { lines: ['Hauptstr. 1'], country: 'CH' },
  },
  timezone: dice.pick(zones),
  graceHours: dice.pick([0, 24, 30]),
  approval: dice.chance(0.25),
  bounds: dice.pick([
    null,
    { timesLast: 1, floor: '0.000001' },
    { timesLast: 2, floor: '0.000001' },
    { timesLast: 10, floor: '1' },
  ]),
  zeroAmount: dice.pick(['close', 'invoice'] as const),
  ...(hasDefault ? { defaultPlan: 'small' } : {}),
  ...(dice.chance(0.5) ? { taxes: { standard: { category: 'S', rate: '19' } } } : {}),
});

interface Dated {
  readonly labels: readonly string[];
  readonly dice: Dice;
}

/** A day in one of the first two months. */
const dayIn = ({ labels, dice }: Dated): string =>
  `${labels[dice.below(2)] ?? ''}-${dice.pick(['01', '02', '10', '15', '28'])}`;

function planFrom(currency: string, dated: Dated): PlanBody {
  const { dice } = dated;
  const minimumCharge = dice.pick(['0', '0', '0.5', '3']);
  const versionOf = (effectiveFrom: string): PlanVersionBody => ({
    effectiveFrom,
    currency,
    minimumCharge,
    charges: chargesFrom(dice),
    ...(dice.chance(0.4) ? { fixedFees: [feeFrom(dice)] } : {}),
    ...(dice.chance(0.2) ? { minimumCommitment: dice.pick(['5', '0.000000000001']) } : {}),
  });
  const later = dice.chance(0.5) ? [versionOf(dayIn(dated))] : [];
  return { versions: [versionOf('2020-01-01'), ...later] };
}

const unitPrices = ['0.001', '0.123456789012', '0.000000000001', '1', '0.333333333333'] as const;

function chargesFrom(dice: Dice): PlanVersionBody['charges'] {
  const included = dice.chance(0.3) ? { included: dice.pick(['2', '0.7']) } : {};
  const views = dice.chance(0.6)
    ? {
        meter: 'views',
        model: 'per_unit' as const,
        unitPrice: dice.pick(unitPrices),
        ...included,
      }
    : {
        meter: 'views',
        model: 'graduated' as const,
        tiers: [
          { upTo: '3', unitPrice: dice.pick(unitPrices) },
          { upTo: null, unitPrice: dice.pick(unitPrices), flatFee: dice.pick(['0', '0.25']) },
        ],
        ...included,
      };
  const bytes = {
    meter: 'bytes',
    model: 'per_unit' as const,
    unitPrice: dice.pick(['0.000000000007', '0.01']),
  };
  return dice.chance(0.6) ? [views, bytes] : [views];
}

const feeFrom = (dice: Dice): NonNullable<PlanVersionBody['fixedFees']>[number] => ({
  key: 'base',
  amount: dice.pick(['9.99', '0.000000000001', '100']),
  description: 'Base fee',
  proration: dice.pick(['days', 'days', 'none'] as const),
  timing: dice.pick(['advance', 'arrears'] as const),
});

function customerFrom(key: string, dated: Dated): Customer {
  const { dice } = dated;
  const plan = planChangesFrom(dated);
  return {
    key,
    name: `Customer ${key}`,
    subjects: [key, nearby(`${key}/app`)].slice(0, dice.between(1, 2)),
    timezone: dice.pick(zones) as TimeZone,
    ...(plan === undefined ? {} : { plan }),
    metadata: {},
  };
}

function planChangesFrom(dated: Dated): readonly PlanChange[] | undefined {
  const always = { plan: 'small', from: '1970-01-01' };
  switch (dated.dice.below(6)) {
    case 0:
      return undefined;
    case 1:
      return [{ plan: 'large', from: dayIn(dated) }];
    case 2:
      return [always, { plan: 'large', from: dayIn(dated) }];
    case 3:
      return [always, { plan: null, from: dayIn(dated) }];
    default:
      return [always];
  }
}
