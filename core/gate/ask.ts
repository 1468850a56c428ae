import type { Currency } from '../kernel/currency.ts';
import type { JsonValue } from '../kernel/json.ts';
import type { PayerKey } from '../kernel/payer.ts';
import { Rejection } from '../kernel/rejection.ts';
import { timestampOf } from '../kernel/timestamp.ts';
import { askedUnder } from '../spend/ask.ts';
import { type Agreed, type OfferedHold, offeredHold } from '../spend/offered.ts';
import { askedOnce } from '../spend/protocol/budgets.ts';
import { byFacts } from '../spend/protocol/facts.ts';
import { releaseHold } from '../spend/protocol/hold-ends.ts';
import { holdStands } from '../spend/protocol/hold-standing.ts';
import { boundTo, type GateAsked } from './asked.ts';
import type { Gate } from './gate.ts';
import type { TokenOf } from './known-tokens.ts';
import { repeatedMs, type SealedOffer } from './offer.ts';
import { offerMs } from './offer-time.ts';
import type { Sent } from './sent.ts';
import { heldOffer, heldResource, refuseOtherPayer } from './take-offer.ts';
import { gatedUse } from './use.ts';

/** It is held: serve it, then capture. */
export interface GateHold extends OfferedHold {
  readonly payer: PayerKey;
  readonly currency: Currency;
}

/** Each ends where nobody else asks under the same key meanwhile. */
const ROUNDS_MAX = 8;
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
 * was given back since, or has ended, is held anew, as nothing was charged for it.
 * @throws Rejection `payment.required` where it is to be asked for; `offer.refused`, `offer.ended`, `offer.used`,
 *   `spend.busy`; as `offeredHold`, `gatedUse` and what reads terms do
 */
export async function heldOnce(gate: Gate, tenant: string, paying: Paying): Promise<GateHold> {
  const { payer } = paying.token;
  if (paying.offer !== undefined) refuseOtherPayer(tenant, payer, paying.offer);
  let attempt = 0;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const { held, keyAt } = await holdUnder(gate, tenant, { ...paying, attempt });
    if (!held.isRepeated) return held;
    if (await answersAgain(gate, tenant, paying, held)) return held;
    const { keys } = await gate.spend.spend.read(tenant, payer);
    const isKnown = (one: number): boolean => keys.blocksOf(keyAt(one)).length > 0;
    const newest = newestFrom(attempt, isKnown);
    attempt = newest === attempt ? attempt + 1 : newest;
  }
  throw new Rejection(
    'spend.busy',
    'send the same once more: others paid under the same key meanwhile, and nothing was held',
  );
}

/** Whether a hold of before pays for this, too. One that has ended is given back, so that it is not captured late. */
async function answersAgain(
  gate: Gate,
  tenant: string,
  paying: Paying,
  held: GateHold,
): Promise<boolean> {
  const { spend, clock } = gate;
  const { asked, sent, offer } = paying;
  const { id, at, payer, offer: paid } = held;
  switch (await holdStands(spend, tenant, { payer, id })) {
    case 'open':
      return true;
    case 'captured': {
      // A client that names all its payments alike pays for the next when it takes the next offer.
      const isNamed = !asked.isOnce && sent.x402?.identifier !== undefined;
      const isNext = isNamed && offer !== undefined && offer.nonce !== paid.nonce;
      return !isNext || clock.now() <= at + offerMs + repeatedMs;
    }
    case 'ended':
      // What was captured meanwhile pays for this: held anew, or offered anew, it would be charged twice.
      if ((await givenBack(spend, tenant, id)) === 'closed') {
        return answersAgain(gate, tenant, paying, held);
      }
      if (offer !== undefined && clock.now() >= offer.endsAt) throw offerUsed();
      return false;
    case 'released':
    case 'gone':
      return false;
  }
}

const offerUsed = (): Rejection =>
  new Rejection(
    'offer.used',
    'pay by the offer that comes with this: what was held under the one before has ended, and so has that',
  );

/** `closed`: somebody else has captured it or given it back meanwhile. */
async function givenBack(
  spend: Gate['spend'],
  tenant: string,
  id: string,
): Promise<'given back' | 'closed'> {
  try {
    await releaseHold(spend, tenant, { id, by: undefined });
    return 'given back';
  } catch (error) {
    if (error instanceof Rejection && error.code === 'hold.closed') return 'closed';
    throw error;
  }
}

/** The last attempt there is, in a few steps however many there are: each is made when the one before is over. */
function newestFrom(first: number, isKnown: (attempt: number) => boolean): number {
  let known = first;
  let step = 1;
  while (isKnown(known + step)) {
    known += step;
    step *= 2;
  }
  for (step = Math.floor(step / 2); step > 0; step = Math.floor(step / 2)) {
    if (isKnown(known + step)) known += step;
  }
  return known;
}

function holdUnder(
  { spend, clock }: Gate,
  tenant: string,
  { asked, sent, token, offer, settled, attempt }: Paying & { readonly attempt: number },
): Promise<{ readonly held: GateHold; keyAt(attempt: number): string }> {
  const { payer, id } = token;
  return byFacts(spend, { tenant, payer }, async (facts) => {
    const { terms } = facts;
    const use = gatedUse(terms, asked);
    const agreed = agreedBy(spend, { asked, sent, offer, settled });
    const at = offer === undefined ? clock.now() : timestampOf(offer.endsAt - offerMs);
    const key = keyOf(asked, { sent, offer, day: terms.calendar.dayAt(at) });
    const once = askedOnce(spend.random, { key: undefined, token: id }, ['gate', payer]);
    const underAt = (one: number) =>
      key === undefined
        ? once
        : askedUnder(JSON.stringify(['gate', ...key.name, one]), key.body, id);
    const { lastsMs } = asked;
    const decision = offeredHold({ ...facts, use, agreed, lastsMs, asked: underAt(attempt) });
    const held = await spend.spend.decide(tenant, payer, decision);
    return {
      held: { ...held, payer, currency: terms.currency },
      keyAt: (one) => underAt(one).key,
    };
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
  const { isOnce, key } = asked;
  if (isOnce) return { name: ['once', bound, day], body: ['once'] };
  if (identifier !== undefined) return { name: ['identifier', identifier], body: [bound] };
  if (offer !== undefined) return { name: ['offer', offer.nonce], body: [bound] };
  return key === undefined ? undefined : { name: ['asked', key], body: [bound] };
}
