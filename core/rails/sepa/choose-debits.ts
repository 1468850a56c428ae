import type { Books } from '../../books/books.ts';
import { dayOf } from '../../books/day.ts';
import { everyCustomer } from '../../catalog/every-customer.ts';
import type { Customers } from '../../catalog/ports.ts';
import type { Currency } from '../../kernel/currency.ts';
import { inParallel } from '../../kernel/in-parallel.ts';
import { laterDate } from '../../kernel/local-calendar.ts';
import type { Nanos } from '../../kernel/money.ts';
import { localDate, type TimeZone } from '../../kernel/time-zone.ts';
import { timestampOf } from '../../kernel/timestamp.ts';
import { issuedInvoice } from '../../payments/issued-invoice.ts';
import { openInvoices } from '../../payments/open-invoices.ts';
import { amountDue } from '../../payments/payment-state.ts';
import { isOver } from '../collection.ts';
import type { Collections } from '../ports.ts';
import type { BatchItem } from './batch.ts';
import type { SepaCreditor } from './creditor.ts';
import { type Mandate, type MandateVersion, mandateStatus } from './mandate.ts';
import { endToEndIdOf } from './names.ts';
import type { Mandates } from './ports.ts';
import { retryOf } from './retries.ts';
import { sepaQuote } from './sepa-rail.ts';

/** What is looked at for a batch. */
export interface ChoosingPorts {
  readonly named: Books;
  readonly customers: Pick<Customers, 'list'>;
  readonly mandates: Pick<Mandates, 'ofCustomer'>;
  readonly collections: Pick<Collections, 'list'>;
}

/** What is to be collected: these invoices, or what falls due until a day. */
export interface DebitsAsked {
  readonly collectOn: string;
  /** By their ids. Whoever names one decides that it is collected again. */
  readonly invoices?: readonly string[] | undefined;
  /** `YYYY-MM-DD`. */
  readonly dueUntil?: string | undefined;
}

/** Why an invoice is in no batch. */
type LeftOutReason =
  | 'nothing-due'
  | 'not-in-euro'
  | 'amount'
  | 'under-way'
  | 'no-mandate'
  | 'mandate-blocked'
  | 'mandate-lapsed'
  | 'notice-too-short'
  | 'retry-later'
  | 'not-retried';

/** An invoice that is not collected, and why. */
interface LeftOut {
  readonly invoice: string;
  readonly number: string;
  readonly customer: string;
  readonly why: LeftOutReason;
  readonly detail: string;
}

/** What would be in a batch, what would not, and whether there is more than a batch takes. */
export interface ChosenDebits {
  readonly items: readonly BatchItem[];
  readonly leftOut: readonly LeftOut[];
  readonly more: boolean;
}

/** As many direct debits as a batch has. */
const debitsMax = 500;
const LEFT_OUT_MAX = 1_000;
const AT_ONCE = 8;
const PER_READ = 25;
/** Of which something is due, looked at in one request. */
const PAYERS_MAX = 2_000;

interface Choosing {
  readonly ports: ChoosingPorts;
  readonly tenant: string;
  readonly creditor: SepaCreditor;
  readonly asked: DebitsAsked;
  readonly timeZone: TimeZone;
}

/** Chooses what a batch collects: a function of the books, the mandates and what was collected before. */
export async function chooseDebits(choosing: Choosing): Promise<ChosenDebits> {
  const items: BatchItem[] = [];
  const leftOut: LeftOut[] = [];
  let more = false;
  for await (const candidates of candidatesOf(choosing)) {
    const judged = await inParallel(AT_ONCE, candidates, (one) => judge(choosing, one));
    for (const one of judged) {
      if ('why' in one) leftOut.push(one);
      else if (items.length < debitsMax) items.push(one);
      else more = true;
    }
    if (more || leftOut.length >= LEFT_OUT_MAX)
      return { items, leftOut: leftOut.slice(0, LEFT_OUT_MAX), more: true };
  }
  return { items, leftOut, more };
}

/** An invoice that may be collected, as the books have it. */
interface Candidate {
  readonly invoice: string;
  readonly number: string;
  readonly customer: string;
  readonly currency: Currency;
  readonly due: Nanos;
  /** The day on which the payer was told. */
  readonly day: string;
}

async function* candidatesOf(choosing: Choosing): AsyncGenerator<readonly Candidate[]> {
  const { asked } = choosing;
  const { invoices } = asked;
  if (invoices !== undefined) {
    for (const ids of inParts([...new Set(invoices)])) yield await candidatesAt(choosing, ids);
    return;
  }
  let payers = 0;
  for await (const customers of customersInParts(choosing)) {
    const owing = await owingAmong(choosing, customers);
    payers += owing.length;
    const due = await inParallel(AT_ONCE, owing, (one) => dueOf(choosing, one));
    for (const ids of inParts(due.flat())) yield await candidatesAt(choosing, ids);
    if (payers >= PAYERS_MAX) return;
  }
}

const inParts = (ids: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(ids.length / PER_READ) }, (_, index) =>
    ids.slice(index * PER_READ, (index + 1) * PER_READ),
  );

async function* customersInParts({ ports, tenant }: Choosing): AsyncGenerator<readonly string[]> {
  let part: string[] = [];
  for await (const { key } of everyCustomer(ports.customers, tenant)) {
    part.push(key);
    if (part.length < PER_READ * AT_ONCE) continue;
    yield part;
    part = [];
  }
  yield part;
}

interface Owing {
  readonly customer: string;
  readonly currencies: readonly Currency[];
}

