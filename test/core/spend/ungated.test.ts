import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PlanVersionBody } from '../../../core/contract/catalog/plan-shapes.ts';
import { decimalFromInteger, decimalOf, decimalText } from '../../../core/kernel/decimal.ts';
import { localCalendar } from '../../../core/kernel/local-calendar.ts';
import { nanosOf, nanosText } from '../../../core/kernel/money.ts';
import { payerKeyOf } from '../../../core/kernel/payer.ts';
import { timeZoneFrom } from '../../../core/kernel/time-zone.ts';
import { millisecondsPer, timestampOf } from '../../../core/kernel/timestamp.ts';
import { loadSpendTerms } from '../../../core/spend/load-terms.ts';
import { grossAt } from '../../../core/spend/most.ts';
import { readUsage } from '../../../core/spend/read-usage.ts';
import { SpendState } from '../../../core/spend/state.ts';
import { type Ungated, ungatedOf } from '../../../core/spend/ungated.ts';
import { ALL_DAYS, windowOf } from '../../../core/spend/window.ts';
import { aCustomer } from '../../fixtures/customers.ts';
import { aPlan, aVersion, someSettings } from '../../fixtures/plans.ts';
import { aMeter, aUsageEvent } from '../../fixtures/usage-events.ts';
import { at } from '../../support/a-pass.ts';
import { aTenancy } from '../../support/rated-usage.ts';

const meters = [
  aMeter({ key: 'view', eventType: 'view', dimensions: ['section'] }),
  aMeter({ key: 'paid', eventType: 'sale', aggregation: 'sum', value: 'paid' }),
];
const perView = { meter: 'view', model: 'per_unit', unitPrice: '1' } as const;
const tiers = [
  { upTo: '3', unitPrice: '2' },
  { upTo: null, unitPrice: '1' },
];
const now = at('2026-01-20T12:00:00Z');
const calendar = localCalendar(timeZoneFrom('Europe/Vienna', ''));

/** So many views at a time; `news` unless another section is said. */
const used = (time: string, count: number, section = 'news') =>
  Array.from({ length: count }, (_, index) =>
    aUsageEvent({
      ...{ id: `${time} ${section} ${index}`, type: 'view', subject: 'app-1' },
      ...{ occurredAt: at(time), data: JSON.stringify({ section }) },
    }),
  );

async function aPayer(
  events: ReturnType<typeof used>,
  charges: PlanVersionBody['charges'] = [perView],
) {
  const tenancy = await aTenancy(
    {
      meters,
      plans: { reader: aPlan(aVersion({ charges })) },
      customers: [
        aCustomer({
          key: 'press',
          timezone: timeZoneFrom('Europe/Vienna', ''),
          plan: [{ plan: 'reader', from: '2025-01-01' }],
        }),
      ],
      settings: someSettings({ taxes: { standard: { category: 'S', rate: '20' } } }),
    },
    now,
  );
  await tenancy.use(events);
  const payer = payerKeyOf({ customer: 'press' });
  const terms = await loadSpendTerms(tenancy.rating, 'acme', { payer, at: now });
  const read = (daysSince?: string) => readUsage(tenancy.rating, 'acme', terms, { now, daysSince });
  return { ...tenancy, terms, read, domain: terms.chargeFor(now, 'view', {}) };
}

/** A state after so much of `view` was captured, by day. */
function captured(domain: string, days: Readonly<Record<string, string>>): SpendState {
  const state = new SpendState();
  let sum = 0n;
  const gross = nanosOf(0n);
  for (const [day, units] of Object.entries(days)) {
    const quantity = decimalFromInteger(BigInt(units));
    state.days.set(day, new Map([['view', { quantity, gross }]]));
    sum += quantity;
  }
  state.captured.set(domain, { quantity: decimalOf(sum), net: gross, tax: gross });
  return state;
}

const shown = ({ quantity, gross }: ReturnType<Ungated['usedIn']>) => [
  decimalText(quantity),
  nanosText(gross),
];

