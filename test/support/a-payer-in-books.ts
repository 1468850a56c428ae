import { catchUpAndCheck } from '../../core/books/check.ts';
import { readCustomer } from '../../core/books/customer-documents.ts';
import { customerBalances } from '../../core/books/reading.ts';
import { closePeriods } from '../../core/invoicing/close-periods.ts';
import { type Currency, currencyFrom } from '../../core/kernel/currency.ts';
import { invariant } from '../../core/kernel/invariant.ts';
import { nanosText } from '../../core/kernel/money.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { paymentInBooks } from '../../core/payments/payment-in-books.ts';
import { paymentStateOf } from '../../core/payments/payment-state.ts';
import {
  type PayerPaymentRequest,
  recordPayerPayment,
} from '../../core/payments/record-payer-payment.ts';
import { aCharge, aClosing, aMonth, aPolicy, someBooks, someTerms } from '../fixtures/invoicing.ts';

export const tenant = 'acme';
export const payer = 'press-review';
export const in2027 = timestampOf(Date.UTC(2027, 0, 10));

const found = currencyFrom('EUR');
invariant(found !== undefined, 'there is the euro');
export const euro: Currency = found;

/** Books with an invoice of a payer for each amount, month by month from January 2026, due in that order. */
export async function invoicesOf(
  amounts: readonly string[],
  world: ReturnType<typeof someBooks> = someBooks(in2027),
) {
  const invoices: string[] = [];
  for (const [index, amount] of amounts.entries()) {
    invoices.push(await invoiceOf(world, { month: index + 1, amount }));
  }
  return { ...world, invoices, ...readings(world) };
}

interface SomeInvoice {
  readonly month: number;
  readonly amount: string;
  readonly customer?: string;
  readonly unappliedMoney?: 'use' | 'keep';
}

/** An invoice of one month over an amount without taxes. */
export async function invoiceOf(
  world: ReturnType<typeof someBooks>,
  { month, amount, customer = payer, unappliedMoney = 'use' }: SomeInvoice,
): Promise<string> {
  const label = `2026-${String(month).padStart(2, '0')}`;
  const [outcome] = await closePeriods(world, tenant, [
    aClosing({
      terms: someTerms({ customer, unappliedMoney }),
      policy: aPolicy({ bounds: undefined }),
      current: aMonth(label, [aCharge('1', amount)]),
    }),
  ]);
  if (outcome?.status !== 'closed') throw new Error('the invoice is issued');
  return outcome.document.id;
}

/** What the books say, and a payment of the payer. */
const readings = ({ books, log, cells, time }: ReturnType<typeof someBooks>) => ({
  pay: (fields: Partial<PayerPaymentRequest> & { amount: PayerPaymentRequest['amount'] }) =>
    recordPayerPayment(books, tenant, {
      payer,
      currency: euro,
      rail: 'bank',
      reference: 'r',
      receivedAt: time.now,
      apply: 'oldest',
      ...fields,
    }),
  stateOf: async (id: string) => {
    const key = { kind: 'document', id } as const;
    const state = (await books.read(tenant, { cells: [key] })).at(key)?.invoice;
    if (state === undefined) throw new Error('the invoice has a state');
    return paymentStateOf(state, euro, time.now);
  },
  /** In the order of `paymentWith`: what is applied by invoice, and the rest as amounts. */
  payment: async (id: string) => {
    const page = await books.read(tenant, { cells: [], originals: [id] });
    const { applied, refunded, reversed, unapplied } = paymentInBooks(page, id);
    return {
      applied: applied.map(({ invoice, amount }) => [invoice, nanosText(amount)]),
      refunded: nanosText(refunded),
      reversed: nanosText(reversed),
      unapplied: nanosText(unapplied),
    };
  },
  balances: async (customer: string = payer): Promise<Readonly<Record<string, string>>> => {
    const cell = await readCustomer(books, tenant, customer);
    const balances: Record<string, string> = {};
    for (const { account, amount } of cell === undefined ? [] : customerBalances(cell)) {
      balances[account.split(':').at(-1) ?? account] = nanosText(amount);
    }
    return balances;
  },
  faults: async () => (await catchUpAndCheck({ books, log, cells }, tenant)).faults,
});
