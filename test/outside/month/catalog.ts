import type { LocalFarthing } from '../../e2e/support/local-stack.ts';

/**
 * Five hundred payers by six plans: a price a unit, by tiers, by the package, by volume, beyond what is included, and
 * one so fine that it has parts of a nano. Prices change inside the month for most; `calls` nobody asks for before.
 */

export const month = '2026-03';
/** In Berlin, so that the month begins and ends, and its prices change, an hour or two before it does in UTC. */
const timezone = 'Europe/Berlin';
const changesOn = `${month}-16`;
const began = '2025-01-01';

const PAYERS = 500;

const meters = {
  reads: { eventType: 'read', aggregation: 'count' },
  bytes: { eventType: 'download', aggregation: 'sum', value: 'bytes' },
  calls: { eventType: 'call', aggregation: 'count' },
} as const;
export type Meter = keyof typeof meters;

const perUnit = (unitPrice: string) => ({ model: 'per_unit', unitPrice });
const tiers = (first: string, second: string, flatFee = '0') => [
  { upTo: '11', unitPrice: first },
  { upTo: null, unitPrice: second, flatFee },
];
const large = (first: string, second: string) => [
  { upTo: '2000000', unitPrice: first },
  { upTo: null, unitPrice: second },
];
const packages = (packagePrice: string, packageSize: string, rounding: 'up' | 'down') => ({
  ...{ model: 'package', packagePrice, packageSize, rounding },
});

/** Of each plan, by what reads and bytes are priced until the 15th, and since the 16th. */
const prices = {
  unit: [
    [perUnit('0.13'), perUnit('0.000000333')],
    [perUnit('0.17'), perUnit('0.000000333')],
  ],
  graduated: [
    [
      { model: 'graduated', tiers: tiers('0.25', '0.02', '0.5') },
      { model: 'graduated', tiers: large('0.000001', '0.0000001') },
    ],
    [
      { model: 'graduated', tiers: tiers('0.25', '0.02', '0.5') },
      { model: 'graduated', tiers: large('0.000002', '0.0000001') },
    ],
  ],
  package: [
    [packages('0.5', '4', 'up'), packages('0.07', '750000', 'down')],
    [packages('0.6', '5', 'up'), packages('0.07', '750000', 'down')],
  ],
  volume: [
    [
      { model: 'volume', tiers: tiers('1', '0.125') },
      { model: 'volume', tiers: large('0.000001', '0.0000004') },
    ],
    [
      { model: 'volume', tiers: tiers('1', '0.125') },
      { model: 'volume', tiers: large('0.0000011', '0.0000004') },
    ],
  ],
  included: [
    [
      { ...perUnit('0.31'), included: '7' },
      { ...perUnit('0.0000007'), included: '1000000' },
    ],
    [
      { ...perUnit('0.37'), included: '7' },
      { ...perUnit('0.0000007'), included: '1000000' },
    ],
  ],
  fine: [
    [perUnit('0.111111111111'), perUnit('0.000000333333')],
    [perUnit('0.222222222222'), perUnit('0.000000333333')],
  ],
} as const;
type Plan = keyof typeof prices;
const plans = Object.keys(prices) as readonly Plan[];

const charges = ([reads, bytes]: readonly [object, object]) => [
  { meter: 'reads', ...reads },
  { meter: 'bytes', ...bytes },
  { meter: 'calls', ...perUnit('0.002') },
];

const version = (effectiveFrom: string, of: readonly [object, object]) => ({
  ...{ effectiveFrom, currency: 'EUR', charges: charges(of) },
});

/** What a payer sends besides: nothing, calls, or reads, which its invoice has on the line of its charges. */
type Besides = 'nothing' | 'calls' | 'reads';

export interface Payer {
  readonly key: string;
  readonly plan: Plan;
  readonly besides: Besides;
  /** A cap that is never reached; what bounds a payer goes by what it used besides. */
  readonly isCapped: boolean;
}

export const payers: readonly Payer[] = Array.from({ length: PAYERS }, (_, index) => ({
  key: `payer-${String(index).padStart(3, '0')}`,
  plan: plans[index % plans.length] ?? 'unit',
  besides: (['nothing', 'nothing', 'calls', 'nothing', 'reads'] as const)[index % 5] ?? 'nothing',
  isCapped: index % 4 === 0,
}));

const seller = {
  name: 'Magazine GmbH',
  taxNumber: 'DE123456788',
  address: { lines: ['Hauptstr. 1'], postalCode: '10115', city: 'Berlin', country: 'DE' },
};

/** Sets it all up, before the month. */
export async function setUpMonth(farthing: LocalFarthing): Promise<void> {
  const put = async (path: string, body: object): Promise<void> => {
    const answer = await farthing.request('PUT', path, body);
    if (answer.status >= 300) throw new Error(`PUT ${path}: ${JSON.stringify(answer.body)}`);
  };
  for (const [key, meter] of Object.entries(meters)) await put(`/v1/meters/${key}`, meter);
  await put('/v1/billing-settings', {
    ...{ seller, timezone, approval: false, bounds: null },
    taxes: { standard: { category: 'S', rate: '19' } },
  });
  for (const [key, [before, since]] of Object.entries(prices)) {
    const versions = [version(began, before), version(changesOn, since)];
    await put(`/v1/plans/${key}`, { versions });
  }
  for (const { key, plan, isCapped } of payers) {
    // Nothing is billed of the months before.
    const profile = { name: key, timezone, plan: [{ plan, from: `${month}-01` }] };
    await put(`/v1/customers/${key}`, profile);
    if (!isCapped) continue;
    const limit = { amount: '100000', currency: 'EUR' };
    await put(`/v1/payers/${key}/budgets/cap`, { limit, every: 'month', hard: true });
  }
}
