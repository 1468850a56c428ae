import type { SettingsBody } from '../contract/catalog/settings-shapes.ts';
import { type Currency, currencyFrom, minorUnits } from '../kernel/currency.ts';
import { type Nanos, nanosFrom, nanosOf, nanosText } from '../kernel/money.ts';
import { Rejection } from '../kernel/rejection.ts';

/** The rail over which money of a chain comes into the books. */
export const CHAIN_RAIL = 'x402';

const TIMEOUT_SECONDS = 60;
const NANO_PLACES = 9;

/** By which chain and token a tenant's readers may pay, and who settles it. Addresses are in small letters. */
export interface ChainRail {
  readonly facilitator: string;
  /** CAIP-2: `eip155:8453`. */
  readonly network: string;
  readonly asset: string;
  readonly name: string;
  readonly version: string;
  readonly decimals: number;
  readonly currency: Currency;
  readonly payTo: string;
  readonly timeoutSeconds: number;
  /** No less is asked for at once; nothing where it is zero. */
  readonly least: Nanos;
  /** A node of the chain, where the tenant has one. */
  readonly rpc: string | undefined;
}

/**
 * What a tenant's settings say of a chain.
 * @throws Rejection `request.invalid`
 */
export function chainRailFrom({
  least = '0',
  currency: code,
  asset,
  payTo,
  timeoutSeconds = TIMEOUT_SECONDS,
  rpc,
  ...others
}: NonNullable<SettingsBody['chain']>): ChainRail {
  const currency = currencyFrom(code);
  if (currency === undefined) {
    throw invalid('currency', `give an ISO 4217 code that there is, such as USD, got ${code}`);
  }
  const rail = {
    ...others,
    ...{ currency, timeoutSeconds, rpc },
    asset: asset.toLowerCase(),
    payTo: payTo.toLowerCase(),
    least: nanosFrom(least) ?? nanosOf(0n),
  };
  if (rail.least % stepOf(rail) !== 0n) {
    const step = nanosText(nanosOf(stepOf(rail)));
    throw invalid('least', `give a multiple of ${step}, the least that can be paid, got ${least}`);
  }
  return rail;
}

/**
 * The least that can be paid: a unit of the token, and no less than a minor unit of the currency, as no invoice can be
 * paid in less.
 */
export const stepOf = ({ decimals, currency }: Pick<ChainRail, 'decimals' | 'currency'>): bigint =>
  10n ** BigInt(NANO_PLACES - Math.min(decimals, minorUnits[currency]));

/** An amount of whole units of a token, as their count. */
export const unitsOf = ({ decimals }: Pick<ChainRail, 'decimals'>, money: bigint): bigint =>
  decimals <= NANO_PLACES
    ? money / 10n ** BigInt(NANO_PLACES - decimals)
    : money * 10n ** BigInt(decimals - NANO_PLACES);

const invalid = (name: string, detail: string): Rejection =>
  new Rejection('request.invalid', `/chain/${name}: ${detail}`, { param: `/chain/${name}` });

/** Who says whether a facilitator settles on a chain. */
export interface SupportedChains {
  supports(
    rail: Pick<ChainRail, 'facilitator' | 'network'>,
    tenant: string,
  ): Promise<
    | { readonly kind: 'supported' | 'not-supported' }
    | { readonly kind: 'unknown'; readonly detail: string }
  >;
  /** Why an address is never called, as an instruction; undefined where it may be. */
  refusal(url: string): string | undefined;
}

/**
 * Refuses a chain that the facilitator does not settle on, before anybody is asked to pay by it.
 * @throws Rejection `request.invalid`
 */
export async function refuseUnsettled(
  support: SupportedChains,
  tenant: string,
  rail: ChainRail,
): Promise<void> {
  for (const name of ['facilitator', 'rpc'] as const) {
    const refusal = rail[name] === undefined ? undefined : support.refusal(rail[name]);
    if (refusal !== undefined) throw invalid(name, refusal);
  }
  const { kind, ...said } = await support.supports(rail, tenant);
  if (kind === 'supported') return;
  const why = 'detail' in said ? `it did not say so: ${said.detail}` : 'it does not say so';
  throw invalid(
    'facilitator',
    `name one whose /supported has the scheme exact on ${rail.network} of x402 version 2: ${why}`,
  );
}
