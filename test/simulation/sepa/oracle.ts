import { documentsIn } from '../../../core/books/block.ts';
import { type Collection, isWatched } from '../../../core/rails/collection.ts';
import type { SepaBatch } from '../../../core/rails/sepa/batch.ts';
import { placeOfEndToEndId } from '../../../core/rails/sepa/names.ts';
import type { InMemoryBooksLog } from '../../fakes/books.ts';
import type { Violation } from '../journal.ts';
import { tenant } from './actors.ts';
import type { FakeBank } from './fake-bank.ts';

/** What is looked at: what the bank has, what the books have, and what is known of collections and batches. */
export interface Looked {
  readonly bank: FakeBank;
  readonly log: InMemoryBooksLog;
  readonly collections: () => readonly Collection[];
  readonly batches: () => readonly SepaBatch[];
}

/** Rules that hold at every moment. */
export const momentViolation = (looked: Looked): Violation | undefined =>
  twiceViolation(looked) ?? sharedViolation(looked);

/** At the bank, an invoice has one direct debit at most whose money may come, or has come and is there. */
function twiceViolation({ bank }: Looked): Violation | undefined {
  const live = new Map<string, string>();
  for (const { endToEndId, state } of bank.debits.values()) {
    if (state !== 'pending' && state !== 'settled') continue;
    const invoice = placeOfEndToEndId(tenant, endToEndId)?.invoice ?? '';
    const other = live.get(invoice);
    if (other !== undefined) {
      const detail = `${other} and ${endToEndId}`;
      return { rule: 'nothing is collected twice', detail, about: invoice };
    }
    live.set(invoice, endToEndId);
  }
  return undefined;
}

function sharedViolation({ batches }: Looked): Violation | undefined {
  const batchOf = new Map<string, string>();
  for (const { id, status, items } of batches()) {
    if (status === 'preparing') continue;
    for (const { endToEndId } of items) {
      const other = batchOf.get(endToEndId);
      if (other !== undefined) {
        const detail = `${endToEndId} is in ${other} and ${id}`;
        return { rule: 'a direct debit is in one batch', detail, about: endToEndId };
      }
      batchOf.set(endToEndId, id);
    }
  }
  return undefined;
}

/** Rules that hold once all is told, and nothing goes wrong any more. */
export async function restViolation({
  bank,
  log,
  collections,
}: Looked): Promise<Violation | undefined> {
  const { blocks } = await log.read(tenant, 0);
  const documents = blocks.flatMap(({ bytes }) => documentsIn(bytes));
  const booked = documents
    .flatMap(({ postings }) => postings)
    .filter(({ account }) => account === 'cash:sepa')
    .reduce((sum, { amount }) => sum + amount, 0n);
  if (booked !== bank.balance) {
    const detail = `the bank has ${bank.balance} nano EUR, the books ${booked}`;
    return { rule: 'cash:sepa is what the bank has', detail, about: 'books.book' };
  }
  const watched = collections().find(isWatched);
  if (watched === undefined) return undefined;
  const detail = `${watched.reference ?? ''} of ${watched.batch ?? ''} is ${watched.status}`;
  return { rule: 'every direct debit comes to an end', detail, about: watched.invoice };
}
