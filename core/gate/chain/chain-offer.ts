import type { ChainRail } from '../../catalog/chain-rail.ts';
import { type Nanos, nanosOf } from '../../kernel/money.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { millisecondsPer } from '../../kernel/timestamp.ts';
import type { SealedOffer } from '../offer.ts';
import type { OfferedWay, SentPayload } from '../x402.ts';
import { lastEnd } from './last-end.ts';
import { type SignedTransfer, transferFrom } from './transfer.ts';
import { askedOnChain, moneyOf } from './units.ts';

/** The scheme of x402 by which just what is asked for is moved. */
export const chainScheme = 'exact';

/**
 * Refuses what could be settled long after its offer: nobody could say in good time that it will not come.
 * @throws Rejection `offer.refused`
 */
export function refuseLasting(
  rail: ChainRail,
  { endsAt }: Pick<SealedOffer, 'endsAt'>,
  { validBefore }: Pick<SignedTransfer, 'validBefore'>,
): void {
  const last = BigInt(lastEnd(rail, endsAt) / millisecondsPer.second);
  if (validBefore <= last) return;
  throw refused(`validBefore is ${validBefore}, and it has to be ${last} at most`);
}

/** What is missing to an offer beside what the wallet has left. */
const missing = (atMost: Nanos, left: Nanos): Nanos =>
  nanosOf(atMost > left && left > 0n ? atMost - left : atMost);

/** How much is asked for on a chain; undefined where the wallet does, or the chain has another currency. */
export function chainAsks(
  rail: ChainRail,
  { atMost, currency }: Pick<SealedOffer, 'atMost' | 'currency'>,
  left: Nanos,
) {
  if (currency !== rail.currency || atMost <= 0n || left >= atMost) return undefined;
  return askedOnChain(rail, missing(atMost, left));
}

/** An offer, as `exact` has it; `left` is what its payer has in the wallet. */
export function chainOffer(
  rail: ChainRail,
  offer: SealedOffer,
  left: Nanos,
): OfferedWay | undefined {
  const asked = chainAsks(rail, offer, left);
  if (asked === undefined) return undefined;
  const { network, asset, payTo, timeoutSeconds: maxTimeoutSeconds, name, version } = rail;
  return {
    ...{ scheme: chainScheme, network, amount: String(asked.units), asset, payTo },
    ...{ maxTimeoutSeconds, extra: { name, version, offer: offer.text } },
  };
}

/**
 * What a payer has signed for an offer: to whom, and with what, the tenant has set.
 * @throws Rejection `offer.refused`
 */
export function transferOf(
  rail: ChainRail,
  { accepted, payload }: Pick<SentPayload, 'accepted' | 'payload'>,
): { readonly transfer: SignedTransfer; readonly money: Nanos } {
  const signed = transferFrom(payload);
  if (signed === undefined) throw refused('its payload is no signed transfer of ERC-3009');
  const { network, asset, payTo } = rail;
  const { to, ...transfer } = signed;
  const expected = { network, asset, payTo, amount: String(transfer.units) };
  for (const [name, value] of Object.entries(expected)) {
    if (String(Reflect.get(accepted, name)).toLowerCase() === value) continue;
    throw refused(`${name} is not ${value}`);
  }
  if (to !== payTo) throw refused(`its transfer is not to ${payTo}`);
  const money = moneyOf(rail, transfer.units);
  if (money === undefined) throw refused('its amount is not one that is asked for');
  return { transfer: { ...transfer, rail, extra: accepted.extra }, money };
}

const refused = (why: string): Rejection =>
  new Rejection('offer.refused', `pay by the offer that comes with this: of the one sent, ${why}`);
