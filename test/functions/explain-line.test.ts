import { describe, expect, it } from '@jest/globals';
import type { LineExplanationAnswer } from '../../core/contract/invoices/explanation-shapes.ts';
import {
  bill,
  documentOf,
  explained,
  interfaceOf,
  many,
  press,
  quarter,
  used,
} from '../support/explained-lines.ts';
import { aTenancy } from '../support/rated-usage.ts';

describe('a line of usage', () => {
  async function aMonth() {
    const billing = await aTenancy({ plans: { reader: quarter }, customers: [press] });
    await billing.use([
      ...many(3, '2026-01-05T10:00:00Z'),
      ...many(2, '2026-01-05T23:59:00Z', { subject: 'app-2' }),
      ...many(4, '2026-01-06T00:00:00Z'),
      used('2026-01-06T00:00:00Z', { subject: 'stranger' }),
      used('2026-02-01T00:00:00Z'),
    ]);
    await bill(billing, '2026-01', '2026-02-03T00:00:00Z');
    return { billing, invoice: await documentOf(billing, '2026-01') };
  }

  it('leads to its price, its calculation, and the tallies of each subject and day', async () => {
    const { billing, invoice } = await aMonth();

    const answer = await explained(billing, 'INV-2026-000001', '1');

    expect(answer).toMatchObject({
      invoice: { id: invoice.id, number: 'INV-2026-000001', status: 'issued' },
      reason: '9 of view at 0.25 each',
      price: {
        plan: 'reader',
        effectiveFrom: '2020-01-01',
        charge: { meter: 'view', model: 'per_unit', unitPrice: '0.25' },
      },
      stretch: { month: '2026-01', days: 31, daysOfMonth: 31 },
      steps: [{ of: 'units', quantity: '9', price: '0.25', amount: '2.25' }],
      usage: { meter: 'view', quantity: '9', ratedAmount: '2.25', subjects: 2, addsUp: true },
    });
    expect(
      answer.tallies?.map(({ start, subject, quantity }) => [
        start.slice(0, 10),
        subject,
        quantity,
      ]),
    ).toEqual([
      ['2026-01-05', 'app-1', '3'],
      ['2026-01-05', 'app-2', '2'],
      ['2026-01-06', 'app-1', '4'],
    ]);
    expect(answer.usage).not.toHaveProperty('difference');
  });

  it('is shown hour by hour, a page at a time', async () => {
    const { billing, invoice } = await aMonth();

    const first = await explained(billing, invoice.id, '1', { window: 'hour', limit: '2' });
    const second = await explained(billing, invoice.id, '1', {
      window: 'hour',
      limit: '2',
      cursor: first.nextCursor ?? '',
    });

    expect([...(first.tallies ?? []), ...(second.tallies ?? [])].map(({ start }) => start)).toEqual(
      ['2026-01-05T10:00:00Z', '2026-01-05T23:00:00Z', '2026-01-06T00:00:00Z'],
    );
    expect(second.nextCursor).toBeUndefined();
    expect(second.usage?.quantity).toBe('9');
  });

  it('leads to every event behind it, once, in the order of their times', async () => {
    const { billing, invoice } = await aMonth();
    const events: NonNullable<LineExplanationAnswer['events']>[number][] = [];
    let cursor: string | undefined;

    do {
      const page = await explained(billing, invoice.id, '1', {
        events: 'true',
        limit: '4',
        ...(cursor === undefined ? {} : { cursor }),
      });
      expect(page.tallies).toBeUndefined();
      events.push(...(page.events ?? []));
      cursor = page.nextCursor;
    } while (cursor !== undefined);

    expect(events).toHaveLength(9);
    expect(new Set(events.map(({ id }) => id)).size).toBe(9);
    expect(events.map(({ time }) => time)).toEqual(events.map(({ time }) => time).toSorted());
    expect(events[3]).toEqual({
      source: expect.any(String),
      id: expect.any(String),
      time: '2026-01-05T23:59:00Z',
      subject: 'app-2',
      dimensions: {},
      value: '1',
    });
  });

  it('says what came late, and what has become of it', async () => {
    const { billing, invoice } = await aMonth();
    await billing.use(many(2, '2026-01-20T10:00:00Z'));

    const before = await explained(billing, invoice.id, '1');
    await bill(billing, '2026-02', '2026-03-03T00:00:00Z');
    const after = await explained(billing, invoice.id, '1');
    const adjusting = await documentOf(billing, '2026-02');
    const line = adjusting.lines.find(({ kind }) => kind === 'adjustment');
    const adjustment = await explained(billing, adjusting.id, line?.id ?? '');

    expect(before.usage?.difference).toEqual({
      quantity: '2',
      billedSince: '0',
      open: '2',
      detail:
        'usage is 2 more than this document billed: events came late or were corrected, or subjects changed hands; 2 is in no invoice yet',
    });
    expect(before.usage?.quantity).toBe('11');
    expect(after.usage?.difference).toMatchObject({ quantity: '2', billedSince: '2', open: '0' });
    expect(after.usage?.difference?.detail).toContain('INV-2026-000002 billed 2 of it');
    expect(adjustment).toMatchObject({
      reason: '2026-01 as a whole, priced again after INV-2026-000001: usage changed by 2',
      stretch: { month: '2026-01' },
      steps: [
        { of: 'month', quantity: '11', amount: '2.75' },
        { of: 'billed-before', quantity: '-9', amount: '-2.25' },
      ],
      usage: { quantity: '11', billed: [{ number: 'INV-2026-000001' }, { type: 'invoice' }] },
    });
    expect(adjustment.usage).not.toHaveProperty('difference');
  });

  it('of a void invoice says what was taken back, and billed again', async () => {
    const { billing, invoice } = await aMonth();
    await interfaceOf(billing)('POST /v1/invoices/{id}/void', {
      params: { id: invoice.id },
      body: { reason: 'the wrong company' },
      headers: { 'content-type': 'application/json' },
    });

    const open = await explained(billing, invoice.id, '1');
    await bill(billing, '2026-01', '2026-02-04T00:00:00Z');
    const again = await explained(billing, invoice.id, '1');

    expect(open.invoice.status).toBe('void');
    expect(open.usage?.difference?.detail).toBe(
      'usage is what this document billed; a void took 9 back; 9 is in no invoice yet',
    );
    expect(again.usage).not.toHaveProperty('difference');
    expect(again.usage?.billed.map(({ type, quantity }) => [type, quantity])).toEqual([
      ['invoice', '9'],
      ['void', '-9'],
      ['invoice', '9'],
    ]);
  });

  it('refuses a cursor of another list, a line that there is not, and an invoice that there is not', async () => {
    const { billing, invoice } = await aMonth();
    const ask = interfaceOf(billing);
    const { nextCursor = '' } = await explained(billing, invoice.id, '1', { limit: '1' });
    const asked = (id: string, line: string, query: Readonly<Record<string, string>> = {}) =>
      ask('GET /v1/invoices/{id}/lines/{line}', { params: { id, line }, query });

    const answers = [
      await asked(invoice.id, '1', { events: 'true', cursor: nextCursor }),
      await asked(invoice.id, '7'),
      await asked('INV-9', '1'),
      await asked(invoice.id, '1', { limit: '1001' }),
    ];

    expect(answers.map(({ status, body }) => [status, body['code']])).toEqual([
      [400, 'request.bad-cursor'],
      [404, 'invoice.line-not-found'],
      [404, 'invoice.not-found'],
      [400, 'request.invalid'],
    ]);
    expect(answers[1]?.body['detail']).toContain('it has lines 1 to 1, got "7"');
  });
});
