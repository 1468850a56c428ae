import type { InvoiceState } from '../books/cell.ts';
import type { ReminderPolicy, ReminderStep } from '../catalog/reminder-policy.ts';
import type { InvoiceStatus } from '../contract/invoices/invoice.ts';
import type { ReminderReason } from '../contract/reminders/words.ts';
import { daysFrom } from '../kernel/calendar-days.ts';
import type { Currency } from '../kernel/currency.ts';
import { invariant } from '../kernel/invariant.ts';
import type { Nanos } from '../kernel/money.ts';
import { amountDue, statusOf } from '../payments/payment-state.ts';

/** A reminder that is to come. */
export interface DueReminder extends ReminderStep {
  readonly level: number;
  /** Levels that were never made, and are not any more. */
  readonly skipped: readonly number[];
  readonly due: Nanos;
  readonly daysOverdue: number;
}

/** Where nothing of an invoice is due any more, how that came. */
export type Settled = Exclude<InvoiceStatus, 'draft' | 'issued'>;

/** Why nobody is reminded of what is due, as far as the books say it. */
type BooksReason = Exclude<ReminderReason, 'customer-held' | 'collecting'>;

/** What the books say of reminding of an invoice on a day. */
export type Verdict =
  | { readonly is: 'due'; readonly reminder: DueReminder }
  | { readonly is: 'not'; readonly because: BooksReason; readonly due: Nanos }
  | { readonly is: 'settled'; readonly as: Settled };

/** An invoice that is overdue on a day. */
export interface OverdueState {
  readonly state: InvoiceState;
  readonly currency: Currency;
  /** The last day on which payment is in time. */
  readonly dueDate: string;
  readonly day: string;
}

/** Whether a payer is to be reminded of an invoice, and how: by what the books say of it alone. */
export function verdictOn(
  { state, currency, dueDate, day }: OverdueState,
  { steps, minimumDue }: ReminderPolicy,
): Verdict {
  const status = statusOf(state);
  invariant(status !== 'draft', 'no draft is in the books');
  if (status !== 'issued') return { is: 'settled', as: status };
  const due = amountDue(state);
  const not = (because: BooksReason): Verdict => ({ is: 'not', because, due });
  if (state.paused !== undefined && day < state.paused.until) return not('paused');
  if (due < (minimumDue.get(currency) ?? 0n)) return not('below-minimum');
  const daysOverdue = daysFrom(dueDate, day);
  const last = state.reminders?.at(-1);
  const after = steps
    .map((step, index) => ({ ...step, level: index + 1 }))
    .filter(({ level }) => level > (last?.level ?? 0));
  if (after.length === 0) return not('all-made');
  const reached = after.filter(({ afterDays }) => afterDays <= daysOverdue);
  if (reached.length === 0) return not('no-step-yet');
  const step = reached.findLast((one) => last === undefined || isSpaced(last, one, day));
  if (step === undefined) return not('too-recent');
  const skipped = reached.map(({ level }) => level).filter((level) => level < step.level);
  return { is: 'due', reminder: { ...step, skipped, due, daysOverdue } };
}

/** A payer is given the days that were promised: as many as lie between the two steps, and one at least. */
function isSpaced(
  last: { readonly day: string; readonly afterDays: number },
  { afterDays }: ReminderStep,
  day: string,
): boolean {
  return daysFrom(last.day, day) >= Math.max(1, afterDays - last.afterDays);
}
