import { beforeAll, describe, expect, it } from '@jest/globals';
import { booksOperations } from '../../core/contract/books/operations.ts';
import { closePeriods } from '../../core/invoicing/close-periods.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { serveRoutes } from '../../functions/middleware/serve-routes.ts';
import { serveBooks } from '../../functions/serve-books/serve-books.ts';
import { aCharge, aClosing, aMonth, someBooks, someTerms } from '../fixtures/invoicing.ts';
import { type Answer, asking } from '../support/ask.ts';

const { books, log, cells, clock } = someBooks(timestampOf(Date.UTC(2026, 3, 2)));
const ports = { books, log, cells };
/** As deployed, and with pages as short as they can be: of one block. */
const whole = asking(serveRoutes('ServeBooks', booksOperations, serveBooks(ports)));
const paged = asking(serveRoutes('ServeBooks', booksOperations, serveBooks(ports, 1)));
const MONTHS = ['2026-01', '2026-02', '2026-03'];

beforeAll(async () => {
  for (const month of MONTHS) {
    const closings = ['press', 'radio'].map((customer) =>
      aClosing({
        terms: someTerms({ customer }),
        current: aMonth(month, [aCharge('1234', '0.00123')]),
      }),
    );
    await closePeriods({ books, clock }, 'acme', closings);
  }
});

/** Every page, by the header that says there is one more. */
async function pagesOf(format: string): Promise<readonly Answer[]> {
  const pages: Answer[] = [];
  let cursor: string | undefined;
  do {
    const query = { format, ...(cursor === undefined ? {} : { cursor }) };
    const page = await paged('GET /v1/books', { query });
    pages.push(page);
    cursor = page.headers['next-cursor'];
  } while (cursor !== undefined);
  return pages;
}

describe('a journal of several pages', () => {
  it.each(['csv', 'hledger', 'beancount'])(
    'is in %s the text of the journal on one page',
    async (format) => {
      const { text, headers } = await whole('GET /v1/books', { query: { format } });

      const pages = await pagesOf(format);

      expect(pages).toHaveLength(MONTHS.length);
      expect(pages.map((page) => page.text).join('')).toBe(text);
      expect(headers['next-cursor']).toBeUndefined();
    },
  );

  it('is in JSON a list of documents a page, which says itself where the next is', async () => {
    const { body } = await whole('GET /v1/books');

    const pages = await pagesOf('json');

    const documents = pages.flatMap((page) => page.body['documents'] as unknown[]);
    const said = pages.map((page) => page.body['nextCursor']);
    expect(documents).toEqual(body['documents']);
    expect(documents).toHaveLength(6);
    expect(said).toEqual(pages.map(({ headers }) => headers['next-cursor']));
  });

  it('goes on for nobody else, and in no other format', async () => {
    const [first] = await pagesOf('csv');
    const cursor = first?.headers['next-cursor'] ?? '';

    const foreign = await paged('GET /v1/books', {
      query: { format: 'csv', cursor },
      tenant: 'other',
    });
    const other = await paged('GET /v1/books', { query: { format: 'hledger', cursor } });

    for (const answer of [foreign, other]) {
      expect(answer).toMatchObject({ status: 400, body: { code: 'request.bad-cursor' } });
    }
  });

  it('of nobody has nothing on it', async () => {
    const { body, headers } = await whole('GET /v1/books', { tenant: 'nobody' });

    expect(body).toEqual({ documents: [] });
    expect(headers['next-cursor']).toBeUndefined();
  });
});
