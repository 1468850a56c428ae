import { amountText, nanosOf } from '../kernel/money.ts';
import { Rejection } from '../kernel/rejection.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import type { SpendDecision } from './decision.ts';
import type { Asked, PassTerms } from './entry.ts';
import { exposureOf, heldOfToken } from './exposure.ts';
import { refusePrice, type SpendFacts } from './fit.ts';
import type { SpendPage } from './page.ts';
import { leftOfPass } from './pass-units.ts';
import { kindFound } from './repeat.ts';
import { refuseByToken } from './tokens.ts';

/** With units left, of one payer: each use looks at all of them. */
const PASSES_MAX = 20;

/** A pass that was bought. */
export interface PassBought {
  readonly id: string;
  readonly at: Timestamp;
  readonly terms: PassTerms;
}

/**
 * Buys a pass: what it costs is taken out of the wallet, and is money of the pass.
 * @throws Rejection `pass.too-many`, `budget.exceeded`, `wallet.empty`, `wallet.currency-differs`, and as tokens are
 *   refused
 */
export const buyPass = ({
  pass,
  asked,
  ...facts
}: SpendFacts & {
  /** Made of the time at which it is decided. @throws Rejection */
  readonly pass: (at: Timestamp) => PassTerms;
  readonly asked: Pick<Asked, 'key' | 'body' | 'token'>;
}): SpendDecision<PassBought> => ({
  key: asked.key,
  token: asked.token,
  decide(page) {
    const { now } = page;
    const token = refuseByToken(page, asked.token, 'charge');
    const terms = pass(now);
    const { meter, price } = terms;
    const day = facts.terms.calendar.dayAt(now);
    refuseTooMany(page, terms);
    if (token !== undefined) refuseOverLimit(page, facts, { token: token.id, terms });
    refusePrice(page, facts, { meter, price, day });
    const id = page.add({ kind: 'pass', pass: terms, day, ...asked });
    return { id, at: now, terms };
  },
  repeat(found, page) {
    refuseByToken(page, asked.token, 'charge');
    const { entry } = kindFound(found, 'pass', asked.body);
    return { id: found.id, at: found.block.at, terms: entry.pass };
  },
});

function refuseTooMany({ state, now }: SpendPage, { key, flat }: PassTerms): void {
  const open = [...state.passes.values()].filter(
    (pass) => pass.terms.endsAt > now && leftOfPass(state, pass, now) > 0n,
  );
  if (flat === true && open.some(({ terms }) => terms.key === key)) {
    const detail = `use what is left of it first: this payer has the pass ${JSON.stringify(key)} for this month`;
    throw new Rejection('pass.too-many', detail);
  }
  if (open.length < PASSES_MAX) return;
  const detail = `use some of them first: this payer has ${PASSES_MAX} passes with units left`;
  throw new Rejection('pass.too-many', detail);
}

/** A token may spend on passes what it may spend at all. */
function refuseOverLimit(
  page: SpendPage,
  facts: SpendFacts,
  { token: id, terms: { price } }: { readonly token: string; readonly terms: PassTerms },
): void {
  const token = page.state.tokens.get(id);
  if (token?.limit === undefined) return;
  const { currency } = facts.terms;
  if (token.currency !== undefined && token.currency !== currency) {
    const detail = `ask for a new token: the limit of this one is in ${token.currency}, and the plan charges in ${currency}`;
    throw new Rejection('wallet.currency-differs', detail);
  }
  const exposure = exposureOf(page.state, { ...facts, now: page.now });
  const left = token.limit - token.spent - heldOfToken(exposure, id);
  if (left >= price) return;
  const text = amountText(nanosOf(left > 0n ? left : 0n), currency);
  throw new Rejection(
    'token.limit-exceeded',
    `this token has ${text} ${currency} left, and the pass costs more than that`,
    { extensions: { left: text } },
  );
}
