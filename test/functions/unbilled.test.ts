import { describe, expect, it } from '@jest/globals';
import { lookForUnbilled } from '../../core/billing/unbilled/tell-unbilled.ts';
import { putCustomer } from '../../core/catalog/put-customer.ts';
import { monthFrom } from '../../core/kernel/month.ts';
import { timestampFrom, timestampOf } from '../../core/kernel/timestamp.ts';
import { aCustomer } from '../fixtures/customers.ts';
import { aPlan, aVersion, someSettings } from '../fixtures/plans.ts';
import { aUsageEvent } from '../fixtures/usage-events.ts';
import { billingInterface } from '../support/billing-interface.ts';
import { setUp, someBilling, use, workOff } from '../support/some-billing.ts';

const at = (text: string) => timestampFrom(text) ?? timestampOf(Number.NaN);
const aView = (subject: string, time: string) =>
  aUsageEvent({ id: `${subject} ${time}`, subject, occurredAt: at(time) });

const press = aCustomer({
  key: 'press',
  subjects: ['app-1'],
  plan: [{ plan: 'reader', from: '1970-01-01' }],
});

async function aTenant() {
  const billing = someBilling();
  await setUp(billing, {
    settings: someSettings(),
    plans: {
      reader: aPlan(aVersion({ charges: [{ meter: 'view', model: 'per_unit', unitPrice: '1' }] })),
    },
    customers: [press],
  });
  const ask = billingInterface(billing);
  let done = 0;
  return {
    billing,
    ask,
    billAt: async (period: string, time: string) => {
      billing.time.now = at(time);
      await ask('POST /v1/billing-runs', { body: { period } });
      done = await workOff(billing, done);
    },
    rowsOf: async (period: string) => {
      const rows: Record<string, unknown>[] = [];
      for (let cursor: string | undefined; ; ) {
        const query = { period, limit: '1', ...(cursor === undefined ? {} : { cursor }) };
        const { body } = await ask('GET /v1/unbilled', { query });
        const page = body as { rows: Record<string, unknown>[]; nextCursor?: string };
        rows.push(...page.rows);
        cursor = page.nextCursor;
        if (cursor === undefined) return rows;
      }
    },
    unbilledNotices: () => billing.notices.filter(({ event }) => event === 'billing.unbilled'),
  };
}

/** What the explanation of the first line of January's invoice says of usage that it does not have. */
async function difference(ask: ReturnType<typeof billingInterface>): Promise<string> {
  const { body } = await ask('GET /v1/invoices', { query: { period: '2026-01' } });
  const [invoice] = (body as { invoices: { id: string }[] }).invoices;
  const params = { id: invoice?.id ?? '', line: '1' };
  const answer = await ask('GET /v1/invoices/{id}/lines/{line}', { params });
  return (answer.body as { usage: { difference: { detail: string } } }).usage.difference.detail;
}

const strangers = (subject: string, quantity: string) => ({
  ...{ subject, meter: 'view', period: '2026-01', reason: 'no-payer' },
  ...{ quantity, events: Number.parseInt(quantity, 10) },
});

/** The bodies of all looks for what is not billed, as they were sent. */
const looks = (billing: ReturnType<typeof someBilling>): Record<string, unknown>[] =>
  billing.queue.bodies
    .map((body) => JSON.parse(body) as Record<string, unknown>)
    .filter(({ kind }) => kind === 'list-unbilled');

