import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PlanVersionBody } from '../../../core/contract/catalog/plan-shapes.ts';
import { exactFrom } from '../../../core/kernel/exact-amount.ts';
import { laterMonth, type Month, monthFrom } from '../../../core/kernel/month.ts';
import { askCorrection, askTakeBack } from '../../../core/metering/corrections/ask-correction.ts';
import { correctionStep } from '../../../core/metering/corrections/correction-step.ts';
import { aCustomer } from '../../fixtures/customers.ts';
import { aPlan, aVersion, someSettings } from '../../fixtures/plans.ts';
import { aMeter, aUsageEvent } from '../../fixtures/usage-events.ts';
import { entriesOf, recounted } from '../../simulation/corrections/recount.ts';
import { arrive, close, payers, subjects, tenant } from '../../simulation/corrections/setting.ts';
import { Dice } from '../../simulation/dice.ts';
import { at } from '../../support/billed-tenant.ts';
import { billingInterface } from '../../support/billing-interface.ts';
import { explained } from '../../support/explained-lines.ts';
import {
  correctingOn,
  follow,
  type SomeBilling,
  setUp,
  someBilling,
} from '../../support/some-billing.ts';

type ChargeBody = NonNullable<PlanVersionBody['charges']>[number];

const year = Array.from({ length: 12 }, (_, index) => laterMonth(monthFrom('2026-01'), index));
const UNIT = 10n ** 12n;
const metersOf = { view: 'view', bytes: 'load', peak: 'load' } as const;

/** A price of up to 12 places, in its units and as text. */
const aPrice = fc
  .bigInt({ min: 0n, max: 3n * UNIT })
  .map((units) => ({ units, text: textOf(units) }));

function textOf(units: bigint): string {
  const digits = units.toString().padStart(13, '0');
  return `${digits.slice(0, -12)}.${digits.slice(-12)}`;
}

/** A charge as a plan has it, and what a quantity comes to by it, in 1e-24: found by nothing of ours. */
interface PricedMeter {
  readonly charge: object;
  readonly worth: (quantity: bigint) => bigint;
}

const perUnit: fc.Arbitrary<PricedMeter> = aPrice.map(({ units, text }) => ({
  charge: { model: 'per_unit', unitPrice: text },
  worth: (quantity) => quantity * units * UNIT,
}));

const inTiers: fc.Arbitrary<PricedMeter> = fc
  .tuple(fc.constantFrom('graduated', 'volume'), fc.bigInt({ min: 1n, max: 20n }), aPrice, aPrice)
  .map(([model, upTo, first, then]) => ({
    charge: {
      model,
      tiers: [
        { upTo: String(upTo), unitPrice: first.text },
        { upTo: null, unitPrice: then.text },
      ],
    },
    worth: (quantity) => {
      if (quantity <= upTo) return quantity * first.units * UNIT;
      const before = model === 'volume' ? 0n : upTo;
      return (before * first.units + (quantity - before) * then.units) * UNIT;
    },
  }));

const inPackages: fc.Arbitrary<PricedMeter> = fc
  .tuple(fc.bigInt({ min: 1n, max: 9n }), aPrice)
  .map(([size, { units, text }]) => ({
    charge: { model: 'package', packageSize: String(size), packagePrice: text },
    worth: (quantity) => ((quantity + size - 1n) / size) * units * UNIT,
  }));

const aPricedMeter = fc.oneof(perUnit, inTiers, inPackages);
const aHalfYear = fc.record({ view: aPricedMeter, bytes: aPricedMeter, peak: aPricedMeter });
type HalfYear = typeof aHalfYear extends fc.Arbitrary<infer Half> ? Half : never;

const versionOf = (from: string, half: HalfYear) =>
  aVersion({
    effectiveFrom: from,
    charges: Object.entries(half).map(
      ([meter, { charge }]) => ({ meter, ...charge }) as ChargeBody,
    ),
  });

