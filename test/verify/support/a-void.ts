import type { BooksLog } from '../../../core/books/ports.ts';
import { journal } from '../../../core/books/reading.ts';
import { closePeriods } from '../../../core/invoicing/close-periods.ts';
import { voidInvoice } from '../../../core/invoicing/void-invoice.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { invoiceProof } from '../../../core/transparency/prove.ts';
import { inMemoryPlans } from '../../fakes/plans.ts';
import { aCustomer } from '../../fixtures/customers.ts';
import { aPlan, aVersion } from '../../fixtures/plans.ts';
import { aTenancy } from '../../support/rated-usage.ts';
import { provenBooks } from './proven.ts';

/** An invoice that was made void, with the proofs of both. */
export async function aVoid(afterwards: 'rebill' | 'forgive' = 'rebill') {
  const reader = aPlan(
    aVersion({ fixedFees: [{ key: 'base', amount: '5', description: 'B', timing: 'advance' }] }),
  );
  const tenancy = await aTenancy({
    plans: { reader },
    customers: [aCustomer({ key: 'press', plan: [{ plan: 'reader', from: '2026-01-01' }] })],
  });
  tenancy.time.now = timestampOf(Date.UTC(2026, 1, 3));
  const [outcome] = await closePeriods(tenancy, 'acme', [
    await tenancy.request('press', '2026-01'),
  ]);
  if (outcome?.status !== 'closed') throw new Error('the month is closed');
  const { id: invoice } = outcome.document;
  await voidInvoice(tenancy.books, 'acme', { invoice, reason: 'w', afterwards });
  const { proven, ports, keys } = await provenBooks(tenancy.log);
  const id = await voidOf(tenancy.log);
  const proof = await invoiceProof(
    { ...ports, books: tenancy.books, plans: inMemoryPlans() },
    'acme',
    id,
  );
  return { id, keys, proof, invoice: proven[0]?.answer ?? '', own: proven[0]?.proof ?? '' };
}

async function voidOf(log: BooksLog): Promise<string> {
  for await (const { document } of journal(log, 'acme'))
    if (document.kind === 'void') return document.id;
  throw new Error('there is a void');
}
