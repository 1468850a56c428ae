import type { Books } from '../books/books.ts';
import { documentsBefore } from '../books/customer-documents.ts';
import type { Page } from '../books/page.ts';
import { everyCustomer } from '../catalog/every-customer.ts';
import type { Customers } from '../catalog/ports.ts';
import type { SeriesFormat } from '../catalog/series-formats.ts';
import { inParallel } from '../kernel/in-parallel.ts';
import { nanosOf } from '../kernel/money.ts';
import type { TimeZone } from '../kernel/time-zone.ts';
import { openInvoices } from '../payments/open-invoices.ts';
import { paymentInBooks } from '../payments/payment-in-books.ts';
import { amountDue, writtenOff } from '../payments/payment-state.ts';
import { earliestOf, invoicesPerPaymentMax } from '../payments/record-payer-payment.ts';
import type { BankEntry } from './bank-statement.ts';
import { bankStatementInvalid } from './invalid.ts';
import type { KnownInvoice, KnownPayers, KnownPayment, MovedMoney } from './known-invoice.ts';
import { allNumbers, invoicesNamed, numbersNamed } from './named-invoices.ts';
import { nameKeys } from './payer-name.ts';

/** What proposals are made from. */
export interface ProposingPorts {
  readonly books: Books;
  readonly customers: Pick<Customers, 'list'>;
}

/** As many are read at once, and so many documents in one read. */
const AT_ONCE = 8;
const PER_READ = 25;
/** Each is read whole, and a request has to end. */
const NAMED_MAX = 5_000;
/** Of a payer, how far back a payment is looked for that was returned, or that an entry may tell of again. */
const DOCUMENTS_BACK = 50;

/**
 * All that the books and the catalog say of whom entries may be from: the invoices that they name, and what is due of
 * customers that are called as a payer is.
 */
export async function knownPayers(
  ports: ProposingPorts,
  tenant: string,
  asked: {
    readonly entries: readonly BankEntry[];
    readonly formats: readonly SeriesFormat[];
    readonly timeZone: TimeZone;
    /** Who is said to have paid some. */
    readonly payers: ReadonlySet<string>;
    readonly wallets: KnownPayers['wallets'];
  },
): Promise<KnownPayers> {
  const { entries, formats, timeZone, payers, wallets } = asked;
  const named = entries.map((entry) => ({ entry, numbers: numbersNamed(entry, formats) }));
  const numbers = [...new Set(named.flatMap((one) => allNumbers(one.numbers)))];
  const ids = await idsOf(ports.books, tenant, numbers);
  if (ids.length > NAMED_MAX) {
    throw bankStatementInvalid(
      `its entries name ${ids.length} invoices, and ${NAMED_MAX} at most are looked up at once: send it in several files`,
    );
  }
  const found = await invoicesAt(ports.books, tenant, ids);
  const withPaid = await withPayments(ports.books, tenant, found);
  const invoices = new Map(withPaid.map((invoice) => [invoice.number, invoice]));
  const nameless = named
    .filter(({ numbers: { texts, references } }) => {
      return invoicesNamed([...references, ...texts], invoices).length === 0;
    })
    .map(({ entry }) => entry);
  const byName = await customersCalled(ports.customers, tenant, entries);
  const open = await ofNamesakes(byName, nameless.filter(isIn), (customer, ofName) =>
    openOf(ports.books, tenant, { customer, entries: ofName }),
  );
  const customers = new Set([
    ...payers,
    ...wallets.values(),
    ...withPaid.map(({ customer }) => customer),
  ]);
  for (const customer of byNamesakes(byName, nameless).keys()) customers.add(customer);
  const moved = await inParallel(AT_ONCE, customers, async (customer) => {
    return [customer, await movedOf(ports.books, tenant, customer)] as const;
  });
  const dated = await firstDaysOf(ports.books, tenant, { customers: [...customers], timeZone });
  return { invoices, byName, open, moved: new Map(moved), wallets, timeZone, ...dated };
}

/** From when money of each of the customers can be, as of now. */
async function firstDaysOf(
  books: Books,
  tenant: string,
  { customers, timeZone }: { readonly customers: readonly string[]; readonly timeZone: TimeZone },
): Promise<Pick<KnownPayers, 'firstDays' | 'now'>> {
  const now = (await books.read(tenant, { cells: [] })).recordedAt;
  const days = await inParallel(AT_ONCE, inParts(customers), async (part) => {
    const keys = part.map((customer) => ({ kind: 'customer', customer }) as const);
    const page = await books.read(tenant, { cells: keys });
    return keys.flatMap((key) => {
      const cell = page.at(key);
      if (cell === undefined) return [];
      return [[key.customer, earliestOf(cell, { now, timeZone })] as const];
    });
  });
  return { firstDays: new Map(days.flat()), now };
}

const isIn = ({ amount }: BankEntry): boolean => amount > 0n;

async function idsOf(books: Books, tenant: string, numbers: readonly string[]): Promise<string[]> {
  const keys = numbers.map((number) => ({ kind: 'number', number }) as const);
  const page = await books.read(tenant, { cells: keys });
  return keys.flatMap((key) => page.at(key)?.id ?? []);
}

/** As many of them as are read at once. */
const inParts = (keys: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(keys.length / PER_READ) }, (_, index) =>
    keys.slice(index * PER_READ, (index + 1) * PER_READ),
  );

