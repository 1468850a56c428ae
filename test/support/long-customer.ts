import { closePeriods } from '../../core/invoicing/close-periods.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { recordPayment } from '../../core/payments/record-payment.ts';
import {
  aCharge,
  aClosing,
  aMonth,
  aPolicy,
  nanos,
  type someBooks,
  someTerms,
} from '../fixtures/invoicing.ts';

export const tenant = 'acme';
export const customer = 'press-review';
/** Books in memory, and a clock to be set. */
export type World = ReturnType<typeof someBooks>;

/** Closes a month of the customer when it is over, at a cent a piece. */
export async function close(world: World, month: string, quantity: string) {
  const [year = 0, number = 0] = month.split('-').map(Number);
  world.time.now = timestampOf(Math.max(world.time.now, Date.UTC(year, number, 2)));
  const [outcome] = await closePeriods(world, tenant, [
    aClosing({
      terms: someTerms({ customer }),
      policy: aPolicy({ bounds: { timesLast: 3n, floor: nanos('1') } }),
      current: aMonth(month, [aCharge(quantity, '0.01')]),
    }),
  ]);
  if (outcome === undefined) throw new Error('what is asked for is answered');
  return outcome;
}

/** The id of what it is closed by. */
export async function closed(world: World, month: string, quantity: string): Promise<string> {
  const outcome = await close(world, month, quantity);
  if (outcome.status !== 'closed') throw new Error(`${month} is ${outcome.status}`);
  return outcome.document.id;
}

/** A cent that came in for an invoice. */
export const pay = (world: World, invoice: string, reference: number) =>
  recordPayment(world.books, tenant, {
    invoice,
    rail: 'bank',
    reference: `r-${reference}`,
    amount: nanos('0.01'),
    receivedAt: world.time.now,
  });