async function aSellerOf(first: HalfYear, second: HalfYear): Promise<SomeBilling> {
  const billing = someBilling(at('2026-01-05T00:00:00Z'));
  await setUp(billing, {
    settings: someSettings(),
    plans: { reader: aPlan(versionOf('2020-01-01', first), versionOf('2026-07-01', second)) },
    customers: Object.entries(payers).map(([key, own]) =>
      aCustomer({ key, subjects: [...own], plan: [{ plan: 'reader', from: '2026-01-01' }] }),
    ),
  });
  const meters = [
    aMeter({ key: 'view', eventType: metersOf.view }),
    aMeter({ key: 'bytes', eventType: metersOf.bytes, aggregation: 'sum', value: 'n' }),
    aMeter({ key: 'peak', eventType: metersOf.peak, aggregation: 'max', value: 'n' }),
  ];
  await billing.catalogs.append(tenant, {
    ...{ version: 2, meters: meters.map((one) => ({ ...one, sinceVersion: 2 })) },
  });
  return billing;
}

/** Of this month or the two before it: what comes on time, late, and what a job writes down later. */
async function use(billing: SomeBilling, month: Month, dice: Dice): Promise<void> {
  const of = dice.chance(0.6) ? month : laterMonth(month, -dice.between(1, 2));
  if (of < '2026-01') return;
  const billed = dice.pick(['adjust', 'informational'] as const);
  const event = aUsageEvent({
    id: `used ${entriesOf(billing.usageLog).length}`,
    type: dice.pick(['view', 'load']),
    subject: dice.pick(subjects),
    occurredAt: at(`${of}-1${dice.below(3)}T10:0${dice.below(2)}:00Z`),
    data: JSON.stringify({ n: dice.between(0, 40), region: dice.pick(['eu', 'us']) }),
    ...(of === month || dice.chance(0.5)
      ? {}
      : { backfill: { job: 'older', batch: '00', billing: billed } }),
  });
  await billing.corrections.touched.send([await arrive(billing, event)]);
}

/** Takes out or amends what a filter finds of a month that is in reach, or takes an older correction back. */
async function correct(billing: SomeBilling, month: Month, dice: Dice): Promise<void> {
  const ports = { ...correctingOn(billing), announce: async () => undefined };
  const { records } = await ports.records.list(tenant, { after: '', limit: 100 });
  const recent = records.filter(
    ({ record: { selection } }) =>
      'where' in selection &&
      new Date(selection.where.period.start).toISOString() >= laterMonth(month, -2),
  );
  const [old] = dice.shuffled(recent);
  if (old !== undefined && dice.chance(0.3)) {
    await askTakeBack(ports, tenant, { id: old.record.id, by: 'key-1', why: 'a test' });
    await correctionStep(ports, tenant, old.record.id);
    return;
  }
  const of = laterMonth(month, -dice.below(3));
  const period = {
    start: at(`${of}-10T00:00:00Z`),
    end: at(`${of}-1${dice.between(1, 3)}T00:00:00Z`),
  };
  const where = dice.pick([
    { type: 'view', data: { region: ['eu'] } },
    { subjects: [dice.pick(subjects)] },
    { source: 'urn:farthing:corrections' },
  ]);
  const data = JSON.stringify({ n: dice.between(0, 40) });
  const amend = dice.pick([undefined, { data }, { type: 'load' }] as const);
  const selection = { where: { ...where, period } };
  const { record } = await askCorrection(ports, tenant, {
    ...{ selection, sent: selection, amend, by: 'key-1', why: 'a test' },
    key: `key ${records.length}`,
  });
  await correctionStep(ports, tenant, record.id);
}

async function billedOf(billing: SomeBilling, customer: string, month: Month): Promise<bigint> {
  const cell = { kind: 'period', month, customer } as const;
  const page = await billing.books.read(tenant, { cells: [cell] });
  return (page.at(cell)?.billed ?? []).reduce((sum, { exact }) => sum + exact, 0n);
}

interface Line {
  readonly id: string;
  readonly kind: string;
  readonly exactAmount: string;
}

/** Invoices of a month with their lines of usage. */
async function invoicesOf(billing: SomeBilling, period: string) {
  const ask = billingInterface(billing);
  const { body } = await ask('GET /v1/invoices', { query: { period } });
  const listed = body['invoices'] as { readonly id: string }[];
  return Promise.all(
    listed.map(async ({ id }) => {
      const { body: content } = await ask('GET /v1/invoices/{id}', { params: { id } });
      const lines = content['lines'] as readonly Line[];
      return { id, lines: lines.filter(({ kind }) => kind === 'usage') };
    }),
  );
}

