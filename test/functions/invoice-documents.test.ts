import { describe, expect, it } from '@jest/globals';
import { documentsMessageFrom } from '../../core/billing/documents-message.ts';
import type { SettingsBody } from '../../core/contract/shapes-settings.ts';
import { sha256 } from '../../core/kernel/digest.ts';
import { timestampFrom, timestampOf } from '../../core/kernel/timestamp.ts';
import { serveRoutes } from '../../functions/middleware/serve-routes.ts';
import { serveInvoices } from '../../functions/serve-invoices/serve-invoices.ts';
import { storeDocuments } from '../../functions/store-documents/store-documents.ts';
import { textOf } from '../core/documents/pdf-text.ts';
import { aCustomer } from '../fixtures/customers.ts';
import { aPlan, aVersion, someSettings } from '../fixtures/plans.ts';
import { aUsageEvent } from '../fixtures/usage-events.ts';
import { asking } from '../support/ask.ts';
import { type SomeBilling, setUp, someBilling, use, workOff } from '../support/some-billing.ts';

const press = aCustomer({
  key: 'press',
  name: 'Press Review',
  subjects: ['app-1'],
  address: { lines: ['1 Fleet St'], country: 'GB' },
  plan: [{ plan: 'dear', from: '1970-01-01' }],
});
const dear = aPlan(
  aVersion({ charges: [{ meter: 'view', model: 'per_unit', unitPrice: '0.25' }] }),
);

/** Numbers that cannot be names of files as they are. */
const series = {
  invoice: { prefix: 'A/{year}/', digits: 4 },
  creditNote: { prefix: 'C/{year}/', digits: 4 },
};
/** With what EN 16931 asks of a seller. */
const taxed: Partial<SettingsBody> = {
  seller: {
    name: 'Magazine GmbH',
    taxNumber: 'DE123456789',
    address: { lines: ['Hauptstr. 1'], country: 'DE' },
  },
};

const views = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    aUsageEvent({
      id: `view ${index}`,
      subject: 'app-1',
      occurredAt: timestampFrom('2026-01-14T10:00:00Z') ?? timestampOf(Number.NaN),
    }),
  );

/** January of one customer, billed; and what an interface answers of it. */
async function billed(settings: Partial<SettingsBody> = {}) {
  const billing = someBilling();
  await setUp(billing, {
    settings: someSettings({ series, ...settings }),
    plans: { dear },
    customers: [press],
  });
  await use(billing, views(8));
  const ask = asking(serveRoutes('ServeInvoices', serveInvoices(billing)));
  const run = { body: { period: '2026-01' }, headers: { 'content-type': 'application/json' } };
  await ask('POST /v1/billing-runs', run);
  await workOff(billing);
  const { body } = await ask('GET /v1/billing-runs/{period}', { params: { period: '2026-01' } });
  const [customer] = body['customers'] as { id: string }[];
  const id = customer?.id ?? '';
  const get = (format?: string, headers: Readonly<Record<string, string>> = {}) =>
    ask('GET /v1/invoices/{id}', {
      params: { id },
      query: format === undefined ? {} : { format },
      headers,
    });
  return { billing, ask, id, get };
}

const announcedIn = ({ documents }: SomeBilling) => documents.bodies.map(documentsMessageFrom);

async function stored(billing: SomeBilling): Promise<void> {
  for (const message of announcedIn(billing)) await storeDocuments(billing)(message);
}

const post = { 'content-type': 'application/json' };

