import { documentsIn } from '../../../core/books/block.ts';
import type { BooksDocument } from '../../../core/books/document.ts';
import type { Collection } from '../../../core/rails/collection.ts';
import type { InMemoryBooksLog } from '../../fakes/books.ts';
import type { FakeStripe } from '../../fakes/stripe/fake-stripe.ts';
import type { FakeSession } from '../../fakes/stripe/objects.ts';
import type { Violation } from '../journal.ts';

/** What is looked at: what Stripe has, what the books have, and what is known of collections. */
export interface Looked {
  /** All accounts. */
  readonly stripes: readonly FakeStripe[];
  readonly log: InMemoryBooksLog;
  readonly tenant: string;
  readonly collections: () => readonly Collection[];
}

/** Of a currency, how many units of Stripe's its major unit is: its own table, for the currencies of the world. */
const unitsOf: Readonly<Record<string, bigint>> = { EUR: 100n, JPY: 1n, KWD: 1000n };
const NANOS = 10n ** 9n;

const inNanos = (count: number, currency: string): bigint =>
  (BigInt(count) * NANOS) / (unitsOf[currency] ?? 1n);

const invoiceOf = (metadata: Readonly<Record<string, string>>): string =>
  metadata['farthing_invoice'] ?? '';

/** Rules that hold at every moment: of an invoice nobody can begin to pay twice, and of each session, what it says. */
export function momentViolation({ stripes, collections }: Looked): Violation | undefined {
  const open = new Map<string, string>();
  for (const { id, status, metadata, amount_total, currency } of sessionsOf(stripes)) {
    const invoice = invoiceOf(metadata);
    const known = collections().find(
      (one) => one.invoice === invoice && String(one.attempt) === metadata['farthing_attempt'],
    );
    if (known === undefined) {
      return { rule: 'a session is of a collection', detail: `${id} of ${invoice}`, about: id };
    }
    if (known.amount !== inNanos(amount_total, currency.toUpperCase())) {
      const detail = `${id} asks for ${amount_total} ${currency}, its collection for ${known.amount}`;
      return { rule: 'a session asks for what its collection does', detail, about: invoice };
    }
    if (status !== 'open') continue;
    const other = open.get(invoice);
    if (other !== undefined) {
      const detail = `${other} and ${id} of ${invoice}`;
      return { rule: 'of an invoice one session is open at most', detail, about: invoice };
    }
    open.set(invoice, id);
  }
  return undefined;
}

/** Rules that hold once all has been looked at, and nothing goes wrong any more. */
export async function restViolation(looked: Looked): Promise<Violation | undefined> {
  const documents = await documentsOf(looked);
  return (
    balanceViolation(looked, documents) ?? referenceViolation(documents) ?? overViolation(looked)
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

/** What Stripe has is what the books say it has: in each currency, and of each payment. */
function balanceViolation(
  { stripes }: Looked,
  documents: readonly BooksDocument[],
): Violation | undefined {
  const inBooks = new Map<string, bigint>();
  for (const { postings } of documents) {
    for (const { account, currency, amount } of postings) {
      if (account !== 'cash:stripe') continue;
      inBooks.set(currency, (inBooks.get(currency) ?? 0n) + amount);
    }
  }
  for (const currency of Object.keys(unitsOf)) {
    const code = currency.toLowerCase();
    const held = stripes.reduce((sum, stripe) => sum + inNanos(leftOf(stripe, code), currency), 0n);
    const booked = inBooks.get(currency) ?? 0n;
    if (held === booked) continue;
    const detail = `Stripe has ${held} nano ${currency}, the books ${booked}`;
    return { rule: 'cash:stripe is what Stripe has', detail, about: 'books.book' };
  }
  return undefined;
}

const sessionsOf = (stripes: Looked['stripes']): readonly FakeSession[] =>
  stripes.flatMap(({ sessions }) => [...sessions.values()]);

/** What an account has of payments in the currency of their invoices, in its own units. */
const leftOf = (stripe: FakeStripe, currency: string): number =>
  [...stripe.payments.values()]
    .filter((one) => one.currency === currency)
    .filter((one) => one.metadata['farthing_currency'] !== 'another')
    .reduce((sum, { id }) => sum + stripe.left(id), 0);

/** A movement has one document, but for what it was taken from in parts. */
function referenceViolation(documents: readonly BooksDocument[]): Violation | undefined {
  const seen = new Set<string>();
  for (const document of documents) {
    if (document.kind !== 'payment' || document.rail !== 'stripe') continue;
    if (seen.has(document.reference)) {
      const { reference } = document;
      return { rule: 'a payment is booked once', detail: reference, about: reference };
    }
    seen.add(document.reference);
  }
  return undefined;
}

/** Nothing is forgotten: what is over at Stripe is over here, but for what a person has to book. */
function overViolation({ collections, stripes }: Looked): Violation | undefined {
  for (const { invoice, attempt, status, reference } of collections()) {
    if (status !== 'prepared' && status !== 'submitted') continue;
    const session = sessionsOf(stripes).find(({ id }) => id === reference);
    const payment = stripes
      .map((stripe) => stripe.payments.get(session?.payment_intent ?? ''))
      .find((one) => one !== undefined);
    if (payment?.metadata['farthing_currency'] === 'another') continue;
    const detail = `${invoice}.${attempt} is ${status}, its session ${session?.status ?? 'unknown'}`;
    return { rule: 'every collection comes to an end', detail, about: invoice };
  }
  return undefined;
}
