import { describe, expect, it } from '@jest/globals';
import { lookForUnbilled } from '../../core/billing/unbilled/tell-unbilled.ts';
import { monthFrom } from '../../core/kernel/month.ts';
import { use, workOff } from '../support/some-billing.ts';
import { aTenantWithStrays, aView, looks, press } from '../support/unbilled-tenant.ts';

describe('a look for what is not billed', () => {
  it('rates nothing where what is billed is all that was used', async () => {
    const { billing, billAt } = await aTenantWithStrays();
    await use(billing, [aView('app-1', '2026-01-14T10:00:00Z')]);

    await billAt('2026-01', '2026-02-03T00:00:00Z');

    const january = looks(billing).filter(({ period }) => period === '2026-01');
    expect(january).toMatchObject([{ partition: 0 }]);
    expect(january).not.toMatchObject([{ isRated: true }]);
  });

  it('rates what was used where some of it is about to be billed', async () => {
    const { billing, billAt } = await aTenantWithStrays();
    await use(billing, [aView('app-1', '2026-01-14T10:00:00Z')]);
    await billAt('2026-01', '2026-02-03T00:00:00Z');
    await use(billing, [aView('app-1', '2026-01-15T10:00:00Z')]);

    await billAt('2026-01', '2026-02-04T00:00:00Z');

    expect(looks(billing).some(({ isRated }) => isRated === true)).toBe(true);
    expect(billing.notices).toEqual([]);
  });

  it('is put off while months are still being closed, and taken in the end', async () => {
    const { billing } = await aTenantWithStrays();
    await use(billing, [
      aView('app-1', '2026-01-14T10:00:00Z'),
      aView('stray', '2026-01-14T10:00:00Z'),
    ]);
    await billing.queue.send([
      JSON.stringify({ kind: 'list-unbilled', tenant: 'acme', period: '2026-01', partition: 0 }),
    ]);

    await workOff(billing, 0);

    const waits = looks(billing).flatMap(({ waits: times = 0, partition }) =>
      partition === 0 ? [times] : [],
    );
    expect(waits).toEqual(Array.from({ length: 16 }, (_, times) => times));
    expect(billing.notices.map(({ code }) => code)).toContain('no-payer');
  });
});

describe('what is not billed', () => {
  it('is told of where it is billed twice, as no sum of a month may be', async () => {
    const { billing, billAt } = await aTenantWithStrays();
    // What no request can do: the claim on a subject lets only one customer have it.
    await billing.rating.customers.put('acme', {
      ...{ key: 'radio', revision: 1, customer: { ...press, key: 'radio' } },
    });
    await use(billing, [aView('app-1', '2026-01-14T10:00:00Z')]);

    await billAt('2026-01', '2026-02-03T00:00:00Z');

    expect(
      billing.notices.filter(({ event }) => event === 'billing.usage-unaccounted'),
    ).toMatchObject([
      {
        period: '2026-01',
        code: 'view',
        detail:
          'view: the totals have 1, of which 2 is billed, 0 about to be, and 0 listed as not billed',
      },
    ]);
  });

  it('is told of where it came to a month out of reach, by a run of a later one, until it is accepted', async () => {
    const { billing, ask, billAt, unbilledNotices } = await aTenantWithStrays();
    const told = () => unbilledNotices().map(({ period, code }) => `${period ?? ''} ${code ?? ''}`);
    await billAt('2026-01', '2026-02-03T00:00:00Z');
    for (const month of [2, 3, 4]) {
      await billAt(`2026-0${month}`, `2026-0${month + 1}-03T00:00:00Z`);
    }
    await use(billing, [aView('app-1', '2026-01-14T10:00:00Z')]);
    const before = told();
    await billAt('2026-05', '2026-06-03T00:00:00Z');
    const inMay = told();
    const place = { subject: 'app-1', customer: 'press', meter: 'view', reason: 'too-late' };
    const rows = [{ ...place, quantity: '1', events: 1 }];
    const body = { period: '2026-01', reason: 'a gift', rows };
    await ask('POST /v1/unbilled/accept', { body });

    // January is four months before what May reaches back to in July.
    await billAt('2026-07', '2026-08-03T00:00:00Z');

    expect(before).toEqual([]);
    expect(inMay).toEqual(['2026-01 too-late']);
    expect(told()).toEqual(inMay);
  });

  it('is told of while a customer can still list it, though it came after the run of its month', async () => {
    const { billing, billAt, unbilledNotices } = await aTenantWithStrays();
    await billAt('2026-01', '2026-02-03T00:00:00Z');
    await use(billing, [aView('stray', '2026-01-14T10:00:00Z')]);

    await billAt('2026-02', '2026-03-03T00:00:00Z');

    expect(unbilledNotices()).toMatchObject([{ period: '2026-01', code: 'no-payer' }]);
  });

  it('is looked for in earlier months within reach, and in few before where a person asks, once a month', async () => {
    const { billing, billAt } = await aTenantWithStrays();
    const monthsLookedAt = async (month: string, asked: boolean) => {
      const done = billing.queue.bodies.length;
      await lookForUnbilled(billing, { tenant: 'acme', month: monthFrom(month), asked });
      const looks = billing.queue.bodies.slice(done);
      return looks.map((body) => (JSON.parse(body) as { period: string }).period);
    };
    const before = await monthsLookedAt('2026-01', true);
    await billAt('2026-01', '2026-02-03T00:00:00Z');
    const month = monthFrom('2027-02');
    const note = { tenant: 'acme', month, at: billing.clock.now(), waitingFor: [] };
    await billing.runs.putNote(note);

    const first = await monthsLookedAt('2027-02', true);
    await billing.runs.putNote(note);
    const bySchedule = await monthsLookedAt('2027-02', false);

    expect(before).toEqual(['2026-01']);
    const within = ['2027-02', '2027-01', '2026-12'];
    expect(first).toEqual([...within, '2026-11', '2026-10', '2026-08', '2026-04']);
    expect(bySchedule).toEqual(within);
    expect(await monthsLookedAt('2027-02', true)).toEqual(['2027-02']);
  });

  it('is added up, page by page, beside what was used and what is billed', async () => {
    const { billing, ask, billAt } = await aTenantWithStrays();
    await use(billing, [
      aView('app-1', '2026-01-14T10:00:00Z'),
      aView('stray', '2026-01-14T10:00:00Z'),
    ]);
    await billAt('2026-01', '2026-02-03T00:00:00Z');

    const pages: unknown[] = [];
    for (let cursor: string | undefined; ; ) {
      const query = { period: '2026-01', ...(cursor === undefined ? {} : { cursor }) };
      const { body } = await ask('GET /v1/unbilled/sums', { query });
      const page = body as { sums: unknown[]; nextCursor?: string };
      pages.push(...page.sums);
      cursor = page.nextCursor;
      if (cursor === undefined) break;
    }

    const view = { meter: 'view', used: '0', billed: '0', toBill: '0', listed: '0' };
    expect(pages).toHaveLength(3);
    expect(pages).toEqual(
      expect.arrayContaining([
        { ...view, billed: '1' },
        { ...view, used: '1' },
        { ...view, used: '1', listed: '1' },
      ]),
    );
    expect(billing.notices.filter(({ event }) => event === 'billing.usage-unaccounted')).toEqual(
      [],
    );
  });
});