describe('documents of a month that is closed', () => {
  it('are announced when it is, and again when the closing is delivered again', async () => {
    const { billing, id } = await billed();

    await workOff(billing, 0);

    expect(announcedIn(billing)).toEqual([
      { tenant: 'acme', ids: [id] },
      { tenant: 'acme', ids: [id] },
    ]);
  });

  it('are kept in every form that there is', async () => {
    const { billing, id } = await billed();

    await stored(billing);

    expect([...billing.store.kept.keys()].toSorted()).toEqual([
      `acme ${id} csv`,
      `acme ${id} json`,
      `acme ${id} pdf`,
    ]);
  });

  it('are lost to nobody when the queue takes no message: the closing is delivered again', async () => {
    const { billing, id } = await billed();
    const close = billing.queue.bodies.findIndex((body) => body.includes('"close"'));
    billing.documents.fail();

    await expect(workOff(billing, close)).rejects.toThrow(/^the documents queue did not take all/);
    expect(id).not.toBe('');
  });
});

describe('documents that a person brings about', () => {
  it('are announced when a draft is issued, and again when that is repeated', async () => {
    const { billing, ask } = await billed({ approval: true });
    const listed = await ask('GET /v1/invoices', { query: { status: 'draft', period: '2026-01' } });
    const [{ id } = { id: '' }] = listed.body['invoices'] as { id: string }[];
    const issue = { params: { id }, body: { reason: 'as agreed' }, headers: post };

    await ask('POST /v1/invoices/{id}/issue', issue);
    await ask('POST /v1/invoices/{id}/issue', issue);

    expect(announcedIn(billing)).toEqual([
      { tenant: 'acme', ids: [id] },
      { tenant: 'acme', ids: [id] },
    ]);
  });

  it('are announced when an invoice is credited', async () => {
    const { billing, ask, id } = await billed();

    const { body } = await ask('POST /v1/invoices/{id}/credit-notes', {
      params: { id },
      body: { reason: 'an outage' },
      headers: { ...post, 'idempotency-key': 'outage' },
    });

    expect(announcedIn(billing).at(-1)).toEqual({ tenant: 'acme', ids: [body['id']] });
    await stored(billing);
    expect(billing.store.kept.get(`acme ${String(body['id'])} pdf`)).toMatchObject({
      fileName: 'C-2026-0001.pdf',
    });
  });
});

