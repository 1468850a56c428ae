import type { SpendDecision } from '../../../../core/spend/decision.ts';
import type { SpendPage } from '../../../../core/spend/page.ts';

/** Decides with some of what bounds the payer out of sight. */
export const without = (
  hide: (state: SpendPage['state']) => () => void,
): (<Outcome>(decision: SpendDecision<Outcome>) => SpendDecision<Outcome>) => {
  return (decision) => ({
    ...decision,
    decide: (page) => {
      const restore = hide(page.state);
      try {
        return decision.decide(page);
      } finally {
        restore();
      }
    },
  });
};
