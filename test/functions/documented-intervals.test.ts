import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { InvoiceIntervalBody } from '../../core/contract/catalog/customer-shapes.ts';
import { laterMonth, monthFrom } from '../../core/kernel/month.ts';
import { aPlan, aVersion } from '../fixtures/plans.ts';
import { aSeller } from '../support/a-seller.ts';

interface Documented {
  readonly invoiceInterval?: InvoiceIntervalBody;
  readonly fee?: string;
  /** Views by month. */
  readonly used: Readonly<Record<string, number>>;
  /** The last month that is closed. */
  readonly closed: string;
  readonly invoices: readonly (readonly [month: string, total: string])[];
}

const page = readFileSync(new URL('../../docs/billing.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/```json interval\n([\s\S]+?)```/g)].flatMap(([, block]) =>
  (block ?? '')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Documented),
);

async function invoicesOf({ invoiceInterval, fee, used, closed }: Documented) {
  const version = aVersion({
    charges: [{ meter: 'view', model: 'per_unit', unitPrice: '1' }],
    fixedFees:
      fee === undefined ? [] : [{ key: 'base', amount: fee, description: 'B', timing: 'advance' }],
  });
  const seller = await aSeller({ reader: aPlan(version) }, { bounds: null });
  seller.isNow('2026-01-05T00:00:00Z');
  const plan = [{ plan: 'reader', from: '2026-01-01' }];
  await seller.put('press', { subjects: ['app-1'], plan, invoiceInterval });
  for (let month = monthFrom('2026-01'); month <= closed; month = laterMonth(month)) {
    await seller.uses(
      'app-1',
      ...Array.from({ length: used[month] ?? 0 }, () => `${month}-10T00:00:00Z`),
    );
    seller.isNow(`${laterMonth(month)}-03T09:00:00Z`);
    await seller.bill(month);
  }
  const all = await seller.invoices();
  return all.map(({ period, total }) => [period.start.slice(0, 7), total]).sort();
}

interface DocumentedDay {
  readonly billingDay: number;
  readonly changed?: { readonly on: string; readonly billingDay: number };
  readonly fee?: string;
  /** A view on each of these days. */
  readonly used: readonly string[];
  readonly until: string;
  readonly invoices: readonly (readonly [firstDay: string, lastDay: string, total: string])[];
}

const days = [...page.matchAll(/```json billing-day\n([\s\S]+?)```/g)].flatMap(([, block]) =>
  (block ?? '')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as DocumentedDay),
);

/** Swept on each day from the first of April on. */
async function invoicesByDays({ billingDay, changed, fee, used, until }: DocumentedDay) {
  const version = aVersion({
    charges: [{ meter: 'view', model: 'per_unit', unitPrice: '1' }],
    fixedFees: fee === undefined ? [] : [{ key: 'base', amount: fee, description: 'B' }],
  });
  const seller = await aSeller({ reader: aPlan(version) }, { bounds: null });
  seller.isNow('2026-04-01T00:00:00Z');
  const own = { subjects: ['app-1'], plan: [{ plan: 'reader', from: '2026-04-01' }] };
  await seller.put('press', { ...own, billingDay });
  const last = Date.parse(until);
  for (let at = Date.parse('2026-04-01'); at <= last; at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10);
    seller.isNow(`${day}T09:00:00Z`);
    if (changed?.on === day) await seller.put('press', { ...own, billingDay: changed.billingDay });
    if (used.includes(day)) await seller.uses('app-1', `${day}T00:00:00Z`);
    await seller.sweep();
  }
  const all = await seller.invoices();
  return all
    .map(({ period, total }) => {
      const { firstDay, lastDay } = period as unknown as Record<'firstDay' | 'lastDay', string>;
      return [firstDay, lastDay, total];
    })
    .sort();
}

describe('the billing days of docs/billing.md', () => {
  it.each(days)('are billed by as they say: $billingDay, $changed', async (example) => {
    expect(await invoicesByDays(example)).toEqual(example.invoices);
  });
});

describe('the intervals of docs/billing.md', () => {
  it.each(examples)('are invoiced as they say: $invoiceInterval, $invoices', async (example) => {
    expect(await invoicesOf(example)).toEqual(example.invoices);
  });
});
