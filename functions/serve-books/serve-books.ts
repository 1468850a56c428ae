import { openedCursor, sealedCursor } from '../../core/access/cursor.ts';
import type { Books } from '../../core/books/books.ts';
import type { Balance } from '../../core/books/cell.ts';
import { catchUpAndCheck } from '../../core/books/check.ts';
import { readCustomer } from '../../core/books/customer-documents.ts';
import type { DocumentPlace } from '../../core/books/document-entry.ts';
import { numberedOf, payeesOf, payerOf } from '../../core/books/kinds/kinds.ts';
import { readPayee } from '../../core/books/payee-documents.ts';
import type { BooksCells, BooksLog } from '../../core/books/ports.ts';
import {
  type AccountEntry,
  accountEntries,
  customerBalances,
  payeeBalances,
  readBalances,
} from '../../core/books/reading.ts';
import { definedOnly } from '../../core/kernel/defined-only.ts';
import { nanosText } from '../../core/kernel/money.ts';
import { rfc3339 } from '../../core/kernel/timestamp.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { exportBooks } from './export-books.ts';
import { readReport } from './read-report.ts';

export interface BooksReadingPorts {
  readonly books: Books;
  readonly log: BooksLog;
  readonly cells: BooksCells;
}

type Handlers = RouteHandlers['ServeBooks'];

const LIMIT_DEFAULT = 100;
const FIRST: DocumentPlace = { seq: 0, index: 0 };

/** Answers `/v1/accounts`, `/v1/books` and `/v1/reports`. */
export const serveBooks = (ports: BooksReadingPorts, pageBytesMax?: number): Handlers => ({
  'GET /v1/accounts': async ({ caller: { tenant }, query }) => {
    const balances = await balancesOf(ports.books, tenant, query);
    return {
      status: 200,
      body: {
        accounts: balances.map(({ account, currency, amount }) => ({
          account,
          currency,
          balance: nanosText(amount),
        })),
      },
    };
  },

  'GET /v1/accounts/{account}/entries': listEntries(ports),

  'GET /v1/books': exportBooks(ports, pageBytesMax),

  'GET /v1/books/check': async ({ caller: { tenant } }) => ({
    status: 200,
    body: await catchUpAndCheck(ports, tenant),
  }),

  'GET /v1/reports/{name}': readReport(ports),
});

async function balancesOf(
  books: Books,
  tenant: string,
  {
    customer,
    payee,
  }: { readonly customer?: string | undefined; readonly payee?: string | undefined },
): Promise<readonly Balance[]> {
  if (customer === undefined && payee === undefined) return readBalances(books, tenant);
  const payer = customer === undefined ? undefined : await readCustomer(books, tenant, customer);
  const earner = payee === undefined ? undefined : await readPayee(books, tenant, payee);
  return [
    ...(payer === undefined ? [] : customerBalances(payer)),
    ...(earner === undefined ? [] : payeeBalances(earner)),
  ];
}

const listEntries =
  (ports: BooksReadingPorts): Handlers['GET /v1/accounts/{account}/entries'] =>
  async ({ caller, params: { account }, query }) => {
    const { cursor, limit = LIMIT_DEFAULT } = query;
    const fingerprint = JSON.stringify(['GET /v1/accounts/{account}/entries', account]);
    const after =
      cursor === undefined ? FIRST : placeFrom(openedCursor(caller, fingerprint, cursor));
    const entries = await accountEntries(ports, caller.tenant, { account, after, limit });
    const last = entries.at(-1);
    const next = last === undefined || entries.length < limit ? undefined : placeText(last);
    return {
      status: 200,
      body: {
        account,
        entries: entries.map(entryAnswer),
        ...(next === undefined ? {} : { nextCursor: sealedCursor(caller, fingerprint, next) }),
      },
    };
  };

const placeText = ({ seq, index }: DocumentPlace): string => JSON.stringify([seq, index]);

function placeFrom(text: string): DocumentPlace {
  const [seq, index] = JSON.parse(text) as [number, number];
  return { seq, index };
}

const numberAnswer = (number: string | undefined) => (number === undefined ? {} : { number });

const entryAnswer = ({ document, currency, amount, service }: AccountEntry) => ({
  document: document.id,
  kind: document.kind,
  ...numberAnswer(numberedOf(document)?.number),
  ...definedOnly({ customer: payerOf(document), payee: payeesOf(document)[0] }),
  effectiveAt: rfc3339(document.effectiveAt),
  recordedAt: rfc3339(document.recordedAt),
  currency,
  amount: nanosText(amount),
  ...definedOnly({ service }),
});
