import { describe, expect, it } from '@jest/globals';
import { logKeyOf } from '../../core/metering/log/log-key.ts';
import { UsageLogWriter } from '../../core/metering/log/usage-log.ts';
import { identified } from '../../core/metering/usage-event.ts';
import { aPlan, aVersion } from '../fixtures/plans.ts';
import { aMeter, aUsageEvent } from '../fixtures/usage-events.ts';
import { aSeller, priced } from '../support/a-seller.ts';
import { at } from '../support/billed-tenant.ts';

const sinceJanuary = [{ plan: 'reader', from: '2026-01-01' }];
const body = { subjects: ['app-1'], plan: sinceJanuary };
const first = { source: 'urn:magazine', id: 'used 1', time: '2026-01-03T10:00:00Z' };
const january = { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z', type: 'view' };
const asked = { reason: 'a crawler', events: [first] };
const all = { reason: 'a test', where: january };

/** A customer of January who pays 2 an event; `used 1` to `used 4`, and January is billed. */
async function aBilledJanuary() {
  const seller = await aSeller({ reader: aPlan(priced('2')) });
  seller.isNow('2025-12-20T00:00:00Z');
  await seller.put('press', body);
  await seller.uses(
    'app-1',
    ...['2026-01-03T10:00:00Z', '2026-01-03T10:00:01Z'],
    ...['2026-01-09T12:00:00Z', '2026-01-31T23:00:00Z'],
  );
  seller.isNow('2026-02-03T00:00:00Z');
  await seller.bill('2026-01');
  const foresee = (request: object) =>
    seller.ask('POST /v1/corrections/dry-run', { body: request });
  const { usageLog, totals, corrections, queue } = seller.billing;
  /** All that is kept of usage and of corrections, and what queues were told. */
  const kept = async () => ({
    blocks: usageLog.keys().map((key) => usageLog.blocksOf(key)),
    totals: totals.items(),
    progress: totals.progress(),
    records: (await corrections.records.list('acme', { after: '', limit: 9 })).records,
    told: [...corrections.touched.bodies, ...queue.bodies],
  });
  return { ...seller, foresee, kept };
}

describe('a dry run of a correction', () => {
  it('says what the correction then does to usage and to a closed month, and writes nothing', async () => {
    const seller = await aBilledJanuary();
    const before = structuredClone(await seller.kept());

    const { status, body: foreseen } = await seller.foresee(asked);

    expect(await seller.kept()).toEqual(before);
    expect(status).toBe(200);
    expect(foreseen).toMatchObject({
      dryRun: true,
      ...{ does: 'void', events: [first] },
      ...{ corrects: 1, already: 0, charged: 0, unchanged: 0, settled: 0 },
      usage: [
        {
          ...{ subject: 'app-1', meter: 'view', period: '2026-01' },
          ...{ before: '4', after: '3', difference: '-1' },
        },
      ],
      usageTotal: 1,
      months: [
        {
          ...{ customer: 'press', period: '2026-01', bills: 'adjustment', events: 1 },
          ...{ currency: 'EUR', before: '8', after: '6', difference: '-2' },
        },
      ],
      ...{ monthsTotal: 1, withoutPayer: 0, ofOthers: 0 },
    });
    await seller.correct(asked);
    seller.isNow('2026-03-03T00:00:00Z');
    await seller.bill('2026-02');
    expect(await seller.comesTo('press', '2026-01')).toBe('6');
  });

  it('names the document that closed the month, says so of one that is not closed, and counts zero where all goes', async () => {
    const seller = await aBilledJanuary();
    await seller.uses('app-1', '2026-02-01T09:00:00Z');
    const where = { ...january, to: '2026-03-01T00:00:00Z' };

    const { body: foreseen } = await seller.foresee({ ...all, where });

    expect(foreseen['usage']).toMatchObject([
      { period: '2026-01', before: '4', after: '0', difference: '-4' },
      { period: '2026-02', before: '1', after: '0', difference: '-1' },
    ]);
    const [invoice] = await seller.invoices({ period: '2026-01' });
    expect(foreseen['months']).toMatchObject([
      {
        ...{ period: '2026-01', bills: 'adjustment', difference: '-8', after: '0' },
        closedBy: { id: invoice?.id, number: invoice?.number },
      },
      { period: '2026-02', bills: 'invoice', before: '2', after: '0' },
    ]);
    expect(foreseen['months']).not.toMatchObject([{}, { closedBy: expect.anything() }]);
  });

  it('says that a month is too late to be billed by itself once no open month reaches back to it', async () => {
    const seller = await aBilledJanuary();
    for (const [now, month] of [
      ['2026-03-03T00:00:00Z', '2026-02'],
      ['2026-04-03T00:00:00Z', '2026-03'],
    ] as const) {
      seller.isNow(now);
      await seller.bill(month);
    }

    const { body: foreseen } = await seller.foresee(asked);

    expect(foreseen['months']).toMatchObject([
      { period: '2026-01', bills: 'too-late', difference: '-2' },
    ]);
  });

  it('has the month after one, too, where trailing windows of it reach back to what is corrected', async () => {
    const active = { meter: 'active', model: 'per_unit', unitPrice: '1' } as const;
    const seller = await aSeller({ reader: aPlan(aVersion({ charges: [active] })) });
    const { catalogs } = seller.billing;
    const window = { rolling: 'P7D', statistic: 'max' } as const;
    await catalogs.append('acme', { version: 2, meters: [aMeter({ key: 'active', window })] });
    seller.isNow('2025-12-20T00:00:00Z');
    await seller.put('press', body);
    await seller.uses('app-1', '2026-01-10T10:00:00Z', '2026-01-31T23:00:00Z');
    seller.isNow('2026-03-10T00:00:00Z');
    await seller.bill('2026-01');
    await seller.bill('2026-02');
    const monthsOf = async (id: string, time: string) => {
      const events = [{ ...first, id, time }];
      const request = { body: { ...asked, events } };
      const { body: foreseen } = await seller.ask('POST /v1/corrections/dry-run', request);
      return foreseen['months'];
    };

    expect(await monthsOf('used 2', '2026-01-31T23:00:00Z')).toMatchObject([
      { period: '2026-01', bills: 'adjustment', before: '1', after: '1', events: 1 },
      { period: '2026-02', bills: 'adjustment', before: '1', after: '0', events: 0 },
    ]);
    // No window of February has it.
    expect(await monthsOf('used 1', '2026-01-10T10:00:00Z')).toMatchObject([{ period: '2026-01' }]);
  });

  it('says how many events would be left, and why', async () => {
    const seller = await aBilledJanuary();
    await seller.correct(asked);

    const { body: foreseen } = await seller.foresee({ ...all, amend: { type: 'view' } });

    expect(foreseen).toMatchObject({
      corrects: 0,
      already: 1,
      unchanged: 3,
      usage: [],
      months: [],
    });
  });

  it('counts what totals have not come to on both sides', async () => {
    const seller = await aBilledJanuary();
    const late = aUsageEvent({ id: 'late', subject: 'app-1', occurredAt: at(first.time) });
    const key = logKeyOf('acme', late, seller.billing.rating.shardEpochs);
    const { usageLog } = seller.billing;
    await new UsageLogWriter(usageLog).append(key, [identified('acme', late)]);

    const { body: foreseen } = await seller.foresee(asked);

    expect(foreseen['usage']).toMatchObject([{ before: '5', after: '4', difference: '-1' }]);
    expect(foreseen['months']).toMatchObject([{ before: '10', after: '8', difference: '-2' }]);
  });

  it('counts events that nobody is billed for', async () => {
    const seller = await aBilledJanuary();
    await seller.uses('nobody', '2026-01-05T10:00:00Z');

    const { body: foreseen } = await seller.foresee({
      ...all,
      where: { ...january, subjects: ['nobody'] },
    });

    expect(foreseen).toMatchObject({ corrects: 1, withoutPayer: 1, months: [], usageTotal: 1 });
  });

  it('says of a month why nothing prices it', async () => {
    const seller = await aBilledJanuary();
    await seller.put('poor', { subjects: ['app-2'] });
    await seller.uses('app-2', '2026-02-02T10:00:00Z');

    const { body: foreseen } = await seller.foresee({
      ...all,
      where: { ...january, to: '2026-03-01T00:00:00Z', subjects: ['app-2'] },
    });

    expect(foreseen['months']).toMatchObject([
      { customer: 'poor', unpriced: expect.stringContaining('give the customer a plan') },
    ]);
  });

  it('says what taking a correction back then does, and writes nothing', async () => {
    const seller = await aBilledJanuary();
    const { body: done } = await seller.correct({ ...all, where: january });
    const takesBack = String(done['id']);
    const before = structuredClone(await seller.kept());

    const { status, body: foreseen } = await seller.foresee({ reason: 'readers', takesBack });

    expect(await seller.kept()).toEqual(before);
    expect(status).toBe(200);
    expect(foreseen).toMatchObject({
      ...{ does: 'take-back', takesBack, where: january, corrects: 4, already: 0 },
      usage: [{ subject: 'app-1', before: '0', after: '4', difference: '4' }],
      months: [{ customer: 'press', bills: 'adjustment', events: 4, before: '0', after: '8' }],
    });
    await seller.correct({ reason: 'readers' }, takesBack);
    seller.isNow('2026-03-03T00:00:00Z');
    await seller.bill('2026-02');
    expect(await seller.comesTo('press', '2026-01')).toBe('8');
    const again = await seller.foresee({ reason: 'readers', takesBack });
    expect(again.body).toMatchObject({ corrects: 0, usage: [], months: [] });
  });

  it('refuses a take-back of what is not there, is at work, or is amended besides', async () => {
    const seller = await aBilledJanuary();
    const { records } = seller.billing.corrections;
    const { body: done } = await seller.correct(asked);
    const id = String(done['id']);
    const found = await records.get('acme', id);
    if (found === undefined) throw new Error('it is there');
    const progress = { ...found.record.progress, status: 'running' } as const;
    await records.put('acme', {
      ...{ revision: found.revision + 1, record: { ...found.record, progress } },
    });
    const codes: unknown[] = [];

    for (const more of [{ takesBack: 'none' }, { takesBack: id }, { takesBack: id, amend: {} }]) {
      const { status, body } = await seller.foresee({ reason: 'readers', ...more });
      codes.push([status, body['code']]);
    }

    expect(codes).toEqual([
      [404, 'correction.not-found'],
      [409, 'correction.running'],
      [400, 'request.invalid'],
    ]);
  });

  it.each([
    ['that is not there', { ...first, id: 'nothing' }, 404, 'correction.event-not-found'],
    ['of a charge', { ...first, source: 'urn:farthing:spend' }, 409, 'correction.of-charge'],
  ])('of an event %s is refused as the correction would be', async (_, event, status, code) => {
    const seller = await aBilledJanuary();

    const answer = await seller.foresee({ reason: 'a crawler', events: [first, event] });

    expect(answer).toMatchObject({ status, body: { code, param: '/events/1' } });
  });
});
