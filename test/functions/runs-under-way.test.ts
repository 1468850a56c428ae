import { describe, expect, it } from '@jest/globals';
import type { Month } from '../../core/kernel/month.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { aTenant, interfaceOf, runOf } from '../support/billed-tenant.ts';
import { workOff } from '../support/some-billing.ts';

const json = { 'content-type': 'application/json' };

describe('a billing run', () => {
  it('is joined by whoever asks while it is under way, and is run again when it has ended', async () => {
    const billing = await aTenant();
    const ask = async (body: object = { period: '2026-01' }) =>
      (await interfaceOf(billing)('POST /v1/billing-runs', { body, headers: json })).body['status'];

    const asked: unknown[] = [];
    for (let time = 0; time < 50; time += 1) asked.push(await ask());

    expect(asked).toEqual(['started', ...Array.from({ length: 49 }, () => 'joined')]);
    expect(billing.queue.bodies).toHaveLength(1);
    expect(await runOf(billing)).toMatchObject({ status: 'open' });

    await workOff(billing, 0);
    expect(await runOf(billing)).toMatchObject({ status: 'done', counts: { closed: 2 } });
    expect(await ask()).toBe('started');
  });

  it('is not joined by who overrules a check, nor once it is sure to be dead', async () => {
    const billing = await aTenant();
    const ask = async (body: object = { period: '2026-01' }) =>
      (await interfaceOf(billing)('POST /v1/billing-runs', { body, headers: json })).body['status'];
    await ask();

    const overrides = [{ check: 'unreconciled', reason: 'an outage' }];
    expect(await ask({ period: '2026-01', overrides })).toBe('started');

    billing.time.now = timestampOf(billing.time.now + 6 * 60_000);
    expect(await ask()).toBe('started');
  });

  it.each([
    ['is not joined where the clock has been set back since', 60_001, 'started'],
    ['is joined by who has a clock that is a little behind', 60_000, 'joined'],
  ])('%s', async (_, behind, answered) => {
    const billing = await aTenant();
    const ask = async () =>
      (
        await interfaceOf(billing)('POST /v1/billing-runs', {
          body: { period: '2026-01' },
          headers: json,
        })
      ).body['status'];
    await ask();

    billing.time.now = timestampOf(billing.time.now - behind);
    expect(await ask()).toBe(answered);
  });

  it('that begins while somebody looks is not taken for one that is done', async () => {
    const billing = await aTenant({ customers: [] });
    const { note } = billing.runs;
    const begins = async (tenant: string, month: Month) => {
      billing.runs.note = note;
      billing.time.now = timestampOf(billing.time.now + 100);
      await interfaceOf(billing)('POST /v1/billing-runs', {
        body: { period: '2026-01' },
        headers: json,
      });
      return billing.runs.note(tenant, month);
    };
    billing.runs.note = begins;

    expect(await runOf(billing)).toMatchObject({ status: 'open' });
  });

  it('of a person is under way until it ends, whichever other ends before', async () => {
    const billing = await aTenant({ customers: [] });
    const run = { kind: 'run', phase: 'begin', tenant: 'acme', period: '2026-01', version: 2 };
    await interfaceOf(billing)('POST /v1/billing-runs', {
      body: { period: '2026-01' },
      headers: json,
    });
    const [asked = ''] = billing.queue.bodies;
    await billing.queue.send([JSON.stringify({ ...run, overrides: [], asked: false })]);
    const done = await workOff(billing, 1);
    const meanwhile = await runOf(billing);
    await billing.queue.send([asked]);
    await workOff(billing, done);

    expect(meanwhile).toMatchObject({ status: 'open' });
    expect(await runOf(billing)).toMatchObject({ status: 'done' });
  });
});
