import { Rejection } from '../../kernel/rejection.ts';
import { millisecondsPer } from '../../kernel/timestamp.ts';
import { type FoundHold, releaseHold } from '../../spend/protocol/hold-ends.ts';
import type { Gate } from '../gate.ts';
import { payerOfEpoch } from './epoch.ts';
import type { EpochPlace, PassEpoch, PrivatePasses, SpentToken } from './ports.ts';

/** A server that was not heard of for so long captures nothing any more. */
const LOST_MS = 12 * millisecondsPer.hour;
/** Others are given back by the next sweep. */
const LOST_MAX = 100;

/** The claim that a hold was made for: its place, who made it, and at which revision. */
type HeldClaim = readonly [EpochPlace['pass'], string, string, string, number];

/** As its hold keeps it, so that whoever ends the hold finds the claim. */
export const claimText = (claim: SpentToken): string =>
  JSON.stringify([claim.pass, claim.month, claim.token, claim.by, heldAt(claim)]);

/** The revision of a claim that its hold was made for. */
export const heldAt = ({ revision, released }: SpentToken): number => released ?? revision;

/** Undefined for a hold of before, which does not say it. */
const claimIn = (nonce: string): HeldClaim | undefined =>
  nonce.startsWith('[') ? (JSON.parse(nonce) as HeldClaim) : undefined;

/**
 * Notes on a claim that its hold was given back, so that it is known for as long as the token is good. It comes after
 * the release, which is for good: where the note is lost, the log knows it for some time. A claim that somebody else
 * has made meanwhile stays.
 */
export async function noteGivenBack(
  passes: Pick<PrivatePasses, 'spent' | 'putSpent'>,
  tenant: string,
  { entry: { offer } }: Pick<FoundHold, 'entry'>,
): Promise<void> {
  const held = offer?.by === 'private-token' ? claimIn(offer.nonce) : undefined;
  if (held === undefined) return;
  const [pass, month, token, by, revision] = held;
  const claim = await passes.spent({ tenant, pass, month: month as EpochPlace['month'], token });
  if (claim?.by !== by || claim.revision !== revision) return;
  await passes.putSpent({ ...claim, revision: revision + 1, released: revision });
}

/** Gives back what is held by servers that were not heard of for half a day: their readers have their views again. */
export async function giveBackLost(
  { spend, clock }: Pick<Gate, 'spend' | 'clock'>,
  passes: PrivatePasses,
  epoch: PassEpoch,
): Promise<void> {
  const { tenant } = epoch;
  const state = await spend.spend.read(tenant, payerOfEpoch(epoch));
  const before = clock.now() - LOST_MS;
  const lost = [...state.holds.values()].filter(({ endsAt }) => endsAt <= before);
  for (const { id } of lost.slice(0, LOST_MAX)) {
    const hold = await spend.spend.find(tenant, id);
    if (hold?.entry.kind !== 'hold') continue;
    try {
      await releaseHold(spend, tenant, { id, by: undefined });
    } catch (error) {
      // It was captured meanwhile.
      if (error instanceof Rejection && error.code === 'hold.closed') continue;
      throw error;
    }
    await noteGivenBack(passes, tenant, { entry: hold.entry });
  }
}
