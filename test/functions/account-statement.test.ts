import { describe, expect, it } from '@jest/globals';
import { keepLogo } from '../../core/documents/logo/keep-logo.ts';
import { textOf } from '../core/documents/pdf-text.ts';
import { aJpeg } from '../core/documents/some-pictures.ts';
import { billed, taxed, withBody } from '../support/billed-month.ts';

const statement = 'GET /v1/customers/{key}/statement';
const of = (key: string, query = { from: '2026-01', to: '2026-02' }) => ({
  params: { key },
  query,
});

describe('GET /v1/customers/{key}/statement', () => {
  it('is what the books say of the customer, in its language, with the logo of the seller', async () => {
    const { logos } = (await billed()).billing;
    const { sha256: logo } = await keepLogo(logos, 'acme', aJpeg);
    const { ask, id } = await billed({ ...taxed, logo }, { language: 'de' });
    await ask('POST /v1/invoices/{id}/payments', {
      params: { id },
      body: { rail: 'bank', reference: 'DE-7', amount: '0.50' },
      headers: { ...withBody, 'idempotency-key': 'paid' },
    });

    const answer = await ask(statement, of('press'));

    const text = textOf(answer.bytes);
    expect(answer).toMatchObject({
      status: 200,
      headers: {
        'content-type': 'application/pdf',
        'content-disposition': 'attachment; filename="statement-press-2026-02-28.pdf"',
      },
    });
    expect(text).toMatch(/Kontoauszug[\s\S]*Press Review[\s\S]*1\.\u00a0?\s?Januar 2026/);
    expect(text).toMatch(/Rechnung A\/2026\/0001\n2,00\n2,00/);
    expect(text).toMatch(/Zahlung, zu A\/2026\/0001\nDE-7\n-0,50\n1,50/);
    expect(text).toMatch(/A\/2026\/0001\n3\. Februar 2026[\s\S]*1,50\nZusammen\n1,50/);
    expect(answer.bytes.toString('latin1')).toContain('/Subtype /Image');
  });

  it('is refused of who has no document, of days that are none, and under no key', async () => {
    const { ask } = await billed();

    expect((await ask(statement, of('nobody'))).body).toMatchObject({
      code: 'payment.payer-unknown',
    });
    expect(
      (await ask(statement, of('press', { from: '2026-02', to: '2026-01' }))).body,
    ).toMatchObject({
      code: 'report.days-invalid',
    });
    expect((await ask(statement, of('bad\u0001key'))).body).toMatchObject({
      code: 'request.bad-key',
    });
  });
});