describe('GET /v1/invoices/{id} of an issued invoice', () => {
  it.each([
    ['pdf', 'application/pdf', 'A-2026-0001.pdf'],
    ['csv', 'text/csv; charset=utf-8', 'A-2026-0001.csv'],
    ['ubl', 'application/xml', 'A-2026-0001.xml'],
  ])('answers %s as it is kept, with name and checksum', async (format, type, name) => {
    const { billing, get, id } = await billed(taxed);
    await stored(billing);

    const { status, bytes, headers } = await get(format);

    expect(status).toBe(200);
    expect(bytes.equals(billing.store.kept.get(`acme ${id} ${format}`)?.bytes ?? Buffer.of())).toBe(
      true,
    );
    expect(headers).toMatchObject({
      'content-type': type,
      'content-disposition': `attachment; filename="${name}"`,
      etag: `"${sha256(bytes).toString('hex')}"`,
      'repr-digest': `sha-256=:${sha256(bytes).toString('base64')}:`,
    });
  });

  it('keeps a form that is asked for before it was kept', async () => {
    const { billing, get, id } = await billed();

    const first = await get('pdf');
    const second = await get('pdf');

    expect(textOf(first.bytes)).toContain('A/2026/0001');
    expect(second.bytes.equals(first.bytes)).toBe(true);
    expect([...billing.store.kept.keys()]).toEqual([`acme ${id} pdf`]);
  });

  it('says where its other forms are, and only those that there are', async () => {
    const path = (id: string, form: string) => `/v1/invoices/${id}?format=${form}`;
    const without = await billed();
    const withUbl = await billed(taxed);

    expect((await without.get()).body['documents']).toEqual({
      pdf: path(without.id, 'pdf'),
      csv: path(without.id, 'csv'),
    });
    expect((await withUbl.get()).body['documents']).toEqual({
      pdf: path(withUbl.id, 'pdf'),
      csv: path(withUbl.id, 'csv'),
      ubl: path(withUbl.id, 'ubl'),
    });
  });

  it('takes the form from the query before the one that Accept asks for', async () => {
    const { get } = await billed();
    const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

    expect((await get('pdf', { accept: browser })).headers['content-type']).toBe('application/pdf');
    expect((await get('json', { accept: 'text/csv' })).headers['content-type']).toBe(
      'application/json',
    );
    expect((await get(undefined, { accept: 'application/pdf' })).headers['content-type']).toBe(
      'application/pdf',
    );
  });

  it('refuses a form that we do not have, or that there is not', async () => {
    const { get } = await billed();

    const [word, png, ubl] = [
      await get('docx'),
      await get(undefined, { accept: 'image/png' }),
      await get('ubl'),
    ];

    expect([word.status, word.body['code'], word.body['param']]).toEqual([
      400,
      'request.invalid',
      'format',
    ]);
    expect([png.status, png.body['code']]).toEqual([406, 'request.not-acceptable']);
    expect([ubl.status, ubl.body['code']]).toEqual([409, 'invoice.no-ubl']);
    expect(ubl.body['detail']).toContain('seller.taxNumber');
  });

  it.each(['the tag', 'W/the tag', '"other", the tag', '*'])(
    'sends nothing again to who has it already and says %s',
    async (text) => {
      const { get } = await billed();
      const { headers } = await get('pdf');
      const tag = headers['etag'] ?? '';

      const again = await get('pdf', { 'if-none-match': text.replace('the tag', tag) });
      const other = await get('csv', { 'if-none-match': tag });

      expect([again.status, again.text, again.headers['etag']]).toEqual([304, '', tag]);
      expect(other.status).toBe(200);
    },
  );

  it('is refused where it is longer than the gateway passes on', async () => {
    const { billing, get, id } = await billed();
    const bytes = new Uint8Array(4 * 1024 * 1024 + 1);
    await billing.store.put(
      { tenant: 'acme', id, form: 'pdf' },
      { bytes, sha256: sha256(bytes), mediaType: 'application/pdf', fileName: 'A.pdf' },
    );

    const { status, body } = await get('pdf');

    expect([status, body['code']]).toEqual([413, 'answer.too-large']);
    expect(body['detail']).toBe('the answer has 4194305 bytes, and at most 4194304 can be sent');
  });

  it('is what was issued, whatever has become of it since', async () => {
    const { ask, get, id } = await billed();
    const before = await get('pdf');

    await ask('POST /v1/invoices/{id}/void', {
      params: { id },
      body: { reason: 'the wrong company' },
      headers: post,
    });

    expect((await get('pdf')).bytes.equals(before.bytes)).toBe(true);
    expect((await get()).body).toMatchObject({ status: 'void' });
  });
});

describe('GET /v1/invoices/{id} of a draft', () => {
  it('is drawn as one, and not kept', async () => {
    const { billing, ask } = await billed({ approval: true });
    const listed = await ask('GET /v1/invoices', { query: { status: 'draft', period: '2026-01' } });
    const [{ id } = { id: '' }] = listed.body['invoices'] as { id: string }[];

    const pdf = await ask('GET /v1/invoices/{id}', { params: { id }, query: { format: 'pdf' } });
    const ubl = await ask('GET /v1/invoices/{id}', { params: { id }, query: { format: 'ubl' } });
    const json = await ask('GET /v1/invoices/{id}', { params: { id } });

    expect(textOf(pdf.bytes)).toContain('DRAFT');
    expect(pdf.headers['content-disposition']).toBe(`attachment; filename="${id}.pdf"`);
    expect([ubl.status, ubl.body['code']]).toEqual([409, 'invoice.no-ubl']);
    expect(json.body['documents']).toEqual({
      pdf: `/v1/invoices/${id}?format=pdf`,
      csv: `/v1/invoices/${id}?format=csv`,
    });
    expect(billing.store.kept.size).toBe(0);
  });
});
