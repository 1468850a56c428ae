import { describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { someSettings } from '../fixtures/plans.ts';
import { announcedIn, billed, stored, withBody } from '../support/billed-month.ts';
import { aTenant, billed as billedFor, viewsOf } from '../support/billed-tenant.ts';
import { use, workOff } from '../support/some-billing.ts';

describe('documents of a month that is closed', () => {
  it('are announced when it is, and again when the closing is delivered again', async () => {
    const { billing, id } = await billed();

    await workOff(billing, 0);

    expect(announcedIn(billing)).toEqual([
      { tenant: 'acme', ids: [id] },
      { tenant: 'acme', ids: [id] },
    ]);
  });

  it('are announced again where its payer has used nothing in it, and only late usage is billed', async () => {
    const billing = await aTenant({
      settings: someSettings({ defaultPlan: 'dear' }),
      customers: [],
    });
    await use(billing, viewsOf('stray', 8, '2025-12-14'));
    await billedFor(billing, { period: '2025-12' });
    await use(billing, viewsOf('stray', 4, '2025-12-20'));
    await billedFor(billing);
    const last = announcedIn(billing).at(-1);
    const close = billing.queue.bodies.findLastIndex((body) => body.includes('"close"'));

    await workOff(billing, close);

    expect(announcedIn(billing)).toHaveLength(3);
    expect(announcedIn(billing).at(-1)).toEqual(last);
  });

  it('are kept in every form that there is', async () => {
    const { billing, id } = await billed();

    await stored(billing);

    expect([...billing.forms.kept.keys()].toSorted()).toEqual([
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

describe('the daily check of the books', () => {
  const days = (count: number) => count * 24 * 3_600_000;

  async function checkedAfter(milliseconds: number) {
    const { billing, id } = await billed();
    const before = billing.documents.bodies.length;
    billing.time.now = timestampOf(billing.time.now + milliseconds);
    const done = billing.queue.bodies.length;
    await billing.queue.send([JSON.stringify({ kind: 'check-books' })]);
    await workOff(billing, done);
    return { id, announced: announcedIn(billing).slice(before) };
  }

  it('announces again what was issued lately: whoever did may have died before saying so', async () => {
    const { id, announced } = await checkedAfter(days(1));

    expect(announced).toEqual([{ tenant: 'acme', ids: [id] }]);
  });

  it('leaves alone what two checks have announced', async () => {
    expect((await checkedAfter(days(3))).announced).toEqual([]);
  });
});

describe('documents that a person brings about', () => {
  it('are announced when a draft is issued, and again when that is repeated', async () => {
    const { billing, ask } = await billed({ approval: true });
    const listed = await ask('GET /v1/invoices', { query: { status: 'draft', period: '2026-01' } });
    const [{ id } = { id: '' }] = listed.body['invoices'] as { id: string }[];
    const issue = { params: { id }, body: { reason: 'as agreed' }, headers: withBody };

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
      headers: { ...withBody, 'idempotency-key': 'outage' },
    });

    expect(announcedIn(billing).at(-1)).toEqual({ tenant: 'acme', ids: [body['id']] });
    await stored(billing);
    expect(billing.forms.kept.has(`acme ${String(body['id'])} pdf`)).toBe(true);
  });
});
