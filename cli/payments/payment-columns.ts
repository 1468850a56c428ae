import { type JsonObject, listAt, textAt } from '../http/json.ts';
import { grouped } from '../output/numbers.ts';
import type { ItemColumn } from '../show.ts';

const text =
  (name: string) =>
  (item: JsonObject): string =>
    textAt(item, name) ?? '';

/** How a list of payments is shown to people. */
export const paymentColumns: readonly ItemColumn[] = [
  { title: 'payment', cell: text('id') },
  { title: 'customer', cell: text('customer') },
  {
    title: 'received',
    cell: (payment) => textAt(payment, 'receivedOn') ?? text('receivedAt')(payment).slice(0, 10),
  },
  { title: 'rail', cell: text('rail') },
  { title: 'reference', cell: text('reference') },
  {
    title: 'amount',
    align: 'right',
    cell: (payment) => `${grouped(text('amount')(payment))} ${text('currency')(payment)}`,
  },
  {
    title: 'unapplied',
    align: 'right',
    cell: (payment) => grouped(text('amountUnapplied')(payment)),
  },
  {
    title: 'status',
    cell: (payment) =>
      payment['wallet'] === true ? `${text('status')(payment)}, wallet` : text('status')(payment),
  },
];

/** How payments of one invoice are shown: each with what of it is applied to that. */
export const appliedColumns: readonly ItemColumn[] = paymentColumns
  .filter(({ title }) => ['payment', 'received', 'rail', 'reference', 'amount'].includes(title))
  .map((column) => (column.title === 'amount' ? { ...column, title: 'applied' } : column));

/** Where a payment stands, in a few words. */
export const standingOf = (payment: JsonObject): string =>
  `${text('amountApplied')(payment)} of ${text('amount')(payment)} ${text('currency')(payment)} applied, ${text('amountUnapplied')(payment)} unapplied`;

/** The invoices that a payment is applied to, each with how much; nothing where there is none. */
export function usesOf(payment: JsonObject): string {
  const uses = listAt(payment, 'applications').map((one) => {
    return `${textAt(one, 'number') ?? textAt(one, 'invoice') ?? ''} ${textAt(one, 'amount') ?? ''}`;
  });
  return uses.length === 0 ? '' : `; for ${uses.join(', ')}`;
}
