import { describe, expect, it } from '@jest/globals';
import { recentDocuments } from '../../../core/billing/run/recent-documents.ts';
import { closePeriods } from '../../../core/invoicing/close-periods.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { recordPayment } from '../../../core/payments/record-payment.ts';
import {
  aCharge,
  aClosing,
  afterJanuary,
  aMonth,
  nanos,
  someBooks,
  someTerms,
} from '../../fixtures/invoicing.ts';

const HOUR = 3_600_000;

/** A block for each customer, an hour apart; the last holds a payment, which has no forms. */
async function blocksOf(customers: readonly string[]) {
  const { books, log, clock, time } = someBooks();
  const ids: string[] = [];
  for (const customer of customers) {
    const request = aClosing({
      terms: someTerms({ customer }),
      current: aMonth('2026-01', [aCharge('1000', '0.001')]),
    });
    const [outcome] = await closePeriods({ books, clock }, 'acme', [request]);
    if (outcome?.status === 'closed') ids.push(outcome.document.id);
    time.now = timestampOf(time.now + HOUR);
  }
  const payment = { rail: 'bank', reference: '1', amount: nanos('1'), receivedAt: time.now };
  await recordPayment(books, 'acme', { invoice: ids[0] ?? '', ...payment });
  let reads = 0;
  const counted = {
    readOne: (tenant: string, seq: number) => {
      reads += 1;
      return log.readOne(tenant, seq);
    },
  };
  return { log: counted, ids, blocks: customers.length + 1, reads: () => reads };
}

describe('recentDocuments', () => {
  it('finds what was recorded since then, and reads one block more', async () => {
    const { log, ids, blocks, reads } = await blocksOf(['a', 'b', 'c', 'd']);
    const since = timestampOf(afterJanuary + 2 * HOUR);

    const found = await recentDocuments(log, 'acme', { blocks, since });

    expect(found).toEqual([ids[3], ids[2]]);
    expect(reads()).toBe(4);
  });

  it('finds everything where all of it is recent, and nothing in empty books', async () => {
    const { log, ids, blocks } = await blocksOf(['a', 'b']);

    const all = await recentDocuments(log, 'acme', { blocks, since: timestampOf(0) });
    const none = await recentDocuments(log, 'acme', { blocks: 0, since: timestampOf(0) });

    expect(all.toSorted()).toEqual(ids.toSorted());
    expect(none).toEqual([]);
  });
});
