import type { SpendDecision } from './decision.ts';
import type { Asked } from './entry.ts';
import { kindFound } from './repeat.ts';
import type { Threshold } from './state.ts';
import { refuseByToken } from './tokens.ts';

/** Up to so much for one thing the payer pays without being asked from now on; nothing where it is 0. */
export const putThreshold = ({
  threshold,
  asked,
}: {
  readonly threshold: Threshold;
  readonly asked: Pick<Asked, 'key' | 'body' | 'token'>;
}): SpendDecision<Threshold> => ({
  key: asked.key,
  token: asked.token,
  decide(page) {
    refuseByToken(page, asked.token, 'budget');
    page.add({ kind: 'threshold', ...threshold, ...asked });
    return threshold;
  },
  repeat(found) {
    const { amount, currency } = kindFound(found, 'threshold', asked.body).entry;
    return { amount, currency };
  },
});
