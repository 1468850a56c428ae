import type { Books } from '../books/books.ts';
import type { BooksLog } from '../books/ports.ts';
import type { ReportName } from '../contract/reports/report-names.ts';
import { nanosOf, nanosText } from '../kernel/money.ts';
import { Rejection } from '../kernel/rejection.ts';
import { AgedReceivables } from './aged-receivables.ts';
import { Cash } from './cash.ts';
import { counted } from './counted.ts';
import { CustomerStatement } from './customer-statement.ts';
import { Deferred } from './deferred.ts';
import { InvoiceRegister } from './invoice-register.ts';
import { PostedSums } from './posted-sums.ts';
import type { ReportQuestion } from './question.ts';
import { reportDocuments } from './report-documents.ts';
import { Revenue } from './revenue.ts';
import type { ReportColumn, ReportFold, ReportTable } from './table.ts';
import { VatSummary } from './vat-summary.ts';
import { WithheldTax } from './withheld-tax.ts';

/** A report that adds up. */
export interface Report {
  readonly columns: readonly ReportColumn[];
  readonly tables: readonly ReportTable[];
  /** How many documents were read for it. */
  readonly documents: number;
  /** The last block of the books that it knows. */
  readonly through: number;
}

/** How far to read: a further page is of the books as the first one found them. */
export interface ReportBounds {
  /** The last block to read; undefined for all there are. */
  readonly through: number | undefined;
  readonly documentsMax: number;
}

const folds: Readonly<Record<ReportName, (question: ReportQuestion) => ReportFold>> = {
  'aged-receivables': ({ days }) => new AgedReceivables(days.to),
  revenue: () => new Revenue(),
  'vat-summary': () => new VatSummary(),
  'invoice-register': () => new InvoiceRegister(),
  'customer-statement': (question) => new CustomerStatement(question),
  deferred: () => new Deferred(),
  cash: () => new Cash(),
  'withheld-tax': () => new WithheldTax(),
};

/**
 * Reads the books from their first document on, and makes a report of them. Documents of any day may be recorded late,
 * and what stood before needs all of them: other days make nothing shorter.
 * @throws Rejection `report.too-large`, `report.unbalanced`
 */
export async function makeReport(
  ports: { readonly books: Books; readonly log: BooksLog },
  tenant: string,
  question: ReportQuestion,
  { through, documentsMax }: ReportBounds,
): Promise<Report> {
  const fold = folds[question.report](question);
  const read = await readFolds(ports, tenant, question, { folds: [fold], through, documentsMax });
  const [tables = []] = read.tables;
  return { columns: fold.columns, tables, documents: read.documents, through: read.through };
}

/** What folds make of the books, all of them in one reading. */
interface FoldsRead extends Pick<Report, 'documents' | 'through'> {
  /** Of each fold its own. */
  readonly tables: readonly (readonly ReportTable[])[];
}

/**
 * Reads documents once for several folds, and has each add up.
 * @throws Rejection `report.too-large`, `report.unbalanced`
 */
export async function readFolds(
  ports: { readonly books: Books; readonly log: BooksLog },
  tenant: string,
  question: ReportQuestion,
  {
    folds: all,
    through = Number.POSITIVE_INFINITY,
    documentsMax,
  }: ReportBounds & { readonly folds: readonly ReportFold[] },
): Promise<FoldsRead> {
  const posted = new PostedSums();
  let [documents, last] = [0, 0];
  const { customer } = question;
  for await (const { seq, document } of reportDocuments(ports, tenant, { customer, through })) {
    documents += 1;
    last = seq;
    if (documents > documentsMax) throw tooLarge(question, documentsMax);
    const one = counted(document, question.days);
    posted.add(one);
    for (const fold of all) fold.add(one);
  }
  const tables = all.map((fold) => fold.tables(posted));
  for (const table of tables.flat()) refuseUnbalanced(table);
  return { tables, documents, through: last };
}

function tooLarge({ customer }: ReportQuestion, documentsMax: number): Rejection {
  const [whose, instead] =
    customer === undefined ? ['', ', or ask for a customer’s statement'] : [' of the customer', ''];
  return new Rejection(
    'report.too-large',
    `export the journal and report from that${instead}: a report reads all documents${whose}, whatever days it is asked for, and there are more than ${documentsMax}`,
  );
}

/** Nothing is answered that does not add up. */
function refuseUnbalanced({ currency, agreements }: ReportTable): void {
  const wrong = agreements.find(({ posted, reported }) => posted !== reported);
  if (wrong === undefined) return;
  const [reported, posted] = [wrong.reported, wrong.posted].map((sum) => nanosText(nanosOf(sum)));
  throw new Rejection(
    'report.unbalanced',
    `let farthing books check say what is wrong: the ${wrong.of} of ${wrong.account} is ${posted} ${currency} by its postings, and ${reported} by the documents`,
  );
}
