import type { Timestamp } from '../kernel/timestamp.ts';
import { askedUnder } from './ask.ts';
import type { SpendDecision } from './decision.ts';
import { type Grant, overAt, type SpendState } from './state.ts';

/** What was bought, is over, and has something left. */
export const grantsOver = (
  { grants }: Pick<SpendState, 'grants'>,
  now: Timestamp,
): readonly (Grant & { readonly document: string })[] =>
  grants.flatMap((grant) => {
    const { document, endsAt, left } = grant;
    const isOver = endsAt !== undefined && overAt(endsAt) <= now && left > 0n;
    return document === undefined || !isOver ? [] : [{ ...grant, document }];
  });

/** Takes all that is left out of a grant that is over, as it is earned. */
export const endGrant = (grant: Pick<Grant, 'id'>): SpendDecision<void> => {
  const { key, body } = askedUnder(`breakage ${grant.id}`, null);
  return {
    key,
    decide(page) {
      const { id, left } =
        grantsOver(page.state, page.now).find((one) => one.id === grant.id) ?? {};
      if (id === undefined || left === undefined) return;
      page.add({ kind: 'withdrawal', of: id, amount: left, why: 'breakage', key, body });
    },
    repeat: () => undefined,
  };
};
