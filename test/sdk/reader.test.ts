import { describe, expect, it } from '@jest/globals';
import {
  ConnectionError,
  createReader,
  GatewayError,
  InvoiceError,
  ProblemError,
  type Reader,
} from '../../sdk/src/index.ts';
import type { ReaderSettings } from '../../sdk/src/read/ask.ts';
import {
  answeredInvoice,
  answeredItem,
  answeredRun,
  listedInvoice,
  refused,
  usageHead,
} from '../cli/support/canned.ts';
import { type FakeAnswer, httpServer, type SeenRequest } from '../cli/support/http-server.ts';
import { aStatement } from '../core/documents/a-document.ts';

const patience = { attemptsMax: 3, backoff: { baseMs: 1, waitMaxMs: 2 } };

async function reading(
  answerTo: (request: SeenRequest, count: number) => FakeAnswer,
  run: (reader: Reader, seen: readonly SeenRequest[]) => Promise<void>,
  settings: Partial<ReaderSettings> = {},
): Promise<void> {
  let count = 0;
  await using server = await httpServer((request) => {
    count += 1;
    return answerTo(request, count);
  });
  const reader = createReader({ ...patience, url: `${server.url}/`, apiKey: 'key', ...settings });
  await run(reader, server.seen);
}

const row = (value: string) => ({
  ...{ start: usageHead.from, end: usageHead.to, dimensions: {}, value },
});
/** Three pages with a row each. */
const usagePages = ({ query }: SeenRequest): FakeAnswer => {
  const page = Number(query['cursor'] ?? '0');
  const next = page < 2 ? { nextCursor: String(page + 1) } : { partial: true };
  return { status: 200, json: { ...usageHead, rows: [row(`${page}.5`)], ...next } };
};
const query = { meter: 'bytes', from: '2026-11', to: '2026-12', limit: 1 } as const;

describe('a list', () => {
  it('is gone through page by page, with what was asked for each time', () =>
    reading(usagePages, async (reader, seen) => {
      const values: string[] = [];
      const rows = reader.usage({ ...query, 'dimension.section': 'sports', customer: undefined });
      for await (const { value } of rows) values.push(value);

      expect(values).toEqual(['0.5', '1.5', '2.5']);
      const asked = { meter: 'bytes', from: '2026-11', to: '2026-12', limit: '1' };
      expect(seen.map((request) => request.query)).toEqual(
        [{}, { cursor: '1' }, { cursor: '2' }].map((cursor) => ({
          ...asked,
          'dimension.section': 'sports',
          ...cursor,
        })),
      );
      expect(seen[0]?.headers).toMatchObject({ authorization: 'Bearer key' });
    }));

  it('has the last events, and what became of each', () =>
    reading(
      () => ({
        status: 200,
        json: {
          ...{ from: usageHead.from, to: usageHead.to },
          events: [
            {
              ...{ source: 'urn:shop', id: 'e1', type: 'scroll', subject: 'reader-7' },
              ...{ time: usageHead.from, status: 'not-billed', reason: 'no-meter', meters: [] },
            },
          ],
        },
      }),
      async (reader, seen) => {
        const [event] = await reader.events({ subject: 'reader-7', limit: 1 }).all();

        expect([event?.status, event?.reason]).toEqual(['not-billed', 'no-meter']);
        expect(seen).toMatchObject([
          { path: '/v1/events', query: { subject: 'reader-7', limit: '1' } },
        ]);
      },
    ));

  it('asks for no page that nobody comes to', () =>
    reading(usagePages, async (reader, seen) => {
      for await (const _ of reader.usage(query)) break;

      expect(seen).toHaveLength(1);
    }));

  it('says by its pages what they have beside their items', () =>
    reading(usagePages, async (reader) => {
      const partial: boolean[] = [];
      for await (const page of reader.usage(query).pages()) partial.push(page.partial === true);

      expect(partial).toEqual([false, false, true]);
    }));

  it('is had at once', () =>
    reading(
      ({ path }) =>
        path === '/v1/customers'
          ? { status: 200, json: { customers: [answeredItem('/v1/customers/press', {})] } }
          : { status: 200, json: { invoices: [listedInvoice(), listedInvoice({ id: 'inv_2' })] } },
      async (reader) => {
        expect((await reader.customers().all()).map(({ key }) => key)).toEqual(['press']);
        const invoices = await reader.invoices({ status: 'overdue' }).all();
        expect(invoices.map(({ id }) => id)).toEqual(['inv_0001', 'inv_2']);
      },
    ));
});

describe('one thing', () => {
  it('is asked for by its key, whatever is in it', () =>
    reading(
      () => ({ status: 200, json: answeredItem('/v1/customers/press', {}) }),
      async (reader, seen) => {
        expect(await reader.customer('a/b?c')).toMatchObject({ key: 'press', revision: 1 });
        expect(seen[0]?.path).toBe('/v1/customers/a%2Fb%3Fc');
      },
    ));

  it('is a document, told by its type', () =>
    reading(
      () => ({ status: 200, json: answeredInvoice('INV-1') }),
      async (reader) => {
        const document = await reader.document('INV-1');

        expect(document.type === 'invoice' ? document.dueDate : undefined).toBeDefined();
      },
    ));

  it('is what an invoice would be', () =>
    reading(
      () => refused('customer.unpriced', 'no plan'),
      async (reader, seen) => {
        const preview = reader.preview('subject:r 7', { period: '2026-10' });

        await expect(preview).rejects.toMatchObject({ code: 'customer.unpriced' });
        expect(seen[0]?.path).toBe('/v1/customers/subject%3Ar%207/preview');
        expect(seen[0]?.query).toEqual({ period: '2026-10' });
      },
    ));
});