/** Those of some customers that owe anything, and in which currencies. */
async function owingAmong(
  { ports, tenant }: Choosing,
  customers: readonly string[],
): Promise<readonly Owing[]> {
  const pages = await inParallel(AT_ONCE, inParts(customers), async (part) => {
    const keys = part.map((customer) => ({ kind: 'customer', customer }) as const);
    const page = await ports.named.read(tenant, { cells: keys });
    return keys.flatMap((key): Owing[] => {
      const totals = page.at(key)?.totals ?? [];
      const owed = totals.filter(({ receivable }) => receivable > 0n);
      const { customer } = key;
      return owed.length === 0 ? [] : [{ customer, currencies: owed.map((one) => one.currency) }];
    });
  });
  return pages.flat();
}

async function dueOf(
  { ports, tenant, asked, timeZone }: Choosing,
  { customer: payer, currencies }: Owing,
): Promise<readonly string[]> {
  const until = asked.dueUntil ?? asked.collectOn;
  const lists = await inParallel(1, currencies, (currency) =>
    openInvoices(ports.named, tenant, { payer, currency }),
  );
  return (
    lists
      .flatMap(({ invoices }) => invoices)
      // It is due when its last day has ended.
      .filter(({ dueAt }) => localDate(timestampOf(dueAt - 1), timeZone) <= until)
      .map(({ id }) => id)
  );
}

/** @throws Rejection `invoice.not-found` */
async function candidatesAt(
  { ports, tenant }: Choosing,
  ids: readonly string[],
): Promise<readonly Candidate[]> {
  const page = await ports.named.read(tenant, { cells: [], originals: ids });
  return ids.map((invoice) => {
    const { document, state } = issuedInvoice(page, invoice);
    const { number, customer, currency } = document;
    return { invoice, number, customer, currency, due: amountDue(state), day: dayOf(document) };
  });
}

async function judge(choosing: Choosing, candidate: Candidate): Promise<BatchItem | LeftOut> {
  const { ports, tenant, creditor, asked } = choosing;
  const { invoice, number, customer, currency, due, day } = candidate;
  const left = (why: LeftOutReason, detail: string): LeftOut => ({
    ...{ invoice, number, customer, why, detail },
  });
  if (due <= 0n) return left('nothing-due', 'nothing is due of it');
  if (currency !== 'EUR') return left('not-in-euro', `it is in ${currency}`);
  const quote = sepaQuote(due, currency);
  if (quote.kind === 'not-collectable') return left('amount', quote.detail);
  const collections = await ports.collections.list(tenant, invoice);
  const last = collections.at(-1);
  if (last !== undefined && !isOver(last)) {
    return left('under-way', `it is being collected: ${last.batch ?? last.rail}`);
  }
  const found = goodMandate(await ports.mandates.ofCustomer(tenant, customer), choosing);
  if ('why' in found) return left(found.why, found.detail);
  const noticed = laterDate(day, creditor.noticeDays);
  if (asked.collectOn < noticed) {
    return left('notice-too-short', `it is of ${day}: collect it from ${noticed} on`);
  }
  const retry = retryOf(collections, {
    ...{ retryAfterDays: creditor.retryAfterDays, day: asked.collectOn },
    since: found.current.since,
  });
  if (retry.kind === 'not-now' && asked.invoices === undefined) {
    return left(retry.why, retry.detail);
  }
  const attempt = (last?.attempt ?? 0) + 1;
  return {
    ...{ invoice, attempt, number, customer, amount: due },
    endToEndId: endToEndIdOf({ invoice, attempt }),
    ...debtorOf(found.mandate),
    ...(retry.kind === 'retry' ? { retry: retry.number, retryReason: retry.reason } : {}),
  };
}

function debtorOf({ reference, versions, presented }: Mandate) {
  const version = versions.length;
  const amends =
    presented === undefined || presented.version === version ? {} : { amends: presented.version };
  return { mandate: reference, version, ...amends };
}

type GoodMandate =
  | { readonly mandate: Mandate; readonly current: MandateVersion }
  | { readonly why: LeftOutReason; readonly detail: string };

/** The one that was signed last, of those that are good on the day. */
function goodMandate(all: readonly Mandate[], { creditor, asked }: Choosing): GoodMandate {
  const ofScheme = all.filter(({ scheme }) => scheme === creditor.scheme);
  const good = ofScheme.flatMap((mandate) => {
    const current = mandate.versions.at(-1);
    const isGood = mandateStatus(mandate, asked.collectOn) === 'active';
    return current !== undefined && isGood ? [{ mandate, current }] : [];
  });
  const [latest] = good.toSorted((a, b) =>
    a.current.signedAt === b.current.signedAt
      ? a.mandate.reference < b.mandate.reference
        ? 1
        : -1
      : a.current.signedAt < b.current.signedAt
        ? 1
        : -1,
  );
  if (latest !== undefined) return latest;
  const blocked = ofScheme.find((one) => mandateStatus(one, asked.collectOn) === 'blocked');
  if (blocked !== undefined) {
    const { reason = '' } = blocked.blocked ?? {};
    const detail = `${blocked.reference} is blocked (${reason}): put it with what has changed, or another`;
    return { why: 'mandate-blocked', detail };
  }
  const lapsed = ofScheme.find((one) => mandateStatus(one, asked.collectOn) === 'lapsed');
  if (lapsed === undefined) {
    return { why: 'no-mandate', detail: `it has no mandate of ${creditor.scheme}` };
  }
  return { why: 'mandate-lapsed', detail: `${lapsed.reference} was not used for 36 months` };
}
