import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Books } from '../../../core/books/books.ts';
import { payerOf } from '../../../core/books/kinds/kinds.ts';
import { reportDays, reportNames } from '../../../core/contract/reports/report-names.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { makeReport } from '../../../core/reports/make-report.ts';
import { reportQuestion } from '../../../core/reports/question.ts';
import { InMemoryBooksCells, InMemoryBooksLog } from '../../fakes/books.ts';
import { documentsOf, tenant } from '../../support/some-finances.ts';

const golden = new URL('../books/golden/blocks-of-version-1.json', import.meta.url);

/** As the first program that kept books wrote them: without days, service months, or what of a payment is applied. */
async function booksOfBefore() {
  const [log, cells] = [new InMemoryBooksLog(), new InMemoryBooksCells()];
  for (const [index, text] of (JSON.parse(readFileSync(golden, 'utf8')) as string[]).entries()) {
    await log.append(tenant, { seq: index + 1, bytes: Buffer.from(text, 'base64') });
  }
  const books = new Books({ log, cells, clock: { now: () => timestampOf(0) } });
  return { log, books };
}

describe('books of version 1', () => {
  it.each(reportNames)('have a report that adds up: %s', async (name) => {
    const world = await booksOfBefore();
    const days =
      reportDays[name] === 'asOf' ? { asOf: '2100-01' } : { from: '1970-01', to: '2100-01' };
    const payers = new Set((await documentsOf(world.log)).map((document) => payerOf(document)));
    const customers = name === 'customer-statement' ? payers : [undefined];

    let rows = 0;
    for (const customer of customers) {
      const question = reportQuestion(name, { ...days, customer });
      const bounds = { through: undefined, documentsMax: 1_000 };
      const { tables } = await makeReport(world, tenant, question, bounds);
      rows += tables.reduce((sum, table) => sum + table.rows.length, 0);
    }

    // Nobody had payees then.
    if (name === 'withheld-tax') expect(rows).toBe(0);
    else expect(rows).toBeGreaterThan(0);
  });
});
