import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkBooks } from '../../core/books/check.ts';
import { entriesOf } from '../../core/books/export/journal-entries.ts';
import { journal } from '../../core/books/reading.ts';
import { aPlan, aVersion } from '../fixtures/plans.ts';
import { aSeller, priced } from '../support/a-seller.ts';

const plan = [{ plan: 'reader', from: '2026-01-01' }];
const body = { subjects: ['app-1'], plan };
const DAY_MS = 86_400_000;

type Seller = Awaited<ReturnType<typeof aSeller>>;

/** Sweeps at nine o'clock of each of these days. */
async function swept(seller: Seller, ...days: readonly string[]): Promise<void> {
  for (const day of days) {
    seller.isNow(`${day}T09:00:00Z`);
    await seller.sweep();
  }
}

interface ReadPeriod {
  readonly firstDay: string;
  readonly lastDay: string;
  readonly cycle?: { readonly month: string };
}

const invoiced = async (seller: Seller) => {
  const all = await seller.invoices({ limit: '100' });
  return all
    .filter(({ number }) => number !== null)
    .map(({ period, total }) => {
      const { firstDay, lastDay, cycle } = period as unknown as ReadPeriod;
      return [cycle?.month ?? '', firstDay, lastDay, total];
    })
    .sort();
};

const whoIs = async (seller: Seller, period: string) => {
  const { body: run } = await seller.ask('GET /v1/billing-runs/{period}', { params: { period } });
  return [run['status'], run['counts']];
};

/** But that months are closed late: here, nothing sweeps every hour. */
const alarms = ({ billing: { notices } }: Seller): readonly string[] =>
  notices.map(({ event }) => event).filter((event) => event !== 'billing.overdue');

