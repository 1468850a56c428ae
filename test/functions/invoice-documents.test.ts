import { describe, expect, it } from '@jest/globals';
import { sha256 } from '../../core/kernel/digest.ts';
import { textOf } from '../core/documents/pdf-text.ts';
import { billed, stored, taxed, withBody } from '../support/billed-month.ts';

describe('GET /v1/invoices/{id} of an issued invoice', () => {
  it.each([
    ['pdf', 'application/pdf', 'A-2026-0001.pdf'],
    ['csv', 'text/csv; charset=utf-8', 'A-2026-0001.csv'],
    ['ubl', 'application/xml', 'A-2026-0001.xml'],
    ['cii', 'application/xml', 'A-2026-0001.cii.xml'],
  ])('answers %s as it is kept, with name and checksum', async (format, type, name) => {
    const { billing, get, id } = await billed(taxed);
    await stored(billing);

    const { status, bytes, headers } = await get(format);

    expect(status).toBe(200);
    expect(bytes.equals(billing.forms.kept.get(`acme ${id} ${format}`)?.bytes ?? Buffer.of())).toBe(
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
    expect([...billing.forms.kept.keys()].toSorted()).toEqual(
      ['csv', 'json', 'pdf'].map((form) => `acme ${id} ${form}`),
    );
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
      cii: path(withUbl.id, 'cii'),
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
    await billing.forms.putAlone(
      { tenant: 'acme', id, form: 'pdf' },
      { bytes, sha256: sha256(bytes) },
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
      headers: withBody,
    });

    expect((await get('pdf')).bytes.equals(before.bytes)).toBe(true);
    expect((await get()).body).toMatchObject({ status: 'void' });
  });

  it('has a copy, beside it, that says that it is void, and no other has', async () => {
    const { billing, ask, get, id } = await billed();
    const copy = () =>
      ask('GET /v1/invoices/{id}', { params: { id }, query: { format: 'pdf', stamp: 'void' } });
    const before = await get('pdf');
    const standing = await copy();

    await ask('POST /v1/invoices/{id}/void', {
      params: { id },
      body: { reason: 'the wrong company' },
      headers: withBody,
    });
    const kept = billing.forms.kept.size;
    const stamped = await copy();

    expect(standing.bytes.equals(before.bytes)).toBe(true);
    expect(textOf(stamped.bytes)).toContain('VOID');
    expect(textOf((await get('pdf')).bytes)).not.toContain('VOID');
    expect(stamped.bytes.toString('latin1')).not.toContain('/EmbeddedFile');
    expect(billing.forms.kept.size).toBe(kept);
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
    expect(billing.forms.kept.size).toBe(0);
  });
});
