import type { Timestamp } from '../../kernel/timestamp.ts';
import type { PayerTerms } from '../payer-terms.ts';
import type { SpendState } from '../state.ts';
import { windowOf } from '../window.ts';

/** From which day on budgets ask by days what was used: undefined where none does. */
export function oldestDay(
  { budgets }: Pick<SpendState, 'budgets'>,
  { calendar }: Pick<PayerTerms, 'calendar'>,
  now: Timestamp,
): string | undefined {
  const day = calendar.dayAt(now);
  const starts = [...budgets.values()]
    .filter(({ every }) => every === 'day' || every === 'week')
    .map(({ every }) => windowOf(every, day, calendar).from);
  return starts.sort()[0];
}