describe('what is used besides what is captured', () => {
  it('is what totals say, less that, as of when they were read', async () => {
    const { read, domain } = await aPayer(used('2026-01-10T10:00:00Z', 5));
    const ungated = ungatedOf(await read(), captured(domain.key, { '2026-01-10': '3' }));

    expect(ungated.asOf).toBe(now);
    expect(decimalText(ungated.quantityOf(domain.key))).toBe('2');
    expect(shown(ungated.usedIn(ALL_DAYS, undefined))).toEqual(['2', '2.4']);
    expect(shown(ungated.usedIn(ALL_DAYS, 'view'))).toEqual(['2', '2.4']);
    expect(shown(ungated.usedIn(ALL_DAYS, 'paid'))).toEqual(['0', '0']);
    expect(shown(ungated.usedInOpenMonths())).toEqual(['2', '2.4']);
    expect(decimalText(ungated.quantityOf('another domain'))).toBe('0');
  });

  it('is nothing while totals lag behind what was captured', async () => {
    const { read, domain } = await aPayer(used('2026-01-10T10:00:00Z', 5));
    const ungated = ungatedOf(await read(), captured(domain.key, { '2026-01-10': '7' }));

    expect(shown(ungated.usedIn(ALL_DAYS, undefined))).toEqual(['0', '0']);
  });

  it('is not what was captured under a charge that another has replaced since', async () => {
    const { read } = await aPayer(used('2026-01-10T10:00:00Z', 5));
    const ungated = ungatedOf(await read(), captured('of a plan before', { '2026-01-10': '3' }));

    expect(shown(ungated.usedIn(ALL_DAYS, undefined))).toEqual(['2', '2.4']);
  });

  it('is priced behind what is captured, and with tax', async () => {
    const graduated = { meter: 'view', model: 'graduated', tiers } as const;
    const { read, domain } = await aPayer(used('2026-01-10T10:00:00Z', 5), [graduated]);
    const ungated = ungatedOf(await read(), captured(domain.key, { '2026-01-10': '2' }));

    // One at 2 and two at 1; then, behind the dearer ones, three at 1.
    expect(shown(ungated.usedIn(ALL_DAYS, undefined))).toEqual(['3', '4.8']);
    const later = ungated.behind(captured(domain.key, { '2026-01-11': '3' }));
    expect(shown(later.usedIn(ALL_DAYS, undefined))).toEqual(['3', '3.6']);
  });

  it('is on its days what it was, once totals have all there is', async () => {
    const { read, domain } = await aPayer([]);
    const { lines } = await read();
    const [line] = lines.map((one) => one.line);
    if (line === undefined) throw new Error('the payer has one line');
    const units = fc.record({ gated: fc.integer({ min: 0, max: 9 }), besides: fc.nat({ max: 9 }) });
    fc.assert(
      fc.property(fc.array(units, { maxLength: 9, minLength: 1 }), (days) => {
        const named = days.map((one, index) => ({ ...one, day: `2026-01-1${index}` }));
        const state = captured(
          domain.key,
          Object.fromEntries(named.map(({ day, gated }) => [day, String(gated)])),
        );
        const byDay = new Map(
          named.map(({ day, gated, besides }) => [
            day,
            decimalFromInteger(BigInt(gated + besides)),
          ]),
        );
        const counted = { asOf: now, days: [...byDay.keys()], lines: [{ line, byDay }] };
        const ungated = ungatedOf(counted, state);

        for (const { day, besides } of named) {
          expect(shown(ungated.usedIn(windowOf('day', day, calendar), 'view'))[0]).toBe(
            String(besides),
          );
        }
        const all = named.reduce((sum, { besides }) => sum + besides, 0);
        expect(decimalText(ungated.quantityOf(domain.key))).toBe(String(all));
      }),
    );
  });

  it('is of the payer’s local days, from the day on that is asked for', async () => {
    const { read, domain } = await aPayer([
      ...used('2026-01-02T10:00:00Z', 4),
      ...used('2026-01-18T22:59:59Z', 3),
      ...used('2026-01-18T23:00:00Z', 2),
      ...used('2026-01-20T11:00:00Z', 1),
    ]);
    const state = captured(domain.key, { '2026-01-03': '4', '2026-01-19': '1' });
    const ungated = ungatedOf(await read('2026-01-18'), state);
    const on = (day: string) => shown(ungated.usedIn(windowOf('day', day, calendar), 'view'))[0];

    expect(['2026-01-18', '2026-01-19', '2026-01-20'].map(on)).toEqual(['3', '1', '1']);
    expect(shown(ungated.usedIn(windowOf('week', '2026-01-20', calendar), undefined))).toEqual([
      '2',
      '2.4',
    ]);
    expect(shown(ungated.usedIn(windowOf('month', '2026-01-20', calendar), undefined))).toEqual([
      '5',
      '6',
    ]);
  });

  it('leaves out what has a price that looks at each event', async () => {
    const { read, terms, domain } = await aPayer(used('2026-01-02T10:00:00Z', 4), [
      perView,
      { meter: 'paid', model: 'percentage', ratePercent: '1', maximumPerEvent: '1' },
    ]);

    const { lines } = await read();

    expect(lines.map(({ line }) => line.terms.key)).toEqual([domain.key]);
    expect(
      terms.lines.filter(({ isGateable }) => !isGateable).map(({ meter }) => meter.key),
    ).toEqual(['paid']);
  });

  it('is read from rolled up days as from hours', async () => {
    const { read, rating, rollups, rollUp, time, terms, domain } = await aPayer([
      ...used('2026-01-01T22:00:00Z', 1),
      ...used('2026-01-05T10:00:00Z', 4),
      ...used('2026-01-09T10:00:00Z', 2, 'sport'),
      ...used('2026-01-20T11:00:00Z', 1),
    ]);
    const byHours = await read('2026-01-19');
    await rollUp();
    time.now = timestampOf(time.now + millisecondsPer.hour);
    await rollUp();
    let hours = 0;
    const totals = Object.create(rating.totals, {
      readRange: {
        value: (range: Parameters<typeof rating.totals.readRange>[0]) => {
          hours += range.to - range.from;
          return rating.totals.readRange(range);
        },
      },
    }) as typeof rating.totals;

    const asked = { now, daysSince: '2026-01-19' };
    const byDays = await readUsage({ totals, rollups }, 'acme', terms, asked);

    expect(byDays).toEqual(byHours);
    // The local days since the 19th, the month's end that is to come, and what zones cut off.
    expect(hours).toBeLessThanOrEqual(14 * 24);
    const ungated = ungatedOf(byDays, new SpendState());
    const quantity = ungated.quantityOf(domain.key);
    expect(decimalText(quantity)).toBe('8');
    expect(ungated.usedIn(ALL_DAYS, undefined).gross).toBe(grossAt(domain, quantity));
  });
});
