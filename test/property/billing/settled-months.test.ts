import { expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import type { PreparedClosing } from '../../../core/billing/rating/prepared-closing.ts';
import { closePeriods, draftClosing } from '../../../core/invoicing/close-periods.ts';
import { voidInvoice } from '../../../core/invoicing/void-invoice.ts';
import { monthFrom } from '../../../core/kernel/month.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { aCustomer } from '../../fixtures/customers.ts';
import { aPlan, aVersion, someSettings } from '../../fixtures/plans.ts';
import { aUsageEvent } from '../../fixtures/usage-events.ts';
import { aTenancy, views } from '../../support/rated-usage.ts';

jest.setTimeout(240_000);

const months = ['2026-01', '2026-02', '2026-03', '2026-04'];
const payers = ['press', 'radio', 'subject:app-3'];
const always = [{ plan: 'reader', from: '1970-01-01' }];
const reader = aPlan(
  aVersion({
    charges: [{ meter: 'view', model: 'per_unit', unitPrice: '0.7' }],
    fixedFees: [{ key: 'base', amount: '5', description: 'Base', timing: 'advance' }],
  }),
);

const somePayer = fc.constantFrom(...payers);
const someMonth = fc.constantFrom(...months);
const someSteps = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        does: fc.constant('use' as const),
        id: fc.uuid(),
        subject: fc.constantFrom('app-1', 'app-2', 'app-3'),
        hour: fc.integer({ min: 0, max: 4 * 28 * 24 }),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        does: fc.constant('close' as const),
        payer: somePayer,
        month: someMonth,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ does: fc.constant('void' as const), nth: fc.nat({ max: 20 }) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        does: fc.constant('move' as const),
        subject: fc.constantFrom('app-1', 'app-2', 'app-3'),
      }),
    },
  ),
  { minLength: 4, maxLength: 24 },
);

async function aTenant() {
  const tenancy = await aTenancy(
    {
      meters: [views],
      plans: { reader },
      customers: [
        aCustomer({ key: 'press', subjects: ['app-1'], plan: always }),
        aCustomer({ key: 'radio', subjects: ['app-2'], plan: always }),
      ],
      settings: someSettings({ defaultPlan: 'reader' }),
    },
    timestampOf(Date.UTC(2026, 5, 3)),
  );
  const { books, clock, rating } = tenancy;
  let asked = 0;
  // A listing that is never the same twice: no month has the sign that it had.
  const unsigned = Object.assign(Object.create(rating.totals) as typeof rating.totals, {
    readRange: (range: Parameters<typeof rating.totals.readRange>[0]) =>
      rating.totals.readRange(range),
    listProgress: ({ after }: { readonly after: number }) => {
      asked += 1;
      return Promise.resolve([{ hour: after + 500, catalogVersion: 1, revision: asked }]);
    },
  });
  const prepared = async (payer: string, month: string, totals = rating.totals) => {
    const ports = { ...rating, totals };
    const [one] = await tenancy.prepare(ports, 'acme', {
      customers: [payer],
      month: monthFrom(month),
    });
    return one;
  };
  const draftOf = async (one: PreparedClosing | undefined) =>
    one?.status === 'ready' ? (await draftClosing(books, 'acme', one.request)).draft : one;
  return {
    ...tenancy,
    books,
    clock,
    signed: (payer: string, month: string) => prepared(payer, month),
    drafts: async (payer: string, month: string) => [
      await draftOf(await prepared(payer, month)),
      await draftOf(await prepared(payer, month, unsigned)),
    ],
  };
}

type Tenant = Awaited<ReturnType<typeof aTenant>>;
type Step = Parameters<Parameters<typeof someSteps.map>[0]>[0][number];

/** Does what a step says; how many months a closing took for settled. */
async function taken(tenant: Tenant, step: Step, invoices: string[]): Promise<number> {
  switch (step.does) {
    case 'use': {
      const occurredAt = timestampOf(Date.UTC(2026, 0, 1) + step.hour * 3_600_000);
      await tenant.use([aUsageEvent({ id: step.id, subject: step.subject, occurredAt })]);
      return 0;
    }
    case 'move': {
      const subjects = [...new Set(['app-1', step.subject])].filter((one) => one !== 'app-2');
      await tenant.put(aCustomer({ key: 'press', subjects, plan: always }));
      return 0;
    }
    case 'void': {
      const [invoice] = invoices.splice(step.nth % Math.max(1, invoices.length), 1);
      if (invoice === undefined) return 0;
      await voidInvoice(tenant.books, 'acme', {
        invoice,
        reason: 'test',
        afterwards: 'rebill',
      });
      return 0;
    }
    case 'close': {
      const [signed, read] = await tenant.drafts(step.payer, step.month);
      expect(signed).toEqual(read);
      const one = await tenant.signed(step.payer, step.month);
      if (one?.status !== 'ready') return 0;
      const [outcome] = await closePeriods(tenant, 'acme', [one.request]);
      if (outcome?.status !== 'closed') return 0;
      if (outcome.document.kind === 'invoice') invoices.push(outcome.document.id);
      return one.request.settled?.length ?? 0;
    }
  }
}

it('a closing that goes by signs comes to what it would come to if all was read', async () => {
  let settled = 0;
  await fc.assert(
    fc.asyncProperty(someSteps, async (steps) => {
      const tenant = await aTenant();
      const invoices: string[] = [];
      for (const step of steps) settled += await taken(tenant, step, invoices);
      for (const payer of payers) {
        const [signed, read] = await tenant.drafts(payer, '2026-04');
        expect(signed).toEqual(read);
      }
    }),
    { numRuns: 40 },
  );
  // Of months that are read again every time, it would say nothing.
  expect(settled).toBeGreaterThan(0);
});
