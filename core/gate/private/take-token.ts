import { sentPrivateToken } from '../../blind/headers.ts';
import { isSigned, type PrivateToken, sha256Of } from '../../blind/token.ts';
import type { Clock } from '../../kernel/clock.ts';
import { decimalFromInteger, decimalText } from '../../kernel/decimal.ts';
import { sha256 } from '../../kernel/digest.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { millisecondsPer, rfc3339, type Timestamp, timestampOf } from '../../kernel/timestamp.ts';
import { askedUnder } from '../../spend/ask.ts';
import { offeredHold } from '../../spend/offered.ts';
import { byFacts } from '../../spend/protocol/facts.ts';
import { releaseHold } from '../../spend/protocol/hold-ends.ts';
import { holdStands } from '../../spend/protocol/hold-standing.ts';
import type { GateHold } from '../ask.ts';
import { boundTo, type GateAsked } from '../asked.ts';
import type { Gate, Privately } from '../gate.ts';
import { heldOffer } from '../take-offer.ts';
import { gatedUse } from '../use.ts';
import { challengeOf, payerOfEpoch } from './epoch.ts';
import { claimText, heldAt } from './give-back.ts';
import type { KnownEpoch } from './known-epochs.ts';
import type { PassEpoch, PrivatePasses, SpentPlace, SpentToken } from './ports.ts';

const ONE = decimalFromInteger(1n);
const BY_BYTES = 12;
/** A hold is made within this time of its claim, or not at all. */
const CLAIM_MS = 20 * millisecondsPer.second;
/** After that nobody makes a hold of a claim any more, whatever clocks say. */
const LEFT_MS = 2 * millisecondsPer.minute;
/** So long a log knows for sure what was held under a name. */
const KNOWN_MS = 40 * millisecondsPer.hour;
/** What is known of tokens is kept for so long after the last of them can be used. */
const KEPT_MS = 35 * millisecondsPer.day;
/** Each time, somebody else has claimed it. */
const ROUNDS_MAX = 4;

/** The private token that pays for a request. */
export interface PrivatelyAsked {
  readonly asked: GateAsked;
  readonly authorization: string;
}

/**
 * Holds one unit for whoever has a token that was not used: in the log of its epoch's payer, who is nobody.
 *
 * Why a token is used once. It is claimed by a put where there is none, or over a claim of which nothing was held, or
 * whose hold was given back; each put names the revision before it. A hold is made under the name of its claim, and
 * only within seconds of it. So of all that send a token at once one claims it, and a claim whose maker died is taken
 * over when nothing can be held by it any more.
 * @throws Rejection `payment.malformed`, `private-token.refused`, `private-token.ended`, `private-token.used`,
 *   `private-token.crowd-small`; as `offeredHold` and what reads terms do
 */
export async function heldPrivately(
  gate: Gate,
  tenant: string,
  { asked, authorization }: PrivatelyAsked,
): Promise<GateHold> {
  const { privately } = gate;
  if (privately === undefined) throw refusedToken('this seller takes none');
  const token = sentPrivateToken(authorization);
  if (token === undefined) {
    const detail =
      'send a token of 354 bytes as PrivateToken token="…", in base64url: this cannot be read';
    throw new Rejection('payment.malformed', detail);
  }
  const epoch = await privately.epochs.of(tenant, Buffer.from(token.keyId).toString('base64url'));
  if (epoch === undefined) throw refusedToken('its key is none of this seller');
  await refuseWrong({ privately, clock: gate.clock }, { token, epoch, asked });
  const place: SpentPlace = {
    ...{ tenant, pass: epoch.pass, month: epoch.month },
    token: sha256(token.nonce).toString('base64url'),
  };
  const by = nameOf(gate, asked);
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const claim = await claimed(gate, privately.passes, { place, epoch, by });
    if (claim !== undefined) return heldFor(gate, { epoch, asked, claim });
  }
  throw usedToken();
}

/** Whether it pays for this, whoever has it. What is known of tokens is asked last. */
async function refuseWrong(
  { privately, clock }: { readonly privately: Privately; readonly clock: Clock },
  {
    token,
    epoch,
    asked,
  }: { readonly token: PrivateToken; readonly epoch: KnownEpoch; readonly asked: GateAsked },
): Promise<void> {
  if (!sha256Of(challengeOf(epoch)).equals(token.challengeDigest)) {
    throw refusedToken('it answers another challenge');
  }
  if (epoch.meter !== asked.meter || asked.quantity !== ONE) {
    const what = `${decimalText(asked.quantity)} of ${asked.meter}`;
    throw refusedToken(`it is for one of ${epoch.meter}, and this is ${what}`);
  }
  if (!isSigned(token, epoch.key)) throw refusedToken('its key has not signed it');
  if (clock.now() >= epoch.endsAt) {
    const detail = `pay by another way that comes with this: this token ended at ${rfc3339(epoch.endsAt)}`;
    throw new Rejection('private-token.ended', detail);
  }
  if (await privately.epochs.isCrowd(epoch)) return;
  const detail = `pay by another way that comes with this, and keep the token: fewer than ${epoch.crowd} payers have bought in ${epoch.month}, so it would tell who you are`;
  throw new Rejection('private-token.crowd-small', detail);
}

