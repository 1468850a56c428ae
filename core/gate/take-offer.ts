import { Rejection } from '../kernel/rejection.ts';
import type { HeldOffer } from '../spend/entry.ts';
import { offerEnded } from '../spend/offered.ts';
import { boundTo, type GateAsked, placeOf } from './asked.ts';
import { chainScheme } from './chain/chain-offer.ts';
import type { Gate } from './gate.ts';
import { isMppOf } from './mpp.ts';
import { openedOffer, payerDigest, type SealedOffer } from './offer.ts';
import { mppIntent, mppMethod, mppSubject, payTo } from './offered-dialects.ts';
import type { Sent } from './sent.ts';
import { x402Network, x402Scheme } from './x402.ts';

/**
 * The offer that was sent back, where it is one of this tenant for this, and was sent back as its dialect has it.
 * @throws Rejection `offer.refused`, `offer.ended`
 */
export async function takenOffer(
  { secrets, clock }: Pick<Gate, 'secrets' | 'clock'>,
  tenant: string,
  { asked, sent, text }: { readonly asked: GateAsked; readonly sent: Sent; readonly text: string },
): Promise<SealedOffer> {
  const now = clock.now();
  const offer = await openedOffer(secrets, { tenant, bound: boundTo(asked) }, { text, now });
  if (offer === 'refused') {
    throw refused('it is not of this seller for this request, or was altered');
  }
  if (offer === 'ended') throw offerEnded();
  const isByChain = sent.x402?.accepted.scheme === chainScheme;
  if (sent.x402 !== undefined && !isByChain) refuseOtherTerms(tenant, sent.x402.accepted, offer);
  if (sent.mpp !== undefined) {
    const { challenge } = sent.mpp;
    const secret = await secrets.of(tenant, offer.version, now);
    const isOurs = secret !== undefined && isMppOf(secret.key('mpp'), challenge);
    const isPayment = challenge.method === mppMethod && challenge.intent === mppIntent;
    if (!isOurs || !isPayment) throw refused('its challenge is not of this seller, or was altered');
    if (challenge.request !== mppSubject(offer))
      throw refused('its challenge is for another offer');
  }
  return offer;
}

/** @throws Rejection `offer.refused` where an offer for somebody else is taken */
export function refuseOtherPayer(tenant: string, payer: string, offer: SealedOffer): void {
  if (offer.payer === undefined || offer.payer === payerDigest(tenant, payer)) return;
  throw refused('it is for another payer');
}

/** As a hold keeps it. */
export const heldOffer = (
  asked: GateAsked,
  { by, nonce, atMost, settled }: Pick<HeldOffer, 'by' | 'nonce' | 'atMost' | 'settled'>,
): HeldOffer => ({
  ...{ by, nonce, atMost, ...heldResource(asked) },
  ...(settled === undefined ? {} : { settled }),
});

export const heldResource = ({
  resource: { url, description },
}: GateAsked): Pick<HeldOffer, 'resource' | 'description'> => ({
  resource: placeOf(url),
  ...(description === undefined ? {} : { description }),
});

const refused = (why: string): Rejection =>
  new Rejection('offer.refused', `pay by the offer that comes with this: of the one sent, ${why}`);

function refuseOtherTerms(
  tenant: string,
  accepted: NonNullable<Sent['x402']>['accepted'],
  { atMost, currency }: SealedOffer,
): void {
  const own = {
    ...{ scheme: x402Scheme, network: x402Network(tenant), payTo },
    ...{ asset: currency, amount: atMost.toString() },
  };
  for (const [name, value] of Object.entries(own)) {
    if (Reflect.get(accepted, name) === value) continue;
    throw refused(`${name} is not ${value}`);
  }
}