/** A year that is billed month by month, while what was used is corrected; answers what was wrong first. */
async function yearOf(first: HalfYear, second: HalfYear, dice: Dice) {
  const billing = await aSellerOf(first, second);
  let followed = 0;
  for (const month of [
    ...year,
    laterMonth(monthFrom('2026-12')),
    laterMonth(monthFrom('2026-12'), 2),
  ]) {
    const acts = month <= '2026-12' ? dice.between(3, 8) : 2;
    for (let act = 0; act < acts; act += 1) {
      if (month <= '2026-12' && dice.chance(0.7)) await use(billing, month, dice);
      else await correct(billing, month, dice);
    }
    followed = await follow(billing, followed);
    billing.time.now = at(`${laterMonth(month)}-03T00:00:00Z`);
    await close(billing, month, billing.rating.totals);
    expect(await wrongAfter(billing, month, { first, second })).toEqual([]);
  }
  return billing;
}

/** All months so far whose invoices and adjustments do not come to the recount of what was used. */
async function wrongAfter(
  billing: SomeBilling,
  upTo: Month,
  { first, second }: { readonly first: HalfYear; readonly second: HalfYear },
): Promise<readonly string[]> {
  const entries = entriesOf(billing.usageLog).filter(
    ({ event }) => event.backfill?.billing !== 'informational',
  );
  const wrong: string[] = [];
  for (const used of recounted(
    entries,
    year.filter((month) => month <= upTo),
  )) {
    const half = used.month < '2026-07' ? first : second;
    const worth = (['view', 'bytes', 'peak'] as const).reduce(
      (sum, meter) => sum + half[meter].worth(used[meter]),
      0n,
    );
    const billed = await billedOf(billing, used.customer, monthFrom(used.month));
    if (billed !== worth) wrong.push(`${used.customer} ${used.month}: ${billed}, not ${worth}`);
  }
  return wrong;
}

describe('a year with corrections, late events and backfills', () => {
  it('is billed, with adjustments, to the nano what an independent recount comes to, month by month', async () => {
    const property = fc.asyncProperty(
      aHalfYear,
      aHalfYear,
      fc.nat(),
      async (first, second, seed) => {
        await yearOf(first, second, new Dice(seed));
      },
    );

    await fc.assert(property, { numRuns: Number(process.env['YEARS'] ?? '2') });
  }, 600_000);

  it('has old invoices that explain themselves until they are corrected, and then say by how much', async () => {
    const price = {
      charge: { model: 'per_unit', unitPrice: '0.5' },
      worth: (of: bigint) => of * (UNIT / 2n) * UNIT,
    };
    const half = { view: price, bytes: price, peak: price };
    const billing = await aSellerOf(half, half);
    const used = [1, 2, 3].map((n) =>
      aUsageEvent({ id: `${n}`, subject: 'app-1', occurredAt: at('2026-01-10T10:00:00Z') }),
    );
    for (const event of used)
      await billing.corrections.touched.send([await arrive(billing, event)]);
    const followed = await follow(billing);
    billing.time.now = at('2026-02-03T00:00:00Z');
    await close(billing, year[0] ?? monthFrom('2026-01'), billing.rating.totals);
    const [invoice] = await invoicesOf(billing, '2026-01');
    const [line] = invoice?.lines ?? [];
    const explain = () => explained(billing as never, invoice?.id ?? '', line?.id ?? '');

    const before = await explain();
    const ports = { ...correctingOn(billing), announce: async () => undefined };
    const events = used
      .slice(0, 1)
      .map(({ source, id, occurredAt: time }) => ({ source, id, time }));
    const { record } = await askCorrection(ports, tenant, {
      ...{ selection: { events }, sent: { events }, amend: undefined },
      ...{ by: 'key-1', why: 'a bot', key: 'one' },
    });
    await correctionStep(ports, tenant, record.id);
    await follow(billing, followed);
    const between = await explain();
    billing.time.now = at('2026-03-03T00:00:00Z');
    await close(billing, monthFrom('2026-02'), billing.rating.totals);
    const after = await explain();

    expect(before.usage).toMatchObject({ quantity: '3', ratedAmount: '1.5' });
    expect(exactFrom(before.usage?.ratedAmount ?? '')).toBe(exactFrom(line?.exactAmount ?? ''));
    expect(before.usage).not.toHaveProperty('difference');
    expect(between.usage?.difference).toMatchObject({
      quantity: '-1',
      billedSince: '0',
      open: '-1',
    });
    expect(after.usage?.difference).toMatchObject({ quantity: '-1', billedSince: '-1', open: '0' });
    expect(await invoicesOf(billing, '2026-01')).toEqual([invoice]);
  });
});
