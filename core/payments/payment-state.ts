import type { InvoiceState } from '../books/cell.ts';
import type { InvoiceStatus } from '../contract/invoices/invoice.ts';
import type { PaymentState } from '../contract/invoices/payment-state.ts';
import type { Currency } from '../kernel/currency.ts';
import { definedOnly } from '../kernel/defined-only.ts';
import { currencyText, type Nanos, nanosOf } from '../kernel/money.ts';
import { rfc3339, type Timestamp } from '../kernel/timestamp.ts';

/** What of an invoice says what is due of it, and where it stands. */
export type DueState = Pick<InvoiceState, 'total' | 'credited' | 'paid' | 'voided' | 'writeOffs'>;

/** What is written off of an invoice now. */
export const writtenOff = ({ writeOffs = [] }: Pick<InvoiceState, 'writeOffs'>): Nanos =>
  nanosOf(writeOffs.reduce<bigint>((sum, { amount }) => sum + amount, 0n));

/** What is still to be paid; negative where more was paid than was due. */
export const amountDue = (state: DueState): Nanos => {
  const { total, credited, paid, voided } = state;
  return nanosOf(voided === undefined ? total - credited - paid - writtenOff(state) : -paid);
};

/**
 * An invoice is credited when credit notes have taken back all of it, whatever was paid; else it is paid when nothing
 * is due any more, by payments alone or with credit notes. Where the rest is written off, it is uncollectible.
 */
export function statusOf(state: DueState): InvoiceStatus {
  if (state.voided !== undefined) return 'void';
  // One of nothing at all has nothing to take back.
  if (state.credited > 0n && state.credited >= state.total) return 'credited';
  if (amountDue(state) > 0n) return 'issued';
  return writtenOff(state) > 0n ? 'uncollectible' : 'paid';
}

/** Not a state of its own, but what the clock makes of one that is due. */
export const isOverdue = (state: InvoiceState, now: Timestamp): boolean =>
  statusOf(state) === 'issued' && now >= state.dueAt;

/** What has become of an invoice, as it is answered beside it. */
export const paymentStateOf = (
  state: InvoiceState,
  currency: Currency,
  now: Timestamp,
): PaymentState => ({
  status: statusOf(state),
  overdue: isOverdue(state, now),
  amountPaid: currencyText(state.paid, currency),
  amountCredited: currencyText(state.credited, currency),
  amountDue: currencyText(amountDue(state), currency),
  ...writtenOffIn(state, currency),
  payments: state.payments
    .filter(({ amount }) => amount !== 0n)
    .map(({ id, rail, reference, amount, receivedAt, receivedOn }) => ({
      id,
      rail,
      reference,
      amount: currencyText(amount, currency),
      receivedAt: rfc3339(receivedAt),
      ...definedOnly({ receivedOn }),
    })),
  creditNotes: state.creditNotes,
  ...remindersIn(state),
  ...(state.voided === undefined
    ? {}
    : { voidedAt: rfc3339(state.voided.at), voidReason: state.voided.reason }),
});

const remindersIn = ({ reminders, paused }: InvoiceState): Partial<PaymentState> =>
  definedOnly({
    reminders: reminders?.map(({ id, level, day }) => ({ id, level, day })),
    remindersPausedUntil: paused?.until,
  });

function writtenOffIn(state: InvoiceState, currency: Currency): Partial<PaymentState> {
  const amount = writtenOff(state);
  const [reason] = (state.writeOffs ?? []).filter((one) => one.amount > 0n).toReversed();
  if (amount === 0n || reason === undefined) return {};
  return { amountWrittenOff: currencyText(amount, currency), writeOffReason: reason.reason };
}
