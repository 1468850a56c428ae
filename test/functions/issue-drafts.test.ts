import { describe, expect, it } from '@jest/globals';
import { documentsIn } from '../../core/books/block.ts';
import { someSettings } from '../fixtures/plans.ts';
import {
  aTenant,
  billed,
  interfaceOf,
  invoicesOf,
  press,
  runOf,
  viewsOf,
} from '../support/billed-tenant.ts';
import { type SomeBilling, use } from '../support/some-billing.ts';

describe('an invoice out of bounds', () => {
  async function parked(): Promise<SomeBilling> {
    const billing = await aTenant({ customers: [press] });
    await use(billing, [...viewsOf('app-1', 8, '2025-12-14'), ...viewsOf('app-1', 100)]);
    await billed(billing, { period: '2025-12' });
    await billed(billing);
    return billing;
  }

  it('is parked, visibly, and not issued', async () => {
    const billing = await parked();

    expect(await runOf(billing)).toMatchObject({
      counts: { closed: 0, parked: 1 },
      customers: [{ customer: 'press', status: 'parked', code: 'out-of-bounds' }],
    });
    expect(billing.notices).toContainEqual(
      expect.objectContaining({ event: 'billing.parked', code: 'out-of-bounds' }),
    );
  });

  it('is issued when a person says why', async () => {
    const billing = await parked();
    const [draft] = await invoicesOf(billing, { status: 'draft', period: '2026-01' });
    const ask = interfaceOf(billing);

    const answer = await ask('POST /v1/invoices/{id}/issue', {
      params: { id: draft?.id ?? '' },
      body: { reason: 'they were on the front page' },
      headers: { 'content-type': 'application/json' },
    });

    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      isNew: true,
      invoice: { total: '25.00', status: 'issued' },
    });
    expect(await runOf(billing)).toMatchObject({
      status: 'done',
      counts: { closed: 1, parked: 0 },
    });
  });

  it('is issued by one word, whatever else a person is to see of it, and the books say all of that', async () => {
    const billing = await aTenant({
      customers: [press],
      settings: someSettings({
        seller: {
          name: 'Magazine GmbH',
          taxNumber: 'DE123456789',
          address: { lines: ['Hauptstr. 1'], country: 'DE' },
        },
        taxes: { standard: { category: 'S', rate: '19' } },
      }),
    });
    await use(billing, [...viewsOf('app-1', 8, '2025-12-14'), ...viewsOf('app-1', 800)]);
    await billed(billing, { period: '2025-12' });
    await billed(billing);
    const [draft] = await invoicesOf(billing, { status: 'draft', period: '2026-01' });

    const answer = await interfaceOf(billing)('POST /v1/invoices/{id}/issue', {
      params: { id: draft?.id ?? '' },
      body: { reason: 'they were on the front page' },
      headers: { 'content-type': 'application/json' },
    });

    expect(answer.status).toBe(201);
    const documents = billing.log.blocksOf('acme').flatMap(({ bytes }) => documentsIn(bytes));
    expect(documents.at(-1)).toMatchObject({
      overrides: [
        { check: 'out-of-bounds', reason: 'they were on the front page' },
        { check: 'missing-on-invoice', reason: 'they were on the front page' },
      ],
    });
  });

  it('issued and then voided for billing again, is open, and no longer parked', async () => {
    const billing = await parked();
    const [draft] = await invoicesOf(billing, { status: 'draft', period: '2026-01' });
    const ask = interfaceOf(billing);
    const post = (what: 'issue' | 'void') =>
      ask(`POST /v1/invoices/{id}/${what}`, {
        params: { id: draft?.id ?? '' },
        body: { reason: 'the wrong company' },
        headers: { 'content-type': 'application/json' },
      });

    const answers = [await post('issue'), await post('void')];

    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(await runOf(billing)).toMatchObject({ counts: { open: 1, parked: 0, closed: 0 } });
  });

  it('is refused when it is another by now, and shown again', async () => {
    const billing = await parked();
    const [draft] = await invoicesOf(billing, { status: 'draft', period: '2026-01' });
    await use(billing, viewsOf('app-1', 4, '2026-01-20'));
    const ask = interfaceOf(billing);

    const answer = await ask('POST /v1/invoices/{id}/issue', {
      params: { id: draft?.id ?? '' },
      body: { reason: 'they were on the front page' },
      headers: { 'content-type': 'application/json' },
    });

    expect([answer.status, answer.body['code']]).toEqual([409, 'invoice.draft-changed']);
    expect(answer.body['detail']).toContain('run `farthing bill --period 2026-01` again');
    expect(await invoicesOf(billing, { status: 'draft', period: '2026-01' })).toMatchObject([
      { total: '26.00' },
    ]);
  });
});