describe('statements', () => {
  it('are those of a month that closed without an invoice', () => {
    const { documents, reasons } = answeredInvoice('INV-1');
    const closed = [
      { customer: 'press', status: 'closed', id: 'inv_1', number: 'INV-1' },
      { customer: 'radio', status: 'closed', id: 'st_1' },
    ];
    return reading(
      ({ path }) => ({
        status: 200,
        json: path.startsWith('/v1/billing-runs/')
          ? answeredRun('2026-10', { customers: closed })
          : { ...aStatement({ id: path.slice('/v1/invoices/'.length) }), documents, reasons },
      }),
      async (reader, seen) => {
        const ids: string[] = [];
        for await (const { id, reason } of reader.statements({ period: '2026-10' })) {
          ids.push(`${id} ${reason}`);
        }

        expect(ids).toEqual([expect.stringMatching(/^st_1 /)]);
        expect(seen.map(({ path }) => path)).toEqual([
          '/v1/billing-runs/2026-10',
          '/v1/invoices/st_1',
        ]);
      },
    );
  });
});

describe('a form', () => {
  it('is a stream of bytes, with its name and its digest', () => {
    const bytes = Buffer.from('%PDF-1.3\n%\xff\xfe', 'latin1');
    const sha256 = 'ab'.repeat(32);
    const headers = {
      'content-type': 'application/pdf',
      'content-disposition': 'attachment; filename="INV-1.pdf"',
      etag: `"${sha256}"`,
    };
    return reading(
      () => ({ status: 200, bytes, headers }),
      async (reader, seen) => {
        const form = await reader.form('INV-1', 'pdf');
        const read = Buffer.from(await new Response(form.body).arrayBuffer());

        expect([form.fileName, form.sha256, read.equals(bytes)]).toEqual([
          'INV-1.pdf',
          sha256,
          true,
        ]);
        expect(seen[0]).toMatchObject({ path: '/v1/invoices/INV-1', query: { format: 'pdf' } });
      },
    );
  });
});

describe('what fails', () => {
  const found: FakeAnswer = { status: 200, json: answeredItem('/v1/customers/press', {}) };

  it.each<[string, FakeAnswer]>([
    ['the connection is lost', 'hang up'],
    ['it is answered 503', { status: 503, json: { message: 'Service Unavailable' } }],
    ['it is answered 429', refused('tenant.too-fast', 'slower')],
  ])('is asked for again when %s', (_, failure) =>
    reading(
      (_request, count) => (count < 3 ? failure : found),
      async (reader, seen) => {
        expect(await reader.customer('press')).toMatchObject({ key: 'press' });
        expect(seen).toHaveLength(3);
      },
    ),
  );

  it.each<[string, FakeAnswer, new (...args: never[]) => Error]>([
    ['a problem', refused('request.failed', 'failed'), ProblemError],
    ['an answer without a code', { status: 502, isStranger: true, json: {} }, GatewayError],
    ['no answer', 'hang up', ConnectionError],
  ])('is given up after several attempts with %s', (_, failure, kind) =>
    reading(
      () => failure,
      async (reader, seen) => {
        await expect(reader.customer('press')).rejects.toBeInstanceOf(kind);
        expect(seen).toHaveLength(3);
      },
    ),
  );

  it('is told at once where it is refused', () =>
    reading(
      () => refused('invoice.not-found', 'no such invoice'),
      async (reader, seen) => {
        const error: unknown = await reader.document('INV-9').catch((caught: unknown) => caught);

        expect(error).toBeInstanceOf(InvoiceError);
        expect(error).toMatchObject({
          name: 'InvoiceError',
          code: 'invoice.not-found',
          status: 404,
          message: 'no such invoice (invoice.not-found, request r-1)',
          problem: { detail: 'no such invoice' },
        });
        expect(seen).toHaveLength(1);
      },
    ));

  it('says that the key is not known', () =>
    reading(
      () => ({ status: 403, json: { message: 'Forbidden' } }),
      async (reader) => {
        await expect(reader.customer('press')).rejects.toThrow(
          /403 "Forbidden": the key is unknown/,
        );
      },
    ));

  it('says that what answers is no service of ours', () =>
    reading(
      () => ({ status: 200, isStranger: true, bytes: Buffer.from('<html>') }),
      async (reader) => {
        await expect(reader.customer('press')).rejects.toBeInstanceOf(GatewayError);
      },
    ));

  it('is not asked for again once it is aborted', () => {
    const aborted = new AbortController();
    return reading(
      () => {
        aborted.abort(new Error('enough'));
        return { status: 503, json: { message: 'Service Unavailable' } };
      },
      async (reader, seen) => {
        await expect(reader.customer('press')).rejects.toThrow('enough');
        expect(seen).toHaveLength(1);
      },
      { signal: aborted.signal },
    );
  });

  it('is a URL that is none', () => {
    expect(() => createReader({ url: 'farthing', apiKey: 'key' })).toThrow('url');
  });
});