describe('a customer with a billing day', () => {
  it('is billed from that day to the one before it, the day after that, without being asked for', async () => {
    const seller = await aSeller({ reader: aPlan(priced('1')) }, { bounds: null });
    seller.isNow('2026-01-05T00:00:00Z');
    await seller.put('calendar', { subjects: ['app-0'], plan });
    await seller.put('press', { ...body, billingDay: 15, timezone: 'Europe/Berlin' });
    await seller.uses('app-0', '2026-01-10T00:00:00Z', '2026-02-10T00:00:00Z');
    await seller.uses('app-1', '2026-01-14T22:59:59Z', '2026-01-14T23:00:00Z');
    await seller.uses('app-1', '2026-02-14T22:59:59Z', '2026-02-14T23:00:00Z');

    seller.isNow('2026-02-03T09:00:00Z');
    await seller.bill('2026-01');
    const [status, counts] = await whoIs(seller, '2026-01');
    expect([status, counts]).toEqual(['done', { closed: 1, parked: 0, open: 0, 'not-ended': 1 }]);

    await swept(seller, '2026-02-15', '2026-02-16', '2026-03-03', '2026-03-17');
    expect(await invoiced(seller)).toEqual([
      ['', '2026-01-01', '2026-01-31', '1.00'],
      ['', '2026-02-01', '2026-02-28', '1.00'],
      ['2025-12', '2025-12-15', '2026-01-14', '1.00'],
      ['2026-01', '2026-01-15', '2026-02-14', '2.00'],
      ['2026-02', '2026-02-15', '2026-03-14', '1.00'],
    ]);
    expect(alarms(seller)).toEqual([]);
    expect(await checkBooks(seller.billing, 'acme')).toMatchObject({ faults: [] });
  });

  it('has all its usage in the sums of what is billed, and nothing on the list', async () => {
    const seller = await aSeller({ reader: aPlan(priced('1')) }, { bounds: null });
    seller.isNow('2026-01-05T00:00:00Z');
    await seller.put('press', { ...body, billingDay: 28 });
    await seller.uses('app-1', '2026-01-30T00:00:00Z', '2026-02-26T00:00:00Z');
    await swept(seller, '2026-02-03', '2026-03-03');
    expect(await unbilled(seller, '2026-01')).toEqual({ used: 2, billed: 2, toBill: 0, listed: 0 });
    await seller.uses('app-1', '2026-02-27T00:00:00Z');
    expect(await unbilled(seller, '2026-01')).toEqual({ used: 3, billed: 2, toBill: 1, listed: 0 });
  });

  it('has fees of its own days, deferred and earned by its months', async () => {
    const fee = { key: 'base', description: 'Base', amount: '31', timing: 'advance' as const };
    const version = aVersion({
      charges: [{ meter: 'view', model: 'per_unit', unitPrice: '1' }],
      fixedFees: [fee],
    });
    const seller = await aSeller({ reader: aPlan(version) }, { bounds: null });
    seller.isNow('2026-03-15T12:00:00Z');
    const from = [{ plan: 'reader', from: '2026-03-25' }];
    await seller.put('press', { ...body, plan: from, billingDay: 15 });
    await seller.uses('app-1', '2026-04-14T12:00:00Z');
    await swept(seller, '2026-03-17', '2026-04-16', '2026-05-17');

    // 21 of the 31 days from 15 March on, and then whole ones; each with the month before it.
    expect(await invoiced(seller)).toEqual([
      ['2026-02', '2026-02-15', '2026-03-14', '21.00'],
      ['2026-03', '2026-03-15', '2026-04-14', '32.00'],
      ['2026-04', '2026-04-15', '2026-05-14', '31.00'],
    ]);
    const explained = await explanations(seller);
    expect(explained).toContain('a fixed fee for 21 of the 31 days of 2026-03, from 2026-03-25');
    expect(explained).toContain('a fixed fee for 2026-04');
    expect(await checkBooks(seller.billing, 'acme')).toMatchObject({ faults: [] });
  });

  it('counts what it is billed for in the books on the last of its days', async () => {
    const seller = await aSeller({ reader: aPlan(priced('1')) }, { bounds: null });
    seller.isNow('2026-01-15T12:00:00Z');
    await seller.put('press', { ...body, billingDay: 15, timezone: 'Asia/Tokyo' });
    await seller.uses('app-1', '2026-02-01T00:00:00Z');
    await swept(seller, '2026-02-17');

    expect(await earned(seller)).toEqual([['2026-02-14', '2026-01']]);
  });

  it('pays for a month that is longer or shorter, as its day is changed, by the days that it has', async () => {
    const seller = await aSeller({ reader: aPlan(priced('1', '30')) }, { bounds: null });
    seller.isNow('2026-04-01T12:00:00Z');
    const own = { ...body, plan: [{ plan: 'reader', from: '2026-04-01' }] };
    await seller.put('press', own);
    seller.isNow('2026-04-20T12:00:00Z');
    await seller.put('press', { ...own, billingDay: 15 });
    await seller.uses('app-1', '2026-04-30T12:00:00Z', '2026-05-14T23:59:59Z');
    await seller.uses('app-1', '2026-05-15T00:00:00Z');
    await swept(seller, '2026-05-03', '2026-05-17');
    seller.isNow('2026-06-10T12:00:00Z');
    // It is the month from 15 May that goes on, and another begins before its end.
    const { body: put } = await seller.put('press', own);
    await seller.uses('app-1', '2026-06-29T12:00:00Z', '2026-07-02T12:00:00Z');
    await swept(seller, '2026-06-17', '2026-07-03', '2026-08-03');

    expect(put).toMatchObject({
      billingDays: [
        { day: 1, from: '1970-01' },
        { day: 15, from: '2026-05' },
        { day: 1, from: '2026-07' },
      ],
    });
    expect(await invoiced(seller)).toEqual([
      // 44 days, of which 30 cost 30, and two views.
      ['2026-04', '2026-04-01', '2026-05-14', '46.00'],
      ['2026-05', '2026-05-15', '2026-06-14', '31.00'],
      // 16 days.
      ['2026-06', '2026-06-15', '2026-06-30', '17.00'],
      ['2026-07', '2026-07-01', '2026-07-31', '31.00'],
    ]);
    expect(await explanations(seller)).toContain(
      'a fixed fee for 44 days, from 2026-04-01: 30 of them cost one',
    );
    expect(alarms(seller)).toEqual([]);
  });

  it('is invoiced each quarter of its own months, with what was charged in advance', async () => {
    const fee = { key: 'base', description: 'Base', amount: '10', timing: 'advance' as const };
    const version = aVersion({
      charges: [{ meter: 'view', model: 'per_unit', unitPrice: '1' }],
      fixedFees: [fee],
    });
    const seller = await aSeller({ reader: aPlan(version) }, { bounds: null });
    seller.isNow('2026-01-15T12:00:00Z');
    const invoiceInterval = { every: 'quarter', from: '2026-02' };
    const from = [{ plan: 'reader', from: '2026-01-15' }];
    await seller.put('press', { ...body, plan: from, billingDay: 15, invoiceInterval });
    await seller.uses('app-1', '2026-02-14T12:00:00Z', '2026-03-14T12:00:00Z');
    await swept(seller, '2026-02-17', '2026-03-17', '2026-04-17', '2026-05-17');

    expect(await invoiced(seller)).toEqual([
      // The fee of January, its view, and three months ahead; then the view of February, and three more.
      ['2026-01', '2026-01-15', '2026-02-14', '41.00'],
      ['2026-04', '2026-04-15', '2026-05-14', '31.00'],
    ]);
    expect(await checkBooks(seller.billing, 'acme')).toMatchObject({ faults: [] });
  });

  it('is billed for late usage of a month that is closed with the next, at its own prices', async () => {
    const seller = await aSeller({ reader: aPlan(priced('1')) }, { bounds: null });
    seller.isNow('2026-01-15T12:00:00Z');
    await seller.put('press', { ...body, billingDay: 15 });
    await swept(seller, '2026-02-17');
    await seller.uses('app-1', '2026-01-15T00:00:00Z', '2026-02-20T00:00:00Z');
    await swept(seller, '2026-03-17');

    expect(await seller.comesTo('press', '2026-01')).toBe('1');
    expect(await seller.comesTo('press', '2026-02')).toBe('1');
    expect((await invoiced(seller)).map(([, , , total]) => total)).toEqual(['2.00']);
  });

  it('is invoiced once for each event, whatever the zone, the days and their changes', async () => {
    const zone = fc.constantFrom('UTC', 'Pacific/Kiritimati', 'America/St_Johns');
    const aDay = fc.constantFrom(1, 2, 10, 15, 28);
    const anAt = fc.integer({ min: 0, max: 100 * 24 * 4 - 1 });
    const aCase = fc.record({
      ...{ zone, day: aDay },
      changes: fc.array(fc.record({ on: fc.integer({ min: 5, max: 90 }), day: aDay }), {
        maxLength: 2,
      }),
      used: fc.array(anAt, { minLength: 1, maxLength: 12 }),
    });
    const begin = Date.parse('2026-01-15T00:00:00Z');
    const iso = (at: number) => new Date(at).toISOString();
    await fc.assert(
      fc.asyncProperty(aCase, async ({ zone: timezone, day, changes, used }) => {
        const seller = await aSeller({ reader: aPlan(priced('1')) }, { bounds: null });
        const put = (billingDay: number) => seller.put('press', { ...body, timezone, billingDay });
        seller.isNow(iso(begin - 20 * DAY_MS));
        await put(day);
        const deeds = [
          ...changes.map(({ on, day: next }) => ({ at: begin + on * DAY_MS, do: () => put(next) })),
          ...used.map((quarters) => {
            const at = begin + quarters * 900_000;
            return { at, do: () => seller.uses('app-1', iso(at)) };
          }),
          ...Array.from({ length: 48 }, (_, index) => ({
            at: begin + index * 4 * DAY_MS,
            do: () => seller.sweep(),
          })),
        ].toSorted((a, b) => a.at - b.at);
        for (const one of deeds) {
          seller.isNow(iso(one.at));
          await one.do();
        }

        const all = await seller.invoices({ limit: '100' });
        const billed = all.reduce((sum, { total }) => sum + Number(total), 0);
        expect(billed).toBe(used.length);
        expect(alarms(seller)).toEqual([]);
        expect(await checkBooks(seller.billing, 'acme')).toMatchObject({ faults: [] });
      }),
      { numRuns: 4 },
    );
  }, 120_000);
});

