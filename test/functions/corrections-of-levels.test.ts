import { describe, expect, it } from '@jest/globals';
import { timestampFrom, timestampOf } from '../../core/kernel/timestamp.ts';
import { logKeyOf } from '../../core/metering/log/log-key.ts';
import { identified } from '../../core/metering/usage-event.ts';
import { correctUsage } from '../../functions/review-quarantine/correct-usage.ts';
import { aMeter, aUsageEvent } from '../fixtures/usage-events.ts';
import { someCorrections } from '../support/some-corrections.ts';

const caller = { tenant: 'acme', keyId: 'k1', scopes: ['admin'], cursorKey: 'c' };
const at = (time: string) => timestampFrom(time) ?? timestampOf(0);
const time = '2026-01-31T23:00:00Z';
const named = (id: string) => ({ events: [{ source: 'urn:magazine', id, time }] });
const where = { from: '2026-01-31T00:00:00Z', to: '2026-02-01T00:00:00Z', source: 'urn:magazine' };
const SETTLED = { code: 'correction.level-settled' };

/** Seats whose level goes on from month to month, and views, of one minute of January. */
async function askedAt(now: string) {
  const time0 = { now: at(now) };
  const ports = { ...someCorrections(), clock: { now: () => time0.now } };
  const seats = { key: 'seats', eventType: 'seats', aggregation: 'weighted_sum' as const };
  const level = aMeter({ ...seats, value: 'value', opensWith: 'previous' });
  await ports.catalogs.append('acme', { version: 1, meters: [aMeter(), level] });
  for (const type of ['view', 'seats']) {
    const data = JSON.stringify({ value: 3 });
    const event = aUsageEvent({ id: type, type, data, subject: 'app-1', occurredAt: at(time) });
    const key = logKeyOf('acme', event, ports.shardEpochs);
    await ports.writer().append(key, [identified('acme', event)]);
  }
  const handlers = correctUsage(ports);
  const correct = async (body: object) => {
    const headers = { 'idempotency-key': JSON.stringify([time0.now, body]).slice(0, 200) };
    const request = { caller, body: { reason: 'x', ...body }, headers };
    const answer = await handlers['POST /v1/corrections'](request as never);
    return answer.body as unknown as { readonly id: string };
  };
  const takeBack = async (id: string) => {
    const request = { caller, params: { id }, body: { reason: 'y' } };
    return (await handlers['POST /v1/corrections/{id}/take-back'](request as never)).body;
  };
  const isNow = (later: string) => {
    time0.now = at(later);
  };
  return { correct, takeBack, isNow };
}

describe('a correction of what is part of an old level', () => {
  it('is refused by name from the day on before levels may be kept over it', async () => {
    const { correct, isNow } = await askedAt('2026-04-30T00:00:00Z');
    await expect(correct(named('seats'))).rejects.toMatchObject(SETTLED);

    isNow('2026-04-29T23:00:00Z');

    expect(await correct(named('seats'))).toMatchObject({ corrected: 1 });
  });

  it('is refused where it would become part of one', async () => {
    const { correct } = await askedAt('2026-09-01T00:00:00Z');

    const amend = { type: 'seats' };

    await expect(correct({ ...named('view'), amend })).rejects.toMatchObject(SETTLED);
    expect(await correct(named('view'))).toMatchObject({ corrected: 1 });
  });

  it('is left by a filter, and counted', async () => {
    const { correct } = await askedAt('2026-09-01T00:00:00Z');

    expect(await correct({ where })).toMatchObject({ corrected: 1, settled: 1 });
  });

  it('is not taken back once it is so old: what else it corrected is', async () => {
    const { correct, takeBack, isNow } = await askedAt('2026-02-03T00:00:00Z');
    const { id } = await correct({ where });
    isNow('2026-09-01T00:00:00Z');

    expect(await takeBack(id)).toMatchObject({ takenBack: { restored: 1, settled: 1 } });
  });

  it('is not taken back of what was amended to be part of one', async () => {
    const { correct, takeBack, isNow } = await askedAt('2026-02-03T00:00:00Z');
    await correct({ ...named('view'), amend: { type: 'seats' } });
    const { id } = await correct({ where: { ...where, source: 'urn:farthing:corrections' } });
    isNow('2026-09-01T00:00:00Z');

    expect(await takeBack(id)).toMatchObject({ takenBack: { restored: 0, settled: 1 } });
  });
});
