import type { Currency } from '../kernel/currency.ts';
import type { JsonValue } from '../kernel/json.ts';
import type { PayerKey } from '../kernel/payer.ts';
import { Rejection } from '../kernel/rejection.ts';
import { timestampOf } from '../kernel/timestamp.ts';
import { askedUnder } from '../spend/ask.ts';
import { type Agreed, type OfferedHold, offeredHold } from '../spend/offered.ts';
import { askedOnce } from '../spend/protocol/budgets.ts';
import { byFacts } from '../spend/protocol/facts.ts';
import { holdStands } from '../spend/protocol/hold-standing.ts';
import { boundTo, type GateAsked } from './asked.ts';
import type { Gate } from './gate.ts';
import type { TokenOf } from './known-tokens.ts';
import type { SealedOffer } from './offer.ts';
import { offerMs } from './offer-time.ts';
import type { Sent } from './sent.ts';
import { heldOffer, heldResource, refuseOtherPayer } from './take-offer.ts';
import { gatedUse } from './use.ts';

/** It is held: serve it, then capture. */
export interface GateHold extends OfferedHold {
  readonly payer: PayerKey;
  readonly currency: Currency;
}

/** What was given back can be paid for again under the same key, so often. */
const ATTEMPTS_MAX = 5;
const NONCE_BYTES = 12;

/** Who asks, and by what it is to be paid. */
export interface Paying {
  readonly asked: GateAsked;
  readonly sent: Sent;
  /** Who has signed a transfer on a chain has no token. */
  readonly token: Pick<TokenOf, 'payer'> & { readonly id: TokenOf['id'] | undefined };
  readonly offer: SealedOffer | undefined;
  /** What was moved on a chain for it. */
  readonly settled?: string | undefined;
}

/**
 * Holds what was agreed to, once: the same offer, identifier or key again is the same hold, captured since or not. What
 * was given back since is held anew, as nothing was charged for it.
 * @throws Rejection `payment.required` where it is to be asked for; `offer.refused`, `offer.ended`, `offer.used`; as
 *   `offeredHold`, `gatedUse` and what reads terms do
 */
export async function heldOnce(gate: Gate, tenant: string, paying: Paying): Promise<GateHold> {
  const { payer } = paying.token;
  if (paying.offer !== undefined) refuseOtherPayer(tenant, payer, paying.offer);
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const held = await holdUnder(gate, tenant, { ...paying, attempt });
    if (!held.isRepeated) return held;
    const stands = await holdStands(gate.spend, tenant, { payer, id: held.id });
    if (stands === 'open' || stands === 'captured') return held;
    if (stands === 'gone') break;
  }
  throw new Rejection(
    'offer.used',
    'pay by the offer that comes with this: what was held under the one before was given back, or has ended',
  );
}

function holdUnder(
  { spend, clock }: Gate,
  tenant: string,
  { asked, sent, token, offer, settled, attempt }: Paying & { readonly attempt: number },
): Promise<GateHold> {
  const { payer, id } = token;
  return byFacts(spend, { tenant, payer }, async (facts) => {
    const { terms } = facts;
    const use = gatedUse(terms, asked);
    const agreed = agreedBy(spend, { asked, sent, offer, settled });
    const at = offer === undefined ? clock.now() : timestampOf(offer.endsAt - offerMs);
    const key = keyOf(asked, { sent, offer, day: terms.calendar.dayAt(at) });
    const under =
      key === undefined
        ? askedOnce(spend.random, { key: undefined, token: id }, ['gate', payer])
        : askedUnder(JSON.stringify(['gate', ...key.name, attempt]), key.body, id);
    const { lastsMs } = asked;
    const decision = offeredHold({ ...facts, use, agreed, lastsMs, asked: under });
    const held = await spend.spend.decide(tenant, payer, decision);
    return { ...held, payer, currency: terms.currency };
  });
}

function agreedBy(
  { random }: Gate['spend'],
  { asked, sent, offer, settled }: Pick<Paying, 'asked' | 'sent' | 'offer' | 'settled'>,
): Agreed {
  if (offer !== undefined) {
    const { endsAt } = offer;
    return { by: 'offer', offer: heldOffer(asked, { ...offer, by: sent.by, settled }), endsAt };
  }
  const nonce = Buffer.from(random.bytes(NONCE_BYTES)).toString('base64url');
  return { by: 'threshold', offer: { nonce, ...heldResource(asked) } };
}

/**
 * By what a repeat is known: of what is paid once a day, what and when; else by what the client names its payment, by
 * the offer, or by what the server names the request. Undefined where each is one of its own.
 */
function keyOf(
  asked: GateAsked,
  { sent, offer, day }: Pick<Paying, 'sent' | 'offer'> & { readonly day: string },
): { readonly name: readonly string[]; readonly body: JsonValue } | undefined {
  const bound = boundTo(asked);
  const identifier = sent.x402?.identifier;
  const { isOnce, resource, meter, key } = asked;
  if (isOnce) return { name: ['once', resource.url, meter, day], body: ['once'] };
  if (identifier !== undefined) return { name: ['identifier', identifier], body: [bound] };
  if (offer !== undefined) return { name: ['offer', offer.nonce], body: [bound] };
  return key === undefined ? undefined : { name: ['asked', key], body: [bound] };
}
