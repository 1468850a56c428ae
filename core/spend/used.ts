import { decimalOf } from '../kernel/decimal.ts';
import { nanosOf } from '../kernel/money.ts';
import { nothingUsed, type SpendState, type Used } from './state.ts';

/** What was used, with more of it. */
export const moreUsed = (used: Used = nothingUsed, { quantity, gross }: Used): Used => ({
  quantity: decimalOf(used.quantity + quantity),
  gross: nanosOf(used.gross + gross),
});

/** Counts what was used of a meter, or paid for it, on a day. */
export function useOnDay(
  state: SpendState,
  { day, meter }: { readonly day: string; readonly meter: string },
  used: Used,
): void {
  const ofDay = state.days.get(day) ?? new Map<string, Used>();
  state.days.set(day, new Map([...ofDay, [meter, moreUsed(ofDay.get(meter), used)]]));
}

/** Counts what was spent with a token that is not revoked. */
export function spendByToken(
  state: SpendState,
  id: string | undefined,
  gross: Used['gross'],
): void {
  const token = state.tokens.get(id ?? '');
  if (token === undefined) return;
  const spent = nanosOf(token.spent + gross);
  state.tokens = new Map([...state.tokens, [token.id, { ...token, spent }]]);
}
