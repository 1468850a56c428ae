import { documentsIn } from '../../../core/books/block.ts';
import type { BooksDocument } from '../../../core/books/document.ts';
import { type Collection, collectionId } from '../../../core/rails/collection.ts';
import type { SpendState } from '../../../core/spend/state.ts';
import type { InMemoryBooksLog } from '../../fakes/books.ts';
import type { FakeStripe } from '../../fakes/stripe/fake-stripe.ts';
import type { Violation } from '../journal.ts';

/** What is looked at: what Stripe has, what the books have, what the wallet has, and what is known of collections. */
export interface Looked {
  readonly stripe: FakeStripe;
  readonly log: InMemoryBooksLog;
  readonly tenant: string;
  readonly payer: string;
  readonly collections: readonly Collection[];
  readonly wallet: SpendState;
}

const NANOS_PER_CENT = 10n ** 7n;

/** At every moment: what was asked for once is at the rail once. */
export function momentViolation(stripe: FakeStripe): Violation | undefined {
  const seen = new Set<string>();
  const alone = [...stripe.payments.values()].filter(({ isAlone }) => isAlone);
  const all = [...stripe.sessions.values(), ...stripe.refunds.values(), ...alone];
  for (const { id, metadata } of all) {
    const attempt = metadata['farthing_attempt'];
    if (attempt === undefined) continue;
    if (seen.has(attempt)) {
      return { rule: 'each is at the rail once', detail: `${id} is ${attempt} again`, about: id };
    }
    seen.add(attempt);
  }
  return undefined;
}

/** Once all has been looked at, and nothing goes wrong any more. */
export async function restViolation(looked: Looked): Promise<Violation | undefined> {
  const documents = await documentsOf(looked);
  return (
    balanceViolation(looked, documents) ??
    walletViolation(looked, documents) ??
    overViolation(looked)
  );
}

async function documentsOf({ log, tenant }: Looked): Promise<readonly BooksDocument[]> {
  const documents: BooksDocument[] = [];
  for (let after = 0; ; ) {
    const { blocks } = await log.read(tenant, after);
    if (blocks.length === 0) return documents;
    documents.push(...blocks.flatMap(({ bytes }) => documentsIn(bytes)));
    after += blocks.length;
  }
}

const balanceOf = (documents: readonly BooksDocument[], account: string): bigint =>
  documents
    .flatMap(({ postings }) => postings)
    .filter((one) => one.account === account)
    .reduce((sum, { amount }) => sum + amount, 0n);

function balanceViolation(
  { stripe }: Looked,
  documents: readonly BooksDocument[],
): Violation | undefined {
  const held = BigInt(stripe.balance('eur')) * NANOS_PER_CENT;
  const booked = balanceOf(documents, 'cash:stripe');
  if (held === booked) return undefined;
  const detail = `Stripe has ${held} nanos, the books ${booked}`;
  return { rule: 'cash:stripe is what Stripe has', detail, about: 'book' };
}

/**
 * No invoice is made here: so what is unapplied is what is in the wallet, and what was spent of it. Where money was
 * taken that was spent, it is less by that.
 */
function walletViolation(
  { payer, wallet }: Looked,
  documents: readonly BooksDocument[],
): Violation | undefined {
  const unapplied = -balanceOf(documents, `customer:${payer}:unapplied`);
  const left = wallet.grants.reduce((sum, one) => sum + one.left, 0n);
  const spent = [...wallet.drawn.values()].reduce((sum, { bought }) => sum + bought, 0n);
  const detail = `the wallet has ${left}, ${spent} is spent, the books owe ${unapplied}`;
  if (left > unapplied) {
    return { rule: 'no wallet has more than the books owe', detail, about: 'decide' };
  }
  if (left + spent < unapplied) {
    return { rule: 'what is owed is in the wallet, or spent', detail, about: 'decide' };
  }
  return undefined;
}

/** Nothing is forgotten, and what has failed has not moved. */
function overViolation({ collections, stripe }: Looked): Violation | undefined {
  for (const one of collections) {
    const id = collectionId(one);
    const refund = [...stripe.refunds.values()].find(
      ({ metadata }) => metadata['farthing_attempt'] === String(one.attempt),
    );
    const isOver = one.status === 'failed' || one.status === 'expired';
    if (one.refund !== undefined && isOver && refund !== undefined) {
      return { rule: 'what has failed has not moved', detail: `${id} is ${refund.id}`, about: id };
    }
    if (one.status !== 'prepared' && one.status !== 'submitted') continue;
    return { rule: 'everything comes to an end', detail: `${id} is ${one.status}`, about: id };
  }
  return undefined;
}