/**
 * The claim that is ours now; undefined where it is to be looked at again: somebody else was first, or the answer of
 * the put was lost.
 */
async function claimed(
  gate: Gate,
  passes: PrivatePasses,
  {
    place,
    epoch,
    by,
  }: { readonly place: SpentPlace; readonly epoch: PassEpoch; readonly by: string },
): Promise<SpentToken | undefined> {
  const now = gate.clock.now();
  const before = await passes.spent(place);
  // Ours; or the same request of the same server, asked again: it is held once.
  if (before?.by === by) return before;
  if (before !== undefined) await refuseUsed(gate, epoch, { claim: before, now });
  const claim: SpentToken = {
    ...{ ...place, by, at: now, revision: (before?.revision ?? 0) + 1 },
    keptUntil: timestampOf(epoch.endsAt + KEPT_MS),
  };
  return (await passes.putSpent(claim)) === 'put' ? claim : undefined;
}

/** By what a repeat is known: what the server names the request; else nothing is. */
const nameOf = ({ spend }: Gate, { key }: GateAsked): string =>
  (key === undefined
    ? Buffer.from(spend.random.bytes(BY_BYTES))
    : sha256(JSON.stringify(['asked', key])).subarray(0, BY_BYTES)
  ).toString('base64url');

/** Nothing happens where nothing was served for it, and nothing can be. @throws Rejection `private-token.used` */
async function refuseUsed(
  { spend }: Gate,
  epoch: PassEpoch,
  { claim, now }: { readonly claim: SpentToken; readonly now: Timestamp },
): Promise<void> {
  const { tenant } = epoch;
  const payer = payerOfEpoch(epoch);
  if (claim.released !== undefined) return;
  // Longer ago, a log may have forgotten under which name it held.
  if (now >= claim.at + KNOWN_MS) throw usedToken();
  const found = await spend.spend.findUnder(tenant, payer, holdKey(claim));
  if (found === undefined) {
    if (now < claim.at + LEFT_MS) throw usedToken();
    return;
  }
  const { id } = found;
  switch (await holdStands(spend, tenant, { payer, id })) {
    case 'open':
    case 'captured':
    case 'gone':
      throw usedToken();
    case 'ended':
      await givenBack(spend, tenant, id);
      return;
    case 'released':
      return;
  }
}

/** So that it is not captured late. @throws Rejection `private-token.used` where it was captured meanwhile */
async function givenBack(spend: Gate['spend'], tenant: string, id: string): Promise<void> {
  try {
    await releaseHold(spend, tenant, { id, by: undefined });
  } catch (error) {
    if (error instanceof Rejection && error.code === 'hold.closed') throw usedToken();
    throw error;
  }
}

const nameOfHold = (claim: SpentToken): string =>
  JSON.stringify(['private-token', claim.token, claim.by, heldAt(claim)]);
const holdKey = (claim: SpentToken): string => askedUnder(nameOfHold(claim), []).key;

function heldFor(
  { spend }: Gate,
  {
    epoch,
    asked,
    claim,
  }: { readonly epoch: PassEpoch; readonly asked: GateAsked; readonly claim: SpentToken },
): Promise<GateHold> {
  const { tenant, price: atMost } = epoch;
  const payer = payerOfEpoch(epoch);
  return byFacts(spend, { tenant, payer }, async (facts) => {
    const { terms } = facts;
    if (terms.currency !== epoch.currency) throw refusedToken('it was paid in another currency');
    const endsAt = timestampOf(claim.at + CLAIM_MS);
    const offer = heldOffer(asked, { by: 'private-token', nonce: claimText(claim), atMost });
    const decision = offeredHold({
      ...facts,
      // Whose usage it is, a server may know. It is not told.
      use: gatedUse(terms, { ...asked, subject: undefined }),
      agreed: { by: 'offer', offer, endsAt },
      lastsMs: asked.lastsMs,
      asked: askedUnder(nameOfHold(claim), [boundTo(asked)]),
    });
    const held = await spend.spend.decide(tenant, payer, decision);
    return { ...held, payer, currency: terms.currency };
  });
}

const usedToken = (): Rejection =>
  new Rejection(
    'private-token.used',
    'pay by another way that comes with this: this token was used, or something is being served for it',
  );

const refusedToken = (why: string): Rejection =>
  new Rejection('private-token.refused', `pay by another way that comes with this: ${why}`);