describe('a draft that lacked something', () => {
  it('is issued by the next run once that is given, and until then issuing it says so', async () => {
    const settingsOf = (taxNumber: string) =>
      someSettings({
        seller: { name: 'Magazine GmbH', taxNumber },
        taxes: { standard: { category: 'AE', exemptionReason: 'Reverse charge' } },
      });
    const buyer = { ...press, taxNumber: 'NL123456789B01' };
    const billing = await aTenant({ customers: [buyer], settings: settingsOf('12/345/678') });
    await use(billing, viewsOf('app-1', 8));
    await billed(billing);
    const [draft] = await invoicesOf(billing, { status: 'draft', period: '2026-01' });
    expect(await runOf(billing)).toMatchObject({ customers: [{ code: 'missing-on-invoice' }] });

    const body = settingsOf('DE123456789');
    await billing.rating.settings.put({ tenant: 'acme', revision: 2, body });
    const refused = await interfaceOf(billing)('POST /v1/invoices/{id}/issue', {
      params: { id: draft?.id ?? '' },
      body: { reason: 'it is given' },
      headers: { 'content-type': 'application/json' },
    });
    await billed(billing);

    expect(refused.body['detail']).toContain('run `farthing bill --period 2026-01` again');
    expect(await runOf(billing)).toMatchObject({ counts: { closed: 1, parked: 0 } });
  });
});

describe('a draft that somebody looked at', () => {
  it('is not issued as what another run has made of it since', async () => {
    const billing = await aTenant({ settings: someSettings({ approval: true }) });
    await use(billing, viewsOf('app-1', 8));
    await billed(billing);
    const [listed] = await invoicesOf(billing, { status: 'draft', period: '2026-01' });
    const ask = interfaceOf(billing);
    const lookAtIt = async () => {
      const { body } = await ask('GET /v1/invoices/{id}', { params: { id: listed?.id ?? '' } });
      return (body['parked'] as { fingerprint: string }).fingerprint;
    };
    const issue = (fingerprint: string) =>
      ask('POST /v1/invoices/{id}/issue', {
        params: { id: listed?.id ?? '' },
        body: { reason: 'looked at', fingerprint },
        headers: { 'content-type': 'application/json' },
      });

    const seen = await lookAtIt();
    await use(billing, viewsOf('app-1', 4, '2026-01-20'));
    await billed(billing);
    const refused = await issue(seen);
    const issued = await issue(await lookAtIt());

    expect([refused.status, refused.body['code']]).toEqual([409, 'invoice.draft-changed']);
    expect([issued.status, issued.body['invoice']]).toMatchObject([201, { total: '3.00' }]);
  });
});

describe('a tenant that does not say whether it approves', () => {
  const { approval: _, ...silent } = someSettings();
  const issueAll = async (billing: SomeBilling, period: string) => {
    for (const draft of await invoicesOf(billing, { status: 'draft', period })) {
      const { status } = await interfaceOf(billing)('POST /v1/invoices/{id}/issue', {
        params: { id: draft.id },
        body: { reason: 'looked at' },
        headers: { 'content-type': 'application/json' },
      });
      expect(status).toBe(201);
    }
  };

  it('has all of its first month parked, whatever of it is issued by then, and no later one', async () => {
    const billing = await aTenant({ settings: silent });
    await use(billing, [...viewsOf('app-1', 8, '2025-12-14'), ...viewsOf('app-1', 9)]);

    await billed(billing, { period: '2025-12' });
    const [first] = await invoicesOf(billing, { status: 'draft', period: '2025-12' });
    await interfaceOf(billing)('POST /v1/invoices/{id}/issue', {
      params: { id: first?.id ?? '' },
      body: { reason: 'looked at' },
      headers: { 'content-type': 'application/json' },
    });
    await billed(billing, { period: '2025-12' });
    const afterOne = await runOf(billing, '2025-12');
    await issueAll(billing, '2025-12');
    await billed(billing);

    expect(afterOne).toMatchObject({
      counts: { closed: 1, parked: 1 },
      customers: [{ status: 'closed' }, { status: 'parked', code: 'awaiting-approval' }],
    });
    expect(await runOf(billing)).toMatchObject({ status: 'done', counts: { closed: 2 } });
  });

  it('has its first month issued at once where it says that it does not', async () => {
    const billing = await aTenant({ settings: someSettings({ approval: false }) });
    await use(billing, viewsOf('app-1', 8));

    await billed(billing);

    expect(await runOf(billing)).toMatchObject({ status: 'done', counts: { closed: 2 } });
  });
});

describe('a tenant that approves', () => {
  it('has every month parked until a person issues it', async () => {
    const billing = await aTenant({ settings: someSettings({ approval: true }) });
    await use(billing, viewsOf('app-1', 8));

    await billed(billing);

    expect(await runOf(billing)).toMatchObject({
      counts: { parked: 2 },
      customers: [{ code: 'awaiting-approval' }, { code: 'awaiting-approval' }],
    });
    expect(billing.log.blocksOf('acme')).toEqual([]);
  });

  it('keeps with what is issued why a check of the run was overruled', async () => {
    const billing = await aTenant({
      settings: someSettings({ approval: true }),
      customers: [press],
    });
    await use(billing, viewsOf('app-1', 8));
    const overrides = [{ check: 'quarantine-open', reason: 'test events' }];
    await billed(billing, { period: '2026-01', overrides });
    const [draft] = await invoicesOf(billing, { status: 'draft', period: '2026-01' });

    await interfaceOf(billing)('POST /v1/invoices/{id}/issue', {
      params: { id: draft?.id ?? '' },
      body: { reason: 'looked at' },
      headers: { 'content-type': 'application/json' },
    });

    const [block] = billing.log.blocksOf('acme');
    expect(documentsIn(block?.bytes ?? new Uint8Array())).toMatchObject([
      { overrides: [...overrides, { check: 'awaiting-approval', reason: 'looked at' }] },
    ]);
  });
});
