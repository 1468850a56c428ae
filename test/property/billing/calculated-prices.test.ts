import { expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import type { PlanBody } from '../../../core/contract/catalog/plan-shapes.ts';
import type { PriceCalculationAnswer } from '../../../core/contract/catalog/price-shapes.ts';
import type { InvoiceLine } from '../../../core/contract/invoices/invoice.ts';
import { decimalText } from '../../../core/kernel/decimal.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { inMemoryQueue } from '../../fakes/queue.ts';
import { aCustomer } from '../../fixtures/customers.ts';
import { aMeter, aUsageEvent } from '../../fixtures/usage-events.ts';
import { asking } from '../../support/ask.ts';
import { billingInterface } from '../../support/billing-interface.ts';
import { catalogHandler } from '../../support/changing-handlers.ts';
import { aTenancy } from '../../support/rated-usage.ts';
import { aQuantity, aRisingWire, someEvents, text } from '../pricing-charges.ts';

jest.setTimeout(240_000);

const always = [{ plan: 'tried', from: '1970-01-01' }];
const someCurrency = fc.constantFrom('EUR', 'JPY', 'KWD');

/** January of a customer under one charge, as its preview has it, and asks what that would cost. */
async function aMonth(charge: object, currency: string, values: readonly string[]) {
  const version = { effectiveFrom: '2020-01-01', currency, minimumCharge: '0', charges: [charge] };
  const meters = [
    aMeter({ key: 'meter', eventType: 'use', aggregation: 'sum', value: 'amount' }),
    aMeter({ key: 'count', eventType: 'use' }),
  ];
  const tenancy = await aTenancy({
    meters,
    plans: { tried: { versions: [version] } as unknown as PlanBody },
    customers: [aCustomer({ plan: always })],
  });
  await tenancy.use(
    values.map((amount, index) =>
      aUsageEvent({
        ...{ id: `use ${index}`, type: 'use', subject: 'app-1' },
        occurredAt: timestampOf(Date.UTC(2026, 0, 10) + index),
        data: JSON.stringify({ amount }),
      }),
    ),
  );
  const { body } = await billingInterface(tenancy)('GET /v1/customers/{key}/preview', {
    ...{ params: { key: 'press-review' }, query: { period: '2026-01' } },
  });
  const { rating, clock } = tenancy;
  const ask = asking(catalogHandler({ ...rating, clock, backfill: inMemoryQueue() }));
  const calculated = async (asked: object) => {
    const answer = await ask('POST /v1/price-calculations', { body: asked });
    expect(answer.status).toBe(200);
    return answer.body as unknown as PriceCalculationAnswer;
  };
  return { preview: body as unknown as { lines: InvoiceLine[]; subtotal: string }, calculated };
}

/** A line of either. */
type Line = InvoiceLine | PriceCalculationAnswer['lines'][number];

/** What both say of a line; an invoice leaves steps out where it has a price for each unit. */
const said = ({ kind, description, quantity, unitPrice, steps = [], exactAmount }: Line) => ({
  ...{ kind, description, quantity, unitPrice, exactAmount },
  steps: kind === 'minimum' || unitPrice !== undefined ? [] : steps,
});

function compared(
  { lines, amount }: PriceCalculationAnswer,
  preview: { readonly lines: readonly InvoiceLine[]; readonly subtotal: string },
): void {
  const invoiced = preview.lines.filter(({ kind }) => kind === 'usage' || kind === 'minimum');

  expect(lines.map(said)).toEqual(invoiced.map(said));
  expect(amount).toBe(preview.subtotal);
}

it('a calculated price is what an invoice has of the same quantity, however it is asked for', async () => {
  await fc.assert(
    fc.asyncProperty(aRisingWire, someCurrency, aQuantity, async (wire, currency, units) => {
      fc.pre(units > 0n);
      const charge = { meter: 'meter', ...wire };
      const quantity = decimalText(units);
      const { preview, calculated } = await aMonth(charge, currency, [quantity]);

      const written = await calculated({ charge, currency, quantity });
      const ofPlan = await calculated({ plan: { key: 'tried', charge: 'meter' }, quantity });

      compared(written, preview);
      expect(ofPlan).toEqual({
        ...written,
        plan: { key: 'tried', effectiveFrom: '2020-01-01' },
      });
    }),
    { numRuns: 60 },
  );
});

it('a price that looks at each event, or counts them, is calculated as it is invoiced', async () => {
  const someLimits = fc.record(
    {
      freeEvents: fc.integer({ min: 0, max: 4 }),
      freeAmount: text(aQuantity),
      minimumPerEvent: fc.constant('0.7'),
      maximumPerEvent: fc.constantFrom('1', '12.5'),
      fixedPerEvent: fc.constantFrom('0.01', '0.25'),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(someLimits, someCurrency, someEvents, async (limits, currency, some) => {
      const values = some.filter(({ value }) => value > 0n).map(({ value }) => decimalText(value));
      fc.pre(values.length > 0);
      const percentage = { model: 'percentage', ratePercent: '1.5', countMeter: 'count' };
      const charge = { meter: 'meter', ...percentage, ...limits };
      const { preview, calculated } = await aMonth(charge, currency, values);
      const [line] = preview.lines;
      const { fixedPerEvent, ...each } = limits;
      const events = fixedPerEvent === undefined ? {} : { events: values.length };
      const asked =
        Object.keys(each).length > 0 ? { values } : { quantity: line?.quantity, ...events };

      compared(await calculated({ charge, currency, ...asked }), preview);
    }),
    { numRuns: 60 },
  );
});
