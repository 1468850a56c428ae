import { describe, expect, it } from '@jest/globals';
import { putCustomer } from '../../core/catalog/put-customer.ts';
import { timestampFrom, timestampOf } from '../../core/kernel/timestamp.ts';
import { aMeter, aUsageEvent } from '../fixtures/usage-events.ts';
import {
  aListedTenant as aTenant,
  aDay as day,
  eventsOf,
  fates,
} from '../support/listed-events.ts';
import { use } from '../support/some-billing.ts';
import { aView, press } from '../support/unbilled-tenant.ts';

const at = (text: string) => timestampFrom(text) ?? timestampOf(Number.NaN);

describe('GET /v1/events', () => {
  it('says of a counted event which meters have it, what they read, and who pays', async () => {
    const { billing, get } = await aTenant();
    await use(billing, [aView('app-1', '2026-01-14T10:00:00Z')]);

    const { status, body } = await get({ subject: 'app-1', ...day });

    expect(status).toBe(200);
    expect(body).toEqual({
      ...day,
      events: [
        {
          source: 'urn:magazine',
          id: 'app-1 2026-01-14T10:00:00Z',
          type: 'view',
          subject: 'app-1',
          time: '2026-01-14T10:00:00Z',
          data: { bytes: 1200, path: '/articles/1' },
          status: 'counted',
          meters: [{ meter: 'view', value: '1', customer: 'press' }],
        },
      ],
    });
  });

  it('has the last first, of the subject that is asked for, or of all', async () => {
    const { billing, all } = await aTenant();
    await use(billing, [
      aView('app-1', '2026-01-14T10:00:00Z'),
      aView('stray', '2026-01-14T10:30:00Z'),
      aView('app-1', '2026-01-14T11:00:00Z'),
    ]);

    expect(fates(await all({ ...day, limit: '1' }))).toEqual([
      'app-1 counted',
      'stray not-billed no-payer',
      'app-1 counted',
    ]);
    expect(fates(await all({ subject: 'stray', ...day }))).toEqual(['stray not-billed no-payer']);
  });

  it('says why an event is not billed, as the list of unbilled usage does', async () => {
    const { billing, all } = await aTenant();
    const { catalogs, rating } = billing;
    const unpriced = aMeter({ key: 'clicks', eventType: 'click', sinceVersion: 2 });
    const [view] = (await catalogs.latest('acme', 'strong')).meters;
    await catalogs.append('acme', {
      version: 2,
      meters: [...(view === undefined ? [] : [view]), unpriced],
    });
    await putCustomer(rating.customers, 'acme', {
      customer: { ...press, plan: [{ plan: 'reader', from: '2026-01-16' }] },
      now: at('2026-01-01T00:00:00Z'),
      replaces: undefined,
    });
    await use(billing, [
      aView('app-1', '2026-01-14T10:00:00Z'),
      aUsageEvent({
        id: 'b',
        subject: 'app-1',
        type: 'click',
        occurredAt: at('2026-01-14T09:00:00Z'),
      }),
      aUsageEvent({
        id: 'a',
        subject: 'app-1',
        type: 'scroll',
        occurredAt: at('2026-01-14T08:00:00Z'),
      }),
    ]);

    const events = await all({ subject: 'app-1', ...day });

    expect(fates(events)).toEqual([
      'app-1 not-billed no-plan',
      'app-1 not-billed unpriced',
      'app-1 not-billed no-meter',
    ]);
    expect(events.map(({ meters }) => meters)).toEqual([
      [{ meter: 'view', value: '1', customer: 'press', unbilled: 'no-plan' }],
      [{ meter: 'clicks', value: '1', unbilled: 'unpriced' }],
      [],
    ]);
  });

  it('says that usage has not come to an event yet, and of a new meter nothing before it has', async () => {
    const { billing, all } = await aTenant();
    await use(billing, [aView('app-1', '2026-01-14T10:00:00Z')], { counted: false });

    expect(fates(await all({ ...day }))).toEqual(['app-1 recorded']);
  });

  it('says of all events of a tenant without billing settings that they are counted', async () => {
    const { billing, get } = await aTenant();
    const settings = { ...billing.rating.settings, get: async () => undefined };
    await use(billing, [aView('app-1', '2026-01-14T10:00:00Z')]);
    const { all } = eventsOf({ ...billing, rating: { ...billing.rating, settings } });

    const [event] = await all({ ...day });

    expect(event).toMatchObject({ status: 'counted', meters: [{ meter: 'view', value: '1' }] });
    expect((await get({ ...day })).status).toBe(200);
  });

  it('says that some of a month came too late, when nothing tells which', async () => {
    const { billing, billAt, all } = await aTenant();
    await use(billing, [aView('app-1', '2026-01-14T10:00:00Z')]);
    await billAt('2026-01', '2026-02-03T00:00:00Z');
    await billAt('2026-02', '2026-03-03T00:00:00Z');
    await billAt('2026-03', '2026-04-03T00:00:00Z');
    const before = await all({ ...day });
    await use(billing, [aView('app-1', '2026-01-20T10:00:00Z')]);

    expect(before).toMatchObject([{ status: 'counted' }]);
    expect(before[0]?.meters[0]).not.toHaveProperty('mayBeTooLate');
    expect(await all({ ...day })).toMatchObject([
      { status: 'counted', meters: [{ meter: 'view', customer: 'press', mayBeTooLate: true }] },
    ]);
  });

  it('has a day up to now where no time is said, and refuses more', async () => {
    const { billing, get, all } = await aTenant();
    billing.time.now = at('2026-01-14T12:00:00Z');
    await use(billing, [
      aView('app-1', '2026-01-13T11:59:00Z'),
      aView('app-1', '2026-01-13T12:30:00Z'),
      aView('app-1', '2026-01-14T12:04:00Z'),
    ]);

    const { body } = await get();
    const wrong = await Promise.all([
      get({ from: '2026-01-13T00:00:00Z', to: '2026-01-14T00:00:01Z' }),
      get({ from: '2026-01-13T00:00:00Z', to: '2026-01-13T00:00:00Z' }),
      get({ from: '2026-02-30T00:00:00Z' }),
      get({ from: '2026-01-15T00:00:00Z' }),
    ]);

    expect(body).toMatchObject({ from: '2026-01-13T12:05:00Z', to: '2026-01-14T12:05:00Z' });
    expect(await all({})).toHaveLength(2);
    expect(
      wrong.map((answer) => [answer.status, answer.body['code'], answer.body['param']]),
    ).toEqual([
      [400, 'usage.range-too-long', 'to'],
      [400, 'usage.range-malformed', 'to'],
      [400, 'usage.range-malformed', 'from'],
      [400, 'usage.range-malformed', 'from'],
    ]);
  });

  it('keeps the day it began with from page to page, as time goes on', async () => {
    const { billing, get } = await aTenant();
    billing.time.now = at('2026-01-14T12:00:00Z');
    await use(billing, [
      aView('app-1', '2026-01-13T12:30:00Z'),
      aView('app-1', '2026-01-14T12:00:00Z'),
    ]);

    const { body: first } = await get({ limit: '1' });
    billing.time.now = at('2026-01-15T12:00:00Z');
    const { body: second } = await get({ limit: '1', cursor: String(first['nextCursor']) });

    expect(second).toMatchObject({ from: first['from'], to: first['to'] });
    expect(second['events']).toMatchObject([{ time: '2026-01-13T12:30:00Z' }]);
  });

  it('answers no more than Lambda can send, however much the events hold', async () => {
    const { billing, get, all } = await aTenant();
    const data = JSON.stringify({ text: '"'.repeat(15_000) });
    const large = Array.from({ length: 120 }, (_, index) =>
      aUsageEvent({
        id: `large ${index}`,
        subject: 'app-1',
        occurredAt: at('2026-01-14T10:00:00Z'),
        data,
      }),
    );
    await use(billing, large);

    const { text } = await get({ ...day, limit: '500' });

    expect(JSON.stringify(text).length).toBeLessThan(6_000_000);
    expect(new Set((await all({ ...day, limit: '500' })).map(({ id }) => id)).size).toBe(120);
  });
});
