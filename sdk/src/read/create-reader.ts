import type {
  BillingDocument,
  Collection,
  Customer,
  Operations,
  Payment,
  Statement,
} from '../contract/index.ts';
import { type ClientEnvironment, platformEnvironment } from '../environment.ts';
import type { FetchAnswer } from '../fetch.ts';
import {
  type Ask,
  asking,
  json,
  posted,
  type Question,
  type ReaderSettings,
  wholeReaderSettings,
} from './ask.ts';
import { GatewayError } from './errors.ts';
import { guardedStream } from './guarded-stream.ts';
import { type Pages, pagesOf } from './pages.ts';

type Answer<Name extends keyof Operations> = Operations[Name]['answer'];
type Query<Name extends keyof Operations> = Operations[Name] extends {
  readonly query: infer Asked;
}
  ? Omit<Asked, 'cursor'>
  : never;

type Body<Name extends keyof Operations> = Operations[Name] extends { readonly body: infer Sent }
  ? Sent
  : never;

/** What an issued document can be had as, beside JSON. */
export type DocumentForm = 'pdf' | 'csv' | 'ubl' | 'cii';

/** A form of a document, as it comes. */
export interface FormStream {
  /** Not every browser goes through a stream with `for await`. */
  readonly body: ReadableStream<Uint8Array> & AsyncIterable<Uint8Array>;
  /** The name to save it by, as its number. */
  readonly fileName: string | undefined;
  /** The SHA-256 of its bytes, in hexadecimal digits. */
  readonly sha256: string | undefined;
}

/** Reads usage and what is billed. Every call rejects with a `FarthingError`, or with why it was aborted. */
export interface Reader {
  /** Rows of usage. */
  usage(
    query: Query<'queryUsage'>,
  ): Pages<Answer<'queryUsage'>, Answer<'queryUsage'>['rows'][number]>;
  /** The last events of a day, of a subject or of all, and what became of each. */
  events(
    query?: Query<'listEvents'>,
  ): Pages<Answer<'listEvents'>, Answer<'listEvents'>['events'][number]>;
  customers(query?: Query<'listCustomers'>): Pages<Answer<'listCustomers'>, Customer>;
  customer(key: string): Promise<Customer>;
  invoices(
    query?: Query<'listInvoices'>,
  ): Pages<Answer<'listInvoices'>, Answer<'listInvoices'>['invoices'][number]>;
  /** An invoice, draft, credit note or statement, by its id or its number. */
  document(id: string): Promise<BillingDocument>;
  /** What closed a month without an invoice, customer by customer. */
  statements(query: { readonly period: string }): AsyncIterable<Statement>;
  /** What the books have of a customer, the latest first; with `kind: 'statement'` the months without an invoice. */
  documents(
    customer: string,
    query?: Query<'listCustomerDocuments'>,
  ): Pages<Answer<'listCustomerDocuments'>, Answer<'listCustomerDocuments'>['documents'][number]>;
  /** What a customer's invoice of a month would be now. */
  preview(customer: string, query: Query<'previewInvoice'>): Promise<Answer<'previewInvoice'>>;
  /** Payments of a payer, or of all; or those with unapplied money. */
  payments(query?: Query<'listPayments'>): Pages<Answer<'listPayments'>, Payment>;
  /** A payment: what it is applied to, and what is left of it. */
  payment(id: string): Promise<Payment>;
  /** What was tried to collect an invoice by a rail, the first first. */
  collections(invoice: string): Promise<readonly Collection[]>;
  /** What the entries of a bank's file would be booked as. Nothing is written. */
  bankStatement(file: Body<'readBankStatement'>): Promise<Answer<'readBankStatement'>>;
  /** A document as PDF, CSV, UBL or CII. */
  form(id: string, form: DocumentForm): Promise<FormStream>;
}

/** A reader of one tenant. Throws where a setting cannot be meant. */
export const createReader = (settings: ReaderSettings): Reader =>
  readerIn(platformEnvironment, settings);

export function readerIn(environment: ClientEnvironment, given: ReaderSettings): Reader {
  const settings = wholeReaderSettings(given);
  const ask = asking(settings, environment);
  const { timeoutMs, signal: stop } = settings;
  const guarded: Guard = (body) => guardedStream(body, environment, { timeoutMs, stop });
  const get = <Value>(question: Question): Promise<Value> =>
    ask(question, (answer) => json<Value>(answer, settings));
  const paged = <Page extends { readonly nextCursor?: string }, Item>(
    { path, query }: Question,
    itemsOf: (page: Page) => readonly Item[],
  ): Pages<Page, Item> =>
    pagesOf((cursor) => get<Page>({ path, query: { ...query, cursor } }), itemsOf);
  const document = (id: string): Promise<BillingDocument> => get({ path: pathOf('invoices', id) });
  return {
    usage: (query) => paged({ path: '/v1/usage', query }, ({ rows }: Answer<'queryUsage'>) => rows),
    events: (query = {}) =>
      paged({ path: '/v1/events', query }, ({ events }: Answer<'listEvents'>) => events),
    customers: (query = {}) =>
      paged({ path: '/v1/customers', query }, (page: Answer<'listCustomers'>) => page.customers),
    customer: (key) => get({ path: pathOf('customers', key) }),
    invoices: (query = {}) =>
      paged({ path: '/v1/invoices', query }, (page: Answer<'listInvoices'>) => page.invoices),
    document,
    async *statements({ period }) {
      const path = pathOf('billing-runs', period);
      const closed = paged(
        { path, query: { status: 'closed' } },
        (page: Answer<'getBillingRun'>) => page.customers,
      );
      for await (const { id, number } of closed) {
        if (id === undefined || number !== undefined) continue;
        const found = await document(id);
        if (found.type === 'statement') yield found;
      }
    },
    documents: (customer, query = {}) =>
      paged(
        { path: `${pathOf('customers', customer)}/documents`, query },
        (page: Answer<'listCustomerDocuments'>) => page.documents,
      ),
    preview: (customer, query) => get({ path: `${pathOf('customers', customer)}/preview`, query }),
    payments: (query = {}) =>
      paged({ path: '/v1/payments', query }, (page: Answer<'listPayments'>) => page.payments),
    payment: (id) => get({ path: pathOf('payments', id) }),
    collections: async (invoice) => {
      const path = `${pathOf('invoices', invoice)}/collections`;
      return (await get<Answer<'listCollections'>>({ path })).collections;
    },
    bankStatement: (file) => get(posted('/v1/bank-statements', file)),
    form: (id, form) => formOf(ask, guarded, id, form),
  };
}

export const pathOf = (list: string, key: string): string =>
  `/v1/${list}/${encodeURIComponent(key)}`;

type Guard = (body: ReadableStream<Uint8Array>) => ReadableStream<Uint8Array>;

const formOf = (ask: Ask, guarded: Guard, id: string, form: DocumentForm): Promise<FormStream> =>
  ask(
    { path: pathOf('invoices', id), query: { format: form }, accept: '*/*' },
    ({ status, body, headers }: FetchAnswer) => {
      if (body === null) throw new GatewayError(status, `the answer with ${id} has no body`);
      return {
        // Which types of the platform do not say everywhere.
        body: guarded(body) as FormStream['body'],
        // Without folders: it is a name to save by.
        fileName: /filename="(?:[^"]*[\\/])?([^"\\/]+)"/.exec(
          headers.get('content-disposition') ?? '',
        )?.[1],
        sha256: /[0-9a-f]{64}/.exec(headers.get('etag') ?? '')?.[0],
      };
    },
  );
