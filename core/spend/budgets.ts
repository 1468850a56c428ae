import { Rejection } from '../kernel/rejection.ts';
import type { SpendDecision } from './decision.ts';
import type { Asked, Budget } from './entry.ts';
import { kindFound } from './repeat.ts';
import { refuseByToken } from './tokens.ts';

/** Each decision looks at all of them. */
const BUDGETS_MAX = 20;
const OWN_BUDGETS_MAX = 10;

type Request<More> = More & { readonly asked: Pick<Asked, 'key' | 'body' | 'token'> };

/**
 * Puts a budget over the one of its key. What was spent before counts.
 * @throws Rejection `budget.too-many`
 */
export const putBudget = ({
  budget,
  asked,
}: Request<{ readonly budget: Budget }>): SpendDecision<Budget> => ({
  key: asked.key,
  token: asked.token,
  decide(page) {
    refuseByToken(page, asked.token, 'budget');
    const { budgets } = page.state;
    refuseTenants(budgets.get(budget.key), asked.token);
    refuseTooMany(budgets, budget.key, asked.token !== undefined);
    const own = asked.token === undefined ? budget : { ...budget, own: true as const };
    page.add({ kind: 'budget', budget: own, ...asked });
    return own;
  },
  repeat: (found) => kindFound(found, 'budget', asked.body).entry.budget,
});

/**
 * Takes a budget away.
 * @throws Rejection `budget.not-found`
 */
export const removeBudget = ({
  budget,
  asked,
}: Request<{ readonly budget: string }>): SpendDecision<{ readonly key: string }> => ({
  key: asked.key,
  token: asked.token,
  decide(page) {
    refuseByToken(page, asked.token, 'budget');
    if (!page.state.budgets.has(budget)) {
      throw new Rejection(
        'budget.not-found',
        `see GET /v1/payers/{payer}/spend: this payer has no budget ${JSON.stringify(budget)}`,
        { param: 'key' },
      );
    }
    refuseTenants(page.state.budgets.get(budget), asked.token);
    page.add({ kind: 'budget-removal', budget, ...asked });
    return { key: budget };
  },
  repeat(found) {
    kindFound(found, 'budget-removal', asked.body);
    return { key: budget };
  },
});

/** A payer's own are counted apart, so that they leave room for the tenant's. */
function refuseTooMany(budgets: ReadonlyMap<string, Budget>, key: string, isOwn: boolean): void {
  const alike = [...budgets.values()].filter(({ own = false }) => own === isOwn);
  const most = isOwn ? OWN_BUDGETS_MAX : BUDGETS_MAX;
  if (budgets.has(key) || alike.length < most) return;
  const whose = isOwn ? 'has put' : 'was given';
  throw new Rejection(
    'budget.too-many',
    `remove a budget first: this payer ${whose} ${most}, as many as there may be`,
  );
}

/** A payer's own budgets stand beside the tenant's: so it can only lower what it may spend. */
function refuseTenants(budget: Budget | undefined, token: string | undefined): void {
  if (token === undefined || budget === undefined || budget.own === true) return;
  throw new Rejection(
    'token.not-allowed',
    `take another key: the budget ${JSON.stringify(budget.key)} is not the payer’s own`,
    { param: 'key' },
  );
}
