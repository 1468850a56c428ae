import { describe, expect, it } from '@jest/globals';
import { keepLogo } from '../../core/documents/logo/keep-logo.ts';
import { aJpeg, aPng } from '../core/documents/some-pictures.ts';
import { asking } from '../support/ask.ts';
import { billed, stored, taxed, withBody } from '../support/billed-month.ts';
import { catalogPorts } from '../support/catalog-ports.ts';
import { catalogHandler } from '../support/changing-handlers.ts';

const seller = { name: 'Magazine GmbH' };
const headers = withBody;

const image = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

describe('a logo that is sent', () => {
  it('is kept once, and the settings may name it then', async () => {
    const ask = asking(catalogHandler(catalogPorts()));
    const body = { image: image(aJpeg) };

    const kept = await ask('POST /v1/logos', { body, headers });
    const again = await ask('POST /v1/logos', { body, headers });
    const { logo } = kept.body as { logo: string };
    const put = await ask('PUT /v1/billing-settings', { body: { seller, logo }, headers });

    expect(kept).toMatchObject({
      status: 200,
      body: {
        mediaType: 'image/jpeg',
        width: 16,
        height: 8,
        logo: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    });
    expect(again.body).toEqual(kept.body);
    expect(put).toMatchObject({ status: 201, body: { logo } });
  });

  it('is refused where it is no picture, and settings where they name one that is not kept', async () => {
    const ask = asking(catalogHandler(catalogPorts()));

    const sent = await ask('POST /v1/logos', { body: { image: 'PHN2Zy8+' }, headers });
    const settings = { seller, logo: 'a'.repeat(64) };
    const put = await ask('PUT /v1/billing-settings', { body: settings, headers });

    expect(sent).toMatchObject({ status: 400, body: { code: 'logo.invalid', param: '/image' } });
    expect(put).toMatchObject({ status: 404, body: { code: 'logo.not-found', param: '/logo' } });
  });
});

describe('what is issued with a logo', () => {
  it('keeps it, whatever the settings say later, and so does its credit note', async () => {
    const { logos } = (await billed()).billing;
    const { sha256: logo } = await keepLogo(logos, 'acme', aJpeg);
    const { sha256: later } = await keepLogo(logos, 'acme', aPng([1, 1], [[0, 1, 2, 3]]));
    const { billing, ask, id, get } = await billed({ ...taxed, logo });
    await stored(billing);
    const before = await get('pdf');
    const record = await billing.rating.settings.get('acme');
    await billing.rating.settings.put({
      ...{ tenant: 'acme', revision: (record?.revision ?? 0) + 1 },
      body: { ...(record?.body ?? { seller }), logo: later },
    });

    const credited = await ask('POST /v1/invoices/{id}/credit-notes', {
      params: { id },
      body: { reason: 'an outage' },
      headers: { ...withBody, 'idempotency-key': 'outage' },
    });
    const note = await ask('GET /v1/invoices/{id}', { params: { id: noteIn(credited.body) } });

    expect((await get()).body).toMatchObject({ logo });
    expect(note.body).toMatchObject({ type: 'credit-note', logo });
    expect((await get('pdf')).bytes).toEqual(before.bytes);
  });
});

const noteIn = (answer: unknown): string =>
  (answer as { invoice: { paymentState: { creditNotes: { id: string }[] } } }).invoice.paymentState
    .creditNotes[0]?.id ?? '';
