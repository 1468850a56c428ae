import { type ChainRail, stepOf, unitsOf } from '../../catalog/chain-rail.ts';
import { type Nanos, nanosOf } from '../../kernel/money.ts';

const NANO_PLACES = 9;

type Counted = Pick<ChainRail, 'decimals' | 'currency'>;

/** What is asked for on a chain: a count of the token's units, and what they are worth. */
export interface AskedOnChain {
  readonly units: bigint;
  readonly money: Nanos;
}

/** What is asked for where something costs `amount`: as much, rounded up, and no less than the tenant has set. */
export function askedOnChain(
  rail: Counted & Pick<ChainRail, 'least'>,
  amount: Nanos,
): AskedOnChain {
  const most = amount > rail.least ? amount : rail.least;
  const step = stepOf(rail);
  const money = ((most + step - 1n) / step) * step;
  return { units: unitsOf(rail, money), money: nanosOf(money) };
}

/** What so many units are worth; undefined where that cannot be booked. */
export function moneyOf(rail: Counted, units: bigint): Nanos | undefined {
  const { decimals } = rail;
  const finer = 10n ** BigInt(Math.max(decimals - NANO_PLACES, 0));
  const money = (units / finer) * 10n ** BigInt(Math.max(NANO_PLACES - decimals, 0));
  const isWhole = units > 0n && units % finer === 0n && money % stepOf(rail) === 0n;
  return isWhole ? nanosOf(money) : undefined;
}
