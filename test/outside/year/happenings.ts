import { nanos } from '../../e2e/support/billing.ts';
import { type Customer, keys, lateUsageOf } from './business.ts';
import { decimal, type Till } from './till.ts';

/** Who pays what is due of a month on time, by transfer; of all others, what `special` says. */
export async function happenings(till: Till, month: string): Promise<void> {
  const { late = [], happens } = special[month] ?? {};
  for (const customer of keys) {
    if (!late.includes(customer)) await till.payInvoice(customer, month);
  }
  await happens?.(till, month);
}

interface Special {
  /** Who does not pay by itself. */
  readonly late?: readonly Customer[];
  readonly happens?: (till: Till, month: string) => Promise<void>;
}

const special: Readonly<Record<string, Special>> = {
  // It pays afterwards for what it uses, and has used nothing yet.
  '2025-12': { late: ['archive'] },
  // 50 too much, which the next two invoices use.
  '2026-01': { late: ['press'], happens: (till, month) => till.payInvoice('press', month, '50') },
  // Paid by card, and the holder objects; then paid by transfer.
  '2026-02': {
    late: ['gazette'],
    async happens(till, month) {
      const { id, amountDue: amount, currency } = await till.invoice('gazette', month);
      const money = { amount, currency, rail: 'card', reference: 'ch_february' };
      const payment = await till.pay('gazette', { ...money, apply: [{ invoice: id }] });
      await till.post(`/v1/payments/${payment.id}/reversals`, {
        ...{ reason: 'chargeback', reference: 'dispute-of-ch_february' },
      });
      await till.payInvoice('gazette', month);
    },
  },
  // Ten euros of an invoice that is paid are credited: the next invoice uses them.
  '2026-03': {
    async happens(till, month) {
      const { id } = await till.invoice('presse', month);
      const credit = { reason: 'an outage', lines: [{ line: '1', amount: '1.25' }] };
      await till.post(`/v1/invoices/${id}/credit-notes`, credit);
    },
  },
  // Two months by one transfer, with 100 yen too much.
  '2026-04': { late: ['kiosk'] },
  '2026-05': {
    late: ['kiosk'],
    async happens(till) {
      const amount = decimal((await till.due('kiosk')) + nanos('100'));
      await till.pay('kiosk', { amount, currency: 'JPY', reference: 'April-and-May' });
    },
  },
  // June's usage that comes when June is billed.
  '2026-06': {
    async happens(till, month) {
      await till.post('/v1/events', lateUsageOf(month, 'press'));
    },
  },
  // Too much is paid back.
  '2026-07': {
    late: ['tribune'],
    async happens(till, month) {
      await till.payInvoice('tribune', month, '20');
      const [payment] = await till.unapplied('tribune');
      await till.post(`/v1/payments/${payment?.id}/refunds`, {
        ...{ amount: '20', rail: 'bank', reference: 'back-to-tribune' },
      });
    },
  },
  // Billed to the wrong company: void, and billed again by the next run.
  '2026-08': {
    late: ['archive'],
    async happens(till, month) {
      const { id } = await till.invoice('archive', month);
      await till.post(`/v1/invoices/${id}/void`, { reason: 'billed to the wrong company' });
      await till.post('/v1/billing-runs', { period: month });
    },
  },
  // Nobody pays it any more.
  '2026-09': {
    late: ['tribune', 'archive'],
    async happens(till, month) {
      const { id } = await till.invoice('tribune', month);
      await till.post(`/v1/invoices/${id}/write-off`, { reason: 'insolvent' });
    },
  },
  // Money that nobody expected, and that was another's.
  '2026-10': {
    late: ['archive'],
    async happens(till) {
      const payment = await till.pay('press', {
        ...{ amount: '75.30', currency: 'EUR', reference: 'no-word-of-what-for', apply: 'none' },
      });
      await till.post(`/v1/payments/${payment.id}/move`, { customer: 'archive', reference: 'M-1' });
    },
  },
  // A whole invoice that is paid is given back: its money waits.
  '2026-11': {
    async happens(till, month) {
      const { id } = await till.invoice('press', month);
      await till.post(`/v1/invoices/${id}/credit-notes`, { reason: 'goodwill' });
    },
  },
  // One invoice stays open over the year's end.
  '2026-12': { late: ['gazette'] },
};