/** Reads documents by their ids, some at a time, and takes from each page what it has of them. */
async function readIn<Result>(
  books: Books,
  { tenant, ids }: { readonly tenant: string; readonly ids: readonly string[] },
  take: (page: Page, id: string) => readonly Result[],
): Promise<Result[]> {
  const pages = await inParallel(AT_ONCE, inParts(ids), async (originals) => {
    const page = await books.read(tenant, { cells: [], originals });
    return originals.flatMap((id) => take(page, id));
  });
  return pages.flat();
}

/** An invoice, and the ids of the payments of it. */
interface ReadInvoice extends Omit<KnownInvoice, 'payments'> {
  readonly paidBy: readonly string[];
}

const invoicesAt = (books: Books, tenant: string, ids: readonly string[]) =>
  readIn(books, { tenant, ids }, (page, id): ReadInvoice[] => {
    const document = page.originals.get(id);
    const state = page.at({ kind: 'document', id })?.invoice;
    if (document?.kind !== 'invoice' || state === undefined) return [];
    const { number, customer, currency } = document;
    return [
      {
        ...{ id, number, customer, currency, dueAt: state.dueAt },
        due: nanosOf(amountDue(state) + writtenOff(state)),
        isVoid: state.voided !== undefined,
        paidBy: state.payments.map((payment) => payment.id),
      },
    ];
  });

const invoiceWith =
  (payments: readonly KnownPayment[]) =>
  ({ paidBy, ...invoice }: ReadInvoice): KnownInvoice => ({
    ...invoice,
    payments: payments.filter(({ id }) => paidBy.includes(id)),
  });

async function withPayments(
  books: Books,
  tenant: string,
  invoices: readonly ReadInvoice[],
): Promise<KnownInvoice[]> {
  const ids = [...new Set(invoices.flatMap(({ paidBy }) => paidBy))];
  return invoices.map(invoiceWith(await paymentsAt(books, tenant, ids)));
}

async function paymentsAt(
  books: Books,
  tenant: string,
  ids: readonly string[],
): Promise<readonly KnownPayment[]> {
  const found = await movedAt(books, tenant, ids);
  return found.filter(({ kind }) => kind === 'payment');
}

/** Payments and refunds. */
const movedAt = (books: Books, tenant: string, ids: readonly string[]) =>
  readIn(books, { tenant, ids }, (page, id): MovedMoney[] => {
    const document = page.originals.get(id);
    if (document?.kind !== 'payment' && document?.kind !== 'refund') return [];
    const { kind, rail, amount, currency, day } = document;
    const isReversed = kind === 'payment' && paymentInBooks(page, id).reversed > 0n;
    return [{ kind, id, rail, amount, currency, day, isReversed }];
  });

/** Keys of customers by those of the keys of their names that an entry has. */
async function customersCalled(
  customers: Pick<Customers, 'list'>,
  tenant: string,
  entries: readonly BankEntry[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const wanted = new Set(entries.flatMap(({ counterparty }) => nameKeys(counterparty.name ?? '')));
  const found = new Map<string, string[]>();
  if (wanted.size === 0) return found;
  for await (const { key, name } of everyCustomer(customers, tenant)) {
    for (const words of nameKeys(name).filter((one) => wanted.has(one))) {
      found.set(words, [...(found.get(words) ?? []), key]);
    }
  }
  return found;
}

/** Something of each customer that the entries name, where a name names no other. */
async function ofNamesakes<Result>(
  byName: ReadonlyMap<string, readonly string[]>,
  entries: readonly BankEntry[],
  read: (customer: string, entries: readonly BankEntry[]) => Promise<readonly Result[]>,
): Promise<ReadonlyMap<string, readonly Result[]>> {
  const ofCustomer = byNamesakes(byName, entries);
  const results = await inParallel(AT_ONCE, ofCustomer, async ([customer, mine]) => {
    return [customer, await read(customer, mine)] as const;
  });
  return new Map(results);
}

/** Entries by the customers that their names name, where a name names no other. */
function byNamesakes(
  byName: ReadonlyMap<string, readonly string[]>,
  entries: readonly BankEntry[],
): ReadonlyMap<string, readonly BankEntry[]> {
  const ofCustomer = new Map<string, BankEntry[]>();
  for (const entry of entries) {
    const keys = nameKeys(entry.counterparty.name ?? '').flatMap((key) => byName.get(key) ?? []);
    const [customer, ...others] = new Set(keys);
    if (customer === undefined || others.length > 0) continue;
    ofCustomer.set(customer, [...(ofCustomer.get(customer) ?? []), entry]);
  }
  return ofCustomer;
}

async function openOf(
  books: Books,
  tenant: string,
  { customer, entries }: { readonly customer: string; readonly entries: readonly BankEntry[] },
): Promise<readonly KnownInvoice[]> {
  const currencies = [...new Set(entries.map(({ currency }) => currency))];
  const lists = await inParallel(1, currencies, async (currency) => {
    const { invoices } = await openInvoices(books, tenant, { payer: customer, currency });
    return invoices.slice(0, invoicesPerPaymentMax).map(({ id }) => id);
  });
  const found = await invoicesAt(books, tenant, lists.flat());
  return withPayments(books, tenant, found);
}

async function movedOf(
  books: Books,
  tenant: string,
  customer: string,
): Promise<readonly MovedMoney[]> {
  const ids: string[] = [];
  let lookedAt = 0;
  for await (const { id, kind } of documentsBefore(books, tenant, {
    customer,
    before: undefined,
  })) {
    if (kind === 'payment' || kind === 'refund') ids.push(id);
    lookedAt += 1;
    if (lookedAt >= DOCUMENTS_BACK) break;
  }
  return movedAt(books, tenant, ids.toReversed());
}