async function explanations(seller: Seller): Promise<readonly string[]> {
  const reasons: string[] = [];
  for (const { id, lines } of await seller.invoices({ limit: '100' })) {
    for (const { id: line } of lines as unknown as readonly { readonly id: string }[]) {
      const { body: one } = await seller.ask('GET /v1/invoices/{id}/lines/{line}', {
        params: { id, line },
      });
      reasons.push(String(one['reason']));
    }
  }
  return reasons;
}

/** On which days revenue counts in journals of text, and of which month it is. */
async function earned({ billing }: Seller) {
  const documents = [];
  for await (const { document } of journal(billing.log, 'acme')) documents.push(document);
  return documents
    .flatMap(entriesOf)
    .flatMap(({ day, postings }) =>
      postings
        .filter(({ account }) => account.startsWith('revenue:'))
        .map(({ service }) => [day, service]),
    );
}

/** The sums of a month's views, of all pages. */
async function unbilled(seller: Seller, period: string) {
  const all = { used: 0, billed: 0, toBill: 0, listed: 0 };
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const query = { period, ...(cursor === '' ? {} : { cursor }) };
    const { body: page } = await seller.ask('GET /v1/unbilled/sums', { query });
    for (const sums of page['sums'] as readonly Record<keyof typeof all, string>[]) {
      for (const part of Object.keys(all) as (keyof typeof all)[]) all[part] += Number(sums[part]);
    }
    cursor = page['nextCursor'] as string | undefined;
  }
  return all;
}
