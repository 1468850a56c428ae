import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { booksBlockBytes } from '../../../core/books/block.ts';
import type { BooksDocument } from '../../../core/books/document.ts';
import { journalPage } from '../../../core/books/export/export-journal.ts';
import {
  type ReportName,
  reportDays,
  reportNames,
} from '../../../core/contract/reports/report-names.ts';
import { type Nanos, nanosFrom, nanosOf } from '../../../core/kernel/money.ts';
import { makeReport } from '../../../core/reports/make-report.ts';
import { type ReportQuestion, reportQuestion } from '../../../core/reports/question.ts';
import { reportPage, tablesAnswer } from '../../../core/reports/report-page.ts';
import { InMemoryBooksLog } from '../../fakes/books.ts';
import { codeOf } from '../../support/an-invoice-in-books.ts';
import {
  documentsOf,
  finances,
  payerKeys,
  someMonths,
  tenant,
} from '../../support/some-finances.ts';

const bounds = { through: undefined, documentsMax: 10_000 };
type World = Awaited<ReturnType<typeof finances>>;

/** One posting, as hledger has it. */
interface Line {
  readonly day: string;
  readonly kind: string;
  readonly account: string;
  readonly currency: string;
  readonly amount: bigint;
}

/** What the journal says as text for hledger, read by nothing of ours. */
async function linesOf(world: Pick<World, 'books' | 'log'>): Promise<readonly Line[]> {
  const asked = {
    format: 'hledger',
    after: undefined,
    bytesMax: Number.POSITIVE_INFINITY,
  } as const;
  const { text } = await journalPage(world, tenant, asked);
  let head = { day: '', kind: '' };
  return text.split('\n').flatMap((line): Line[] => {
    const [, day, kind] =
      /^(\d{4}-\d\d-\d\d) (?:\([^)]*\) )?(?:accrued by )?([a-z-]+) /.exec(line) ?? [];
    if (day !== undefined && kind !== undefined) head = { day, kind };
    const [, account, amount, currency] =
      /^ {4}([^ ;]+) {2}(-?[\d.]+) ([A-Z]{3})(?: {2};.*)?$/.exec(line) ?? [];
    if (account === undefined || currency === undefined) return [];
    return [{ ...head, account, currency, amount: nanosFrom(amount ?? '') ?? 0n }];
  });
}

interface Balance {
  readonly account: string;
  readonly of: 'opening' | 'change' | 'balance';
  readonly kinds?: readonly string[];
  readonly amount: string;
  readonly column: string;
}

/** The accounts that a name in a report stands for. */
function isMeant(shown: string, account: string): boolean {
  const [whose, kind] = shown.split(':');
  if (whose === 'customers') return account.startsWith('customer:') && account.endsWith(`:${kind}`);
  return shown === 'tax' ? account.startsWith('tax:') : account === shown;
}

function recomputed(
  lines: readonly Line[],
  { account, of, kinds }: Pick<Balance, 'account' | 'of' | 'kinds'>,
  {
    currency,
    days: { from = '', to },
  }: { readonly currency: string; readonly days: ReportQuestion['days'] },
): bigint {
  return lines
    .filter((line) => line.currency === currency && isMeant(account, line.account))
    .filter(({ kind }) => kinds === undefined || kinds.includes(kind))
    .filter(({ day }) => (of === 'opening' ? day < from : day <= to))
    .filter(({ day }) => of !== 'change' || day >= from)
    .reduce((sum, { amount }) => sum + amount, 0n);
}

const amountOf = (text: string | undefined): bigint => nanosFrom(text ?? '0') ?? 0n;
/** Columns that say as a positive amount what an account has as a negative one. */
const turned = ['unapplied', 'revenue', 'tax', 'deferred'];
const signed = (column: string, amount: bigint): bigint =>
  turned.includes(column) ? -amount : amount;

async function expectAgreeing(world: World, lines: readonly Line[], question: ReportQuestion) {
  const report = await makeReport(world, tenant, question, bounds);
  const tables = tablesAnswer(reportPage(report, { offset: 0, limit: 100_000 }));
  for (const { currency, rows, totals, balances } of tables) {
    const of = { currency, days: question.days };
    for (const balance of balances) {
      expect({ ...balance, amount: amountOf(balance.amount) }).toEqual({
        ...balance,
        amount: recomputed(lines, balance, of),
      });
    }
    for (const [column, group] of Map.groupBy(balances, (balance) => balance.column)) {
      const sum = group.reduce((all, { amount }) => all + amountOf(amount), 0n);
      if (question.report === 'customer-statement') {
        const [first, last] = [rows.at(0)?.[column], rows.at(-1)?.[column]].map(amountOf);
        expect([first, last].map((one) => signed(column, one ?? 0n))).toEqual(
          group.map(({ amount }) => amountOf(amount)),
        );
      } else expect(signed(column, amountOf(totals[column]))).toBe(sum);
    }
  }
  return tables;
}

/** Days about the months that were lived through. */
const someDays = fc
  .tuple(fc.integer({ min: -20, max: 200 }), fc.integer({ min: 0, max: 90 }))
  .map(([first, length]) => {
    const day = (n: number) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);
    return { from: day(first), to: day(first + length) };
  });

const questionsOf = (
  report: ReportName,
  { from, to }: { readonly from: string; readonly to: string },
): readonly ReportQuestion[] => {
  const days = reportDays[report] === 'asOf' ? { asOf: to } : { from, to };
  return report === 'customer-statement'
    ? payerKeys.map((customer) => reportQuestion(report, { ...days, customer }))
    : [reportQuestion(report, days)];
};

