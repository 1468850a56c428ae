import { describe, expect, it } from '@jest/globals';
import type { UsageEvent } from '../../core/metering/usage-event.ts';
import { aUsageEvent } from '../fixtures/usage-events.ts';
import { aTenant, at, billed, invoicesOf, runOf } from '../support/billed-tenant.ts';
import { billingInterface } from '../support/billing-interface.ts';
import { type SomeBilling, use } from '../support/some-billing.ts';

/** `dup-1` of app-1, as it is sent with that time. */
const sentAt = (time: string, fields: Partial<UsageEvent> = {}) =>
  aUsageEvent({ id: 'dup-1', subject: 'app-1', occurredAt: at(time), ...fields });

async function listOf(billing: SomeBilling, query: Readonly<Record<string, string>> = {}) {
  const { body } = await billingInterface(billing)('GET /v1/billing-runs/{period}/repeats', {
    params: { period: '2026-01' },
    query,
  });
  return body;
}

const overrides = [{ check: 'identity-repeated', reason: 'credited by hand' }];

describe('an identity that comes again with another time', () => {
  it('makes the month wait, each time listed beside the first', async () => {
    const billing = await aTenant();
    await use(billing, [
      sentAt('2026-01-14T10:00:00Z'),
      sentAt('2026-01-14T10:01:00Z'),
      sentAt('2026-01-14T11:00:00Z'),
      sentAt('2026-01-14T11:00:00Z', { id: 'other' }),
    ]);

    await billed(billing);

    expect(billing.log.blocksOf('acme')).toEqual([]);
    expect(await runOf(billing)).toMatchObject({
      status: 'waiting',
      waitingFor: [
        {
          code: 'identity-repeated',
          detail:
            'look at the events that came again under another time, such as dup-1 of urn:magazine at 2026-01-14T10:00:00Z and 2026-01-14T10:01:00Z: each was counted',
        },
      ],
    });
    expect(billing.notices).toMatchObject([{ event: 'billing.identity-repeated' }]);
    const event = { source: 'urn:magazine', id: 'dup-1' };
    const first = { type: 'view', subject: 'app-1', time: '2026-01-14T10:00:00Z' };
    expect(await listOf(billing)).toEqual({
      period: '2026-01',
      repeats: [
        { ...event, first, again: { ...first, time: '2026-01-14T10:01:00Z' } },
        { ...event, first, again: { ...first, time: '2026-01-14T11:00:00Z' } },
      ],
    });
  });

  it('is found whoever used it, in another shard, too', async () => {
    const billing = await aTenant();
    const subjects = ['app-1', 'app-2', 'app-3', 'app-4', 'app-5', 'app-6'];
    await use(
      billing,
      subjects.map((subject) => sentAt('2026-01-14T10:00:00Z', { subject })),
    );

    await billed(billing);

    // Two logs of the minute have one each; the others are conflicts.
    expect(await listOf(billing)).toMatchObject({ repeats: [{ id: 'dup-1' }] });
  });

  it('is billed when a person overrules it, and says who let it through for good', async () => {
    const billing = await aTenant();
    await use(billing, [sentAt('2026-01-14T10:00:00Z'), sentAt('2026-01-14T10:01:00Z')]);
    await billed(billing);

    await billed(billing, { period: '2026-01', overrides });

    expect(await runOf(billing)).toMatchObject({ status: 'done' });
    expect(await invoicesOf(billing)).toMatchObject([{ customer: 'press', total: '0.50' }]);
    expect(await listOf(billing)).toMatchObject({
      repeats: [{ overruled: { reason: 'credited by hand', at: '2026-02-03T00:00:00Z' } }],
    });
  });

  it('is waited for where it came after the list that a person overruled', async () => {
    const billing = await aTenant();
    await use(billing, [sentAt('2026-01-14T10:00:00Z'), sentAt('2026-01-14T10:01:00Z')]);
    await billed(billing);
    const other = ['10:00', '10:01', '10:02', '10:03', '10:04'];
    await use(
      billing,
      other.map((time) => sentAt(`2026-01-15T${time}:00Z`, { id: 'other' })),
    );

    await billed(billing, { period: '2026-01', overrides });

    expect(await invoicesOf(billing)).toEqual([]);
    expect(await runOf(billing)).toMatchObject({
      status: 'waiting',
      waitingFor: [{ code: 'identity-repeated', detail: expect.stringContaining('other of') }],
    });
    const { repeats } = await listOf(billing);
    expect(repeats).toMatchObject([
      { id: 'dup-1', overruled: { reason: 'credited by hand' } },
      ...Array.from({ length: 4 }, () => ({ id: 'other' })),
    ]);
    expect((repeats as object[]).filter((one) => 'overruled' in one)).toHaveLength(1);

    await billed(billing, { period: '2026-01', overrides });

    expect(await invoicesOf(billing)).toMatchObject([{ customer: 'press', total: '1.75' }]);
  });

  it('is waited for where a person overrules what no run has listed yet', async () => {
    const billing = await aTenant();
    await use(billing, [sentAt('2026-01-14T10:00:00Z'), sentAt('2026-01-14T10:01:00Z')]);

    await billed(billing, { period: '2026-01', overrides });

    expect(await runOf(billing)).toMatchObject({ status: 'waiting' });
  });

  it('is waited for once: what was overruled is no reason to wait any more', async () => {
    const billing = await aTenant();
    await use(billing, [sentAt('2026-01-14T10:00:00Z'), sentAt('2026-01-14T10:01:00Z')]);
    await billed(billing);
    await billed(billing, { period: '2026-01', overrides });
    const [invoice] = await invoicesOf(billing);
    await billingInterface(billing)('POST /v1/invoices/{id}/void', {
      params: { id: String(invoice?.['id']) },
      body: { reason: 'a wrong address', afterwards: 'rebill' },
      headers: { 'content-type': 'application/json' },
    });

    await billed(billing);

    expect(await runOf(billing)).toMatchObject({ status: 'done' });
  });

  it('is found across the border of a month, by the run of the later one', async () => {
    const billing = await aTenant();
    await use(billing, [sentAt('2025-12-31T23:59:00Z'), sentAt('2026-01-01T00:00:30Z')]);

    await billed(billing);

    expect(await listOf(billing)).toMatchObject({
      repeats: [
        { first: { time: '2025-12-31T23:59:00Z' }, again: { time: '2026-01-01T00:00:30Z' } },
      ],
    });
  });

  it('is found where both came late, after their own month was looked through', async () => {
    const billing = await aTenant();
    await use(billing, [sentAt('2025-12-30T10:00:00Z'), sentAt('2025-12-30T12:00:00Z')]);

    await billed(billing);

    expect(await listOf(billing)).toMatchObject({
      repeats: [{ again: { time: '2025-12-30T12:00:00Z' } }],
    });
  });

  it('is no other than the same event sent again as it was', async () => {
    const billing = await aTenant();
    await use(billing, [sentAt('2026-01-14T10:00:00Z'), sentAt('2026-01-14T10:00:00Z')]);
    await use(billing, [sentAt('2026-01-14T10:01:00Z', { source: 'urn:other' })]);

    await billed(billing);

    expect(await listOf(billing)).toEqual({ period: '2026-01', repeats: [] });
    expect(await runOf(billing)).toMatchObject({ status: 'done' });
  });

  it('is listed page by page', async () => {
    const billing = await aTenant();
    await use(
      billing,
      ['10:00', '10:01', '10:02', '10:03'].map((time) => sentAt(`2026-01-14T${time}:00Z`)),
    );
    await billed(billing);

    const first = await listOf(billing, { limit: '2' });
    const second = await listOf(billing, { limit: '2', cursor: String(first['nextCursor']) });

    expect(first).toMatchObject({ repeats: [{}, {}] });
    expect(second).toMatchObject({ repeats: [{ again: { time: '2026-01-14T10:03:00Z' } }] });
    expect(second).not.toHaveProperty('nextCursor');
  });
});
