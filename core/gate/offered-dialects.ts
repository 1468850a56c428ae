import { rfc3339 } from '../kernel/timestamp.ts';
import type { GateAsked } from './asked.ts';
import { mppId, mppParameter, type SentChallenge } from './mpp.ts';
import type { SealedOffer } from './offer.ts';
import type { OfferSecret } from './offer-secret.ts';
import { type OfferedWay, x402Network, x402Scheme } from './x402.ts';

export const mppMethod = 'farthing';
export const mppIntent = 'charge';
/** Who is paid: the seller, whoever that is by the books. */
export const payTo = 'merchant';
/** Amounts are whole nanos. */
const ASSET_SCALE = 9;
/** Of how we use the scheme. */
const VERSION = '1.0.0';
const REALM_MAX = 100;

/** An offer as x402 has it. */
export const x402Offer = (
  tenant: string,
  { lastsMs }: Pick<GateAsked, 'lastsMs'>,
  { atMost, currency, text }: SealedOffer,
): OfferedWay => ({
  ...{ scheme: x402Scheme, network: x402Network(tenant), amount: atMost.toString() },
  ...{ asset: currency, payTo, maxTimeoutSeconds: Math.ceil(lastsMs / 1_000) },
  extra: { assetScale: ASSET_SCALE, version: VERSION, offer: text },
});

/** What a challenge of MPP is for. */
export const mppSubject = ({
  atMost,
  currency,
}: Pick<SealedOffer, 'atMost' | 'currency'>): string =>
  mppParameter({ amount: atMost.toString(), currency, recipient: payTo });

/** An offer as MPP has it. */
export function mppOffer(
  secret: OfferSecret,
  { resource }: Pick<GateAsked, 'resource'>,
  offer: SealedOffer,
): SentChallenge {
  const challenge = {
    realm: new URL(resource.url).hostname.slice(0, REALM_MAX),
    ...{ method: mppMethod, intent: mppIntent, request: mppSubject(offer) },
    expires: rfc3339(offer.endsAt),
    opaque: mppParameter({ offer: offer.text }),
  };
  return { id: mppId(secret.key('mpp'), challenge), ...challenge };
}
