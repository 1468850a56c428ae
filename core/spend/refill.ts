import { nanosOf } from '../kernel/money.ts';
import { askedUnder } from './ask.ts';
import type { SpendDecision } from './decision.ts';
import type { Asked } from './entry.ts';
import { exposureOf } from './exposure.ts';
import type { SpendFacts } from './fit.ts';
import type { Refill } from './refill-entry.ts';
import { kindFound } from './repeat.ts';
import type { LowState } from './state.ts';
import { refuseByToken } from './tokens.ts';
import { walletLeft } from './wallet-left.ts';

/** Has a wallet refilled so from now on. @throws Rejection `token.refused`, `token.not-allowed` */
export const putRefill = ({
  refill,
  asked,
}: {
  readonly refill: Refill;
  readonly asked: Pick<Asked, 'key' | 'body' | 'token'>;
}): SpendDecision<Refill> => ({
  key: asked.key,
  token: asked.token,
  decide(page) {
    refuseByToken(page, asked.token, 'refill');
    page.add({ kind: 'refill', ...refill, ...asked });
    return refill;
  },
  repeat: (found) => kindFound(found, 'refill', asked.body).entry,
});

/**
 * Finds whether a wallet is low, and says so in the log once, until money comes into it: so whoever puts money in for
 * it has one name for why, however often it is found. Undefined where it is not low, or nobody is to know.
 */
export const findLow = (facts: SpendFacts): SpendDecision<LowState | undefined> => ({
  key: askedUnder('find low', []).key,
  decide(page) {
    const { refill, low, currency } = page.state;
    const isOther = currency !== undefined && currency !== facts.terms.currency;
    if (refill === undefined || isOther || refill.currency !== facts.terms.currency) {
      return undefined;
    }
    const left = walletLeft(exposureOf(page.state, { ...facts, now: page.now })) ?? 0n;
    if (left >= refill.below) return undefined;
    if (low !== undefined) return low;
    const found = { left: nanosOf(left > 0n ? left : 0n) };
    return { ...found, at: page.now, id: page.add({ kind: 'low', ...found }) };
  },
  // Nothing of the log has its key.
  repeat: () => undefined,
});

/** Puts nothing more in for a wallet that is low, until it is asked for anew. */
export const endRefill = ({
  low,
  reason,
}: {
  readonly low: string;
  readonly reason: string;
}): SpendDecision<void> => ({
  key: askedUnder(`end refill ${low}`, []).key,
  decide(page) {
    const { refill, low: own } = page.state;
    if (own?.id !== low || refill === undefined || refill.endedBy !== undefined) return;
    page.add({ kind: 'refill-end', reason });
  },
  repeat: () => undefined,
});

/** Puts down that a wallet that is low was told of. */
export const noteTold = ({
  low,
  told,
}: {
  readonly low: string;
  readonly told: 'low' | 'ended';
}): SpendDecision<void> => ({
  key: askedUnder(`told ${told} ${low}`, []).key,
  decide(page) {
    const { low: own } = page.state;
    if (own?.id === low && own.told !== told) page.add({ kind: 'low-told', told });
  },
  repeat: () => undefined,
});