describe('a look for what is not billed', () => {
  it('rates nothing where what is billed is all that was used', async () => {
    const { billing, billAt } = await aTenant();
    await use(billing, [aView('app-1', '2026-01-14T10:00:00Z')]);

    await billAt('2026-01', '2026-02-03T00:00:00Z');

    const january = looks(billing).filter(({ period }) => period === '2026-01');
    expect(january.length).toBeGreaterThan(1);
    expect(january.filter(({ isRated }) => isRated === true)).toEqual([]);
  });

  it('rates what was used where some of it is about to be billed', async () => {
    const { billing, billAt } = await aTenant();
    await use(billing, [aView('app-1', '2026-01-14T10:00:00Z')]);
    await billAt('2026-01', '2026-02-03T00:00:00Z');
    await use(billing, [aView('app-1', '2026-01-15T10:00:00Z')]);

    await billAt('2026-01', '2026-02-04T00:00:00Z');

    expect(looks(billing).some(({ isRated }) => isRated === true)).toBe(true);
    expect(billing.notices).toEqual([]);
  });

  it('is put off while months are still being closed, and taken in the end', async () => {
    const { billing } = await aTenant();
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
  it('is listed page by page, and told of by the run', async () => {
    const { billing, billAt, rowsOf, unbilledNotices } = await aTenant();
    await use(billing, [
      aView('app-1', '2026-01-14T10:00:00Z'),
      aView('stray', '2026-01-14T10:00:00Z'),
      aView('stray', '2026-01-15T10:00:00Z'),
      aView('waif', '2026-01-15T10:00:00Z'),
    ]);

    await billAt('2026-01', '2026-02-03T00:00:00Z');

    const rows = await rowsOf('2026-01');
    expect(rows).toHaveLength(2);
    expect(rows).toEqual(expect.arrayContaining([strangers('stray', '2'), strangers('waif', '1')]));
    expect(unbilledNotices().map(({ period, code }) => [period, code])).toContainEqual([
      '2026-01',
      'no-payer',
    ]);
  });

  it('is told of no more once it is accepted, with its key and reason, until there is more', async () => {
    const { billing, ask, billAt, rowsOf, unbilledNotices } = await aTenant();
    await use(billing, [aView('stray', '2026-01-14T10:00:00Z')]);
    await billAt('2026-01', '2026-02-03T00:00:00Z');
    const told = unbilledNotices().length;
    const { period, ...row } = strangers('stray', '1');

    const answer = await ask('POST /v1/unbilled/accept', {
      body: { period, reason: 'our own tests', rows: [row] },
    });
    const accepted = await rowsOf('2026-01');
    await billAt('2026-01', '2026-02-04T00:00:00Z');
    const afterAccepting = unbilledNotices().length;
    await use(billing, [aView('stray', '2026-01-20T10:00:00Z')]);
    await billAt('2026-01', '2026-02-05T00:00:00Z');

    expect(answer).toMatchObject({ status: 200, body: { accepted: 1 } });
    expect(accepted).toMatchObject([{ ...row, accepted: { reason: 'our own tests' } }]);
    expect([told, afterAccepting, unbilledNotices().length]).toEqual([1, 1, 2]);
    expect(await rowsOf('2026-01')).toEqual([strangers('stray', '2')]);
  });

  it('is told of where it is billed twice, as no sum of a month may be', async () => {
    const { billing, billAt } = await aTenant();
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
    const { billing, ask, billAt, unbilledNotices } = await aTenant();
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
    const { billing, billAt, unbilledNotices } = await aTenant();
    await billAt('2026-01', '2026-02-03T00:00:00Z');
    await use(billing, [aView('stray', '2026-01-14T10:00:00Z')]);

    await billAt('2026-02', '2026-03-03T00:00:00Z');

    expect(unbilledNotices()).toMatchObject([{ period: '2026-01', code: 'no-payer' }]);
  });

  it('is looked for in few earlier months, back to the first that was billed, once a month', async () => {
    const { billing, billAt } = await aTenant();
    const monthsLookedAt = async (month: string) => {
      const done = billing.queue.bodies.length;
      await lookForUnbilled(billing, { tenant: 'acme', month: monthFrom(month) });
      const looks = billing.queue.bodies.slice(done);
      return looks.map((body) => (JSON.parse(body) as { period: string }).period);
    };
    const before = await monthsLookedAt('2026-01');
    await billAt('2026-01', '2026-02-03T00:00:00Z');
    const month = monthFrom('2027-02');
    const note = { tenant: 'acme', month, at: billing.clock.now(), waitingFor: [] };
    await billing.runs.putNote(note);

    const first = await monthsLookedAt('2027-02');

    expect(before).toEqual(['2026-01']);
    const within = ['2027-02', '2027-01', '2026-12'];
    expect(first).toEqual([...within, '2026-11', '2026-10', '2026-08', '2026-04']);
    expect(await monthsLookedAt('2027-02')).toEqual(['2027-02']);
  });

  it('is added up, page by page, beside what was used and what is billed', async () => {
    const { billing, ask, billAt } = await aTenant();
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

  it('is not accepted in another quantity than it has', async () => {
    const { billing, ask } = await aTenant();
    await use(billing, [aView('stray', '2026-01-14T10:00:00Z')]);
    const { period, ...row } = strangers('stray', '5');

    const answer = await ask('POST /v1/unbilled/accept', {
      body: { period, reason: 'our own tests', rows: [row] },
    });

    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'unbilled.changed', param: '/rows/0' },
    });
  });

  it('is in a preview', async () => {
    const { billing, ask } = await aTenant();
    await putCustomer(billing.rating.customers, 'acme', {
      customer: { ...press, plan: [{ plan: 'reader', from: '2026-01-15' }] },
      now: billing.clock.now(),
      replaces: undefined,
    });
    await use(billing, [
      aView('app-1', '2026-01-14T10:00:00Z'),
      aView('app-1', '2026-01-15T10:00:00Z'),
    ]);

    const preview = (period: string) =>
      ask('GET /v1/customers/{key}/preview', { params: { key: 'press' }, query: { period } });

    expect((await preview('2026-01')).body).toMatchObject({
      unbilled: [{ subject: 'app-1', meter: 'view', reason: 'no-plan', quantity: '1', events: 1 }],
    });
    expect((await preview('2026-02')).body).not.toHaveProperty('unbilled');
  });

  it('has what a subject used in January that a customer takes in April, and no explanation says yet', async () => {
    const { billing, ask, billAt, rowsOf } = await aTenant();
    await use(billing, [
      aView('app-1', '2026-01-14T10:00:00Z'),
      aView('late', '2026-01-14T10:00:00Z'),
      aView('late', '2026-01-15T10:00:00Z'),
    ]);
    await billAt('2026-01', '2026-02-02T00:00:00Z');
    await billAt('2026-02', '2026-03-02T00:00:00Z');
    await billAt('2026-03', '2026-04-02T00:00:00Z');
    await putCustomer(billing.rating.customers, 'acme', {
      customer: { ...press, subjects: ['app-1', 'late'] },
      now: billing.clock.now(),
      replaces: undefined,
    });

    await billAt('2026-04', '2026-05-02T00:00:00Z');

    const place = { customer: 'press', meter: 'view', period: '2026-01' };
    const row = { ...place, subject: 'late', reason: 'too-late', quantity: '2', events: 2 };
    expect(await rowsOf('2026-01')).toEqual([row]);
    expect(await difference(ask)).toContain('2 is in no invoice and will be in none');
  });

  it('is in no invoice for good, and an explanation says so', async () => {
    const { billing, ask, billAt } = await aTenant();
    await use(billing, [aView('app-1', '2026-01-14T10:00:00Z')]);
    await billAt('2026-01', '2026-02-03T00:00:00Z');
    await billAt('2026-02', '2026-03-03T00:00:00Z');
    await use(billing, [aView('app-1', '2026-01-15T10:00:00Z')]);
    const detailOf = () => difference(ask);
    const before = await detailOf();
    await billAt('2026-03', '2026-04-03T00:00:00Z');
    await use(billing, [aView('app-1', '2026-01-16T10:00:00Z')]);

    expect(before).toContain('1 is in no invoice yet');
    expect(await detailOf()).toContain('1 is in no invoice and will be in none');
  });
});
