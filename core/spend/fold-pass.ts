import { decimalOf } from '../kernel/decimal.ts';
import { nanosOf } from '../kernel/money.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import type { PassEntry, PassUse } from './entry.ts';
import { nothingPassed, overAt, type SpendState } from './state.ts';
import { spendByToken, useOnDay } from './used.ts';
import { withPass } from './wallet.ts';

/** A pass is there, and what it cost is no money for anything else any more. */
export function bought(
  state: SpendState,
  { pass: terms, day, token }: PassEntry,
  { id, at }: { readonly id: string; readonly at: Timestamp },
): void {
  const { meter, price, endsAt } = terms;
  state.grants = withPass(state.grants, { id, at, price, endsAt });
  state.passes = new Map([...state.passes, [id, { id, at, terms, used: decimalOf(0n) }]]);
  useOnDay(state, { day, meter }, { quantity: decimalOf(0n), gross: price });
  spendByToken(state, token, price);
}

/** Units of passes were used for a domain. */
export function usedByPass(state: SpendState, domain: string, { net, tax, parts }: PassUse): void {
  const before = state.passed.get(domain) ?? nothingPassed;
  const paid = parts.reduce(
    (sum, part) => ({ net: nanosOf(sum.net + part.net), tax: nanosOf(sum.tax + part.tax) }),
    before.paid,
  );
  const after = { net: nanosOf(before.net + net), tax: nanosOf(before.tax + tax), paid };
  state.passed = new Map([...state.passed, [domain, after]]);
  const passes = new Map(state.passes);
  for (const { pass: id, units } of parts) {
    const pass = passes.get(id);
    if (pass !== undefined) passes.set(id, { ...pass, used: decimalOf(pass.used + units) });
  }
  state.passes = passes;
}

/** Passes that nothing is captured of any more, and their money that is used. */
export function forgetPasses(state: SpendState): void {
  const isOver = (endsAt: Timestamp): boolean => overAt(endsAt) < state.at;
  const kept = [...state.passes].filter(([, { terms }]) => !isOver(terms.endsAt));
  if (kept.length === state.passes.size) return;
  state.passes = new Map(kept);
  state.grants = state.grants.filter(
    ({ pass, left }) => pass === undefined || left > 0n || state.passes.has(pass),
  );
}
