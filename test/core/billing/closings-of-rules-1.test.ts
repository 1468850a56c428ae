import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { storedCustomer } from '../../../core/catalog/stored-catalog.ts';
import type { PlanBody } from '../../../core/contract/catalog/plan-shapes.ts';
import type { SettingsBody } from '../../../core/contract/catalog/settings-shapes.ts';
import { draftClosing } from '../../../core/invoicing/close-periods.ts';
import type { Reckoning } from '../../../core/invoicing/reckoning.ts';
import { voidInvoice } from '../../../core/invoicing/void-invoice.ts';
import { decimalText } from '../../../core/kernel/decimal.ts';
import { timeZoneFrom } from '../../../core/kernel/time-zone.ts';
import { timestampFrom, timestampOf } from '../../../core/kernel/timestamp.ts';
import type { Meter } from '../../../core/metering/meter.ts';
import type { UsageEvent } from '../../../core/metering/usage-event.ts';
import { aTenancy, shown } from '../../support/rated-usage.ts';

type KeptEvent = Omit<UsageEvent, 'occurredAt'> & { readonly occurredAt: string };

interface ExpectedMonth {
  readonly start: string;
  readonly end: string;
  readonly charges: readonly (readonly [string, string, string])[];
}

/**
 * January and February 2026 of two customers as commit fbdfb75 closed them, before what a month is closed under was
 * kept: its blocks and cells, and what was used, part of it only when both months were closed. `expected` is what that
 * code rated them at with all of it, for late usage and for billing again alike, while nothing had been agreed anew.
 */
const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, 'golden/closings-of-rules-1.json'), 'utf8'),
) as {
  readonly meters: readonly Meter[];
  readonly plans: Readonly<Record<string, PlanBody>>;
  readonly settings: SettingsBody;
  readonly customers: readonly unknown[];
  readonly invoices: Readonly<Record<string, string>>;
  readonly events: { readonly inTime: readonly KeptEvent[]; readonly late: readonly KeptEvent[] };
  readonly blocks: readonly string[];
  readonly cells: readonly {
    readonly pk: string;
    readonly sk: string;
    readonly version: string;
    readonly text: string;
  }[];
  readonly expected: Readonly<Record<string, ExpectedMonth>>;
};

const at = (text: string) => timestampFrom(text) ?? timestampOf(Number.NaN);
const events = [...golden.events.inTime, ...golden.events.late].map((event) => ({
  ...event,
  occurredAt: at(event.occurredAt),
}));
const customers = golden.customers.map(storedCustomer);
const march = at('2026-03-03T00:00:00Z');

/** Today's code on what the old has left; then each customer is agreed anew in every way that there is. */
async function upgraded() {
  const { meters, plans, settings } = golden;
  const tenancy = await aTenancy({ meters, plans, settings, customers }, march);
  for (const [index, block] of golden.blocks.entries()) {
    await tenancy.log.append('acme', { seq: index + 1, bytes: Buffer.from(block, 'base64') });
  }
  for (const { pk: partition, sk: sort, version, text } of golden.cells) {
    tenancy.cells.keep({ partition, sort }, { version: Number(version), text });
  }
  await tenancy.use(events);
  for (const { key, name, metadata, plan } of customers) {
    await tenancy.put({
      key,
      name,
      metadata,
      subjects: [],
      timezone: timeZoneFrom('America/New_York', '/timezone'),
      plan: [...(plan ?? []), { plan: null, from: '2026-03-04' }],
      taxes: { standard: { category: 'S', rate: '7' } },
    });
  }
  return tenancy;
}

const asExpected = ({ period, charges }: Reckoning): ExpectedMonth => ({
  start: new Date(period.start).toISOString(),
  end: new Date(period.end).toISOString(),
  charges: shown(charges),
});

const rateOf = ({ taxes }: Pick<Reckoning, 'taxes'>): string | undefined => {
  const rate = taxes?.get('standard')?.rate;
  return rate === undefined ? undefined : decimalText(rate);
};

describe.each([
  ['here', '19'],
  ['tokyo', '10'],
] as const)('months of %s that old code closed, after all has been agreed anew', (key, rate) => {
  it('come to what that code made of them, when usage came late', async () => {
    const tenancy = await upgraded();

    const { earlier } = await tenancy.request(key, '2026-03');

    expect(
      Object.fromEntries(
        earlier.map((month) => [`${key} ${month.period.month}`, asExpected(month)]),
      ),
    ).toEqual(
      Object.fromEntries(
        ['2026-01', '2026-02'].map((month) => [
          `${key} ${month}`,
          golden.expected[`${key} ${month}`],
        ]),
      ),
    );
    expect(earlier.map(rateOf)).toEqual([rate, rate]);
  });

  it('are billed again so, with the bounds and the taxes that they had', async () => {
    const tenancy = await upgraded();
    await voidInvoice(tenancy.books, 'acme', {
      invoice: golden.invoices[`${key} 2026-01`] ?? '',
      reason: 'test',
      afterwards: 'rebill',
    });

    const request = await tenancy.request(key, '2026-01');

    expect(asExpected(request.current)).toEqual(golden.expected[`${key} 2026-01`]);
    const { draft } = await draftClosing(tenancy.books, 'acme', request);
    expect(draft.taxes.map((tax) => tax.rate)).toEqual([rate]);
  });
});