/** Everything of some accounts is in a report, over all time. */
const whole = { from: '1970-01-01', to: '2100-01-01' };
const accountsOf: Readonly<Partial<Record<ReportName, RegExp>>> = {
  revenue: /^revenue:/,
  deferred: /^deferred:/,
  'vat-summary': /^tax:/,
  cash: /^cash:/,
};

async function expectWhole(world: World, lines: readonly Line[], report: ReportName) {
  const [all] = questionsOf(report, whole);
  const tables = all === undefined ? [] : await expectAgreeing(world, lines, all);
  const named = new Set(tables.flatMap(({ balances }) => balances.map((one) => one.account)));
  const posted = new Set(lines.map(({ account }) => account));
  const missing = [...posted].filter(
    (account) => accountsOf[report]?.test(account) === true && !named.has(account),
  );
  expect(missing).toEqual([]);
}

describe('each report, over random books and days', () => {
  it('adds up to what hledger is told of its accounts', async () => {
    await fc.assert(
      fc.asyncProperty(someMonths, someDays, async (months, days) => {
        const world = await finances(months);
        const lines = await linesOf(world);
        for (const report of reportNames) {
          for (const question of questionsOf(report, days)) {
            await expectAgreeing(world, lines, question);
          }
          await expectWhole(world, lines, report);
        }
      }),
      { numRuns: 10 },
    );
  });
});

/** A document that says another amount than it posts, and the reports that must not be answered with it. */
const faults: readonly {
  readonly title: string;
  readonly reports: readonly ReportName[];
  readonly plant: (
    document: BooksDocument,
    voided: ReadonlySet<string>,
  ) => BooksDocument | undefined;
}[] = [
  {
    title: 'a payment of a cent more than it posts',
    reports: ['cash', 'aged-receivables'],
    plant: (document) =>
      document.kind === 'payment' && document.applied === undefined
        ? { ...document, amount: nanosOf(document.amount + 10_000_000n) }
        : undefined,
  },
  {
    title: 'an invoice that shows other taxes than it posts',
    reports: ['vat-summary'],
    // A void takes back what its invoice shows, whatever that is.
    plant: (document, voided) =>
      document.kind === 'invoice' &&
      document.total !== document.subtotal &&
      !voided.has(document.id)
        ? { ...document, content: withOtherTax(document.content) }
        : undefined,
  },
  {
    title: 'an invoice that posts its tax to another account',
    reports: ['vat-summary'],
    plant: (document) =>
      document.kind === 'invoice' && document.total !== document.subtotal
        ? {
            ...document,
            postings: document.postings.map((one) => ({
              ...one,
              account: one.account.replace(/^tax:/, 'tax:x'),
            })),
          }
        : undefined,
  },
  {
    title: 'an invoice of another total than it posts',
    reports: ['invoice-register', 'aged-receivables'],
    plant: (document) =>
      document.kind === 'invoice'
        ? { ...document, total: nanosOf(document.total + 1n) }
        : undefined,
  },
  {
    title: 'a payment that is said to be of another payer than it posts to',
    reports: ['aged-receivables'],
    plant: (document) =>
      document.kind === 'payment' && document.invoice === undefined
        ? { ...document, customer: `${document.customer} & sons` }
        : undefined,
  },
  {
    title: 'a month that carries another amount than it posts',
    reports: ['deferred'],
    plant: (document) =>
      document.kind === 'statement' && document.carry.length > 0
        ? { ...document, carry: document.carry.map((one) => ({ ...one, out: more(one.out) })) }
        : undefined,
  },
];

const more = (amount: Nanos): Nanos => nanosOf(amount + 1n);

function withOtherTax(text: string): string {
  const content = JSON.parse(text) as { taxes: { amount: string }[] };
  const taxes = content.taxes.map((tax) => ({ ...tax, amount: '999.00' }));
  return JSON.stringify({ ...content, taxes });
}

/** The same books with a fault in the first document that can have it; undefined where none can. */
async function planted(world: World, plant: (typeof faults)[number]['plant']) {
  const documents = await documentsOf(world.log);
  const voided = new Set(
    documents.flatMap((document) => (document.kind === 'void' ? [document.invoice] : [])),
  );
  const all = documents.map((document) => plant(document, voided));
  const at = all.findIndex((one) => one !== undefined);
  const changed = all[at];
  if (changed === undefined) return undefined;
  const log = new InMemoryBooksLog();
  for (const [index, document] of documents.entries()) {
    await log.append(tenant, {
      seq: index + 1,
      bytes: booksBlockBytes([index === at ? changed : document]),
    });
  }
  return { ...world, log };
}

describe('books that hold a fault', () => {
  it.each(faults)('$title: $reports', async ({ reports, plant }) => {
    let looked = 0;
    await fc.assert(
      fc.asyncProperty(someMonths, async (months) => {
        const faulty = await planted(await finances(months), plant);
        fc.pre(faulty !== undefined);
        looked += 1;
        for (const report of reports) {
          const [question] = questionsOf(report, whole);
          if (question === undefined) continue;
          const answered = codeOf(makeReport(faulty, tenant, question, bounds));
          expect({ report, code: await answered }).toEqual({ report, code: 'report.unbalanced' });
        }
      }),
      { numRuns: 5 },
    );
    expect(looked).toBeGreaterThan(0);
  });
});
