import { describe, expect, it } from '@jest/globals';
import { booksOperations } from '../../core/contract/books/operations.ts';
import { closePeriods } from '../../core/invoicing/close-periods.ts';
import { serveRoutes } from '../../functions/middleware/serve-routes.ts';
import { serveBooks } from '../../functions/serve-books/serve-books.ts';
import { aCharge, aClosing, aMonth, someBooks } from '../fixtures/invoicing.ts';
import { asking } from '../support/ask.ts';

async function csvOf(query: Readonly<Record<string, string>>): Promise<Buffer> {
  const world = someBooks();
  const current = aMonth('2026-01', [aCharge('1000', '0.0125')]);
  await closePeriods(world, 'acme', [aClosing({ current })]);
  const ask = asking(serveRoutes('ServeBooks', booksOperations, serveBooks(world)));
  const { bytes } = await ask('GET /v1/reports/{name}', {
    params: { name: 'revenue' },
    query: { from: '2026-01', to: '2026-12', format: 'csv', ...query },
  });
  return bytes;
}

describe('a report as CSV', () => {
  it('is for programs, where nothing else is said', async () => {
    expect((await csvOf({})).toString()).toMatch(/^currency,service,[\s\S]*,12\.50\r\n$/);
  });

  it.each([
    ['semicolon', /^\ufeffcurrency;service;[\s\S]*;12,50\r\n$/],
    ['comma', /^\ufeffcurrency,service,[\s\S]*,12\.50\r\n$/],
  ])('is for spreadsheets with a separator: %s', async (separator, expected) => {
    expect((await csvOf({ separator })).toString()).toMatch(expected);
  });
});
