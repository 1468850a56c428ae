import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PlanVersionBody } from '../../core/contract/catalog/plan-shapes.ts';
import { closePeriods } from '../../core/invoicing/close-periods.ts';
import { timeZoneFrom } from '../../core/kernel/time-zone.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { verified } from '../../verify/src/verify.ts';
import { aCustomer } from '../fixtures/customers.ts';
import { aPlan, aVersion, someSettings } from '../fixtures/plans.ts';
import { aMeter, aUsageEvent } from '../fixtures/usage-events.ts';
import { anAmount, aPrice, aRisingWire, text, tiersWith } from '../property/pricing-charges.ts';
import { aTenancy } from '../support/rated-usage.ts';
import { pairsOf, provenBooks } from './support/proven.ts';

const aWire = fc.oneof(
  aRisingWire,
  fc.record({
    model: fc.constant('volume'),
    tiers: tiersWith({ unitPrice: text(aPrice), flatFee: text(anAmount) }),
  }),
);

const aFee = fc.record({
  amount: text(anAmount),
  proration: fc.constantFrom('days', 'none'),
  timing: fc.constantFrom('advance', 'arrears'),
});

/** A version, of which the next may go on with charges as they were. */
const someVersion = fc.record({
  wires: fc.array(aWire, { minLength: 1, maxLength: 3 }),
  keeps: fc.boolean(),
  fees: fc.array(aFee, { maxLength: 2 }),
  commitment: fc.option(text(anAmount), { nil: undefined }),
  day: fc.integer({ min: 2, max: 58 }),
});

const taxCodes = ['standard', 'reduced'] as const;

function versionsOf(
  drawn: readonly (typeof someVersion extends fc.Arbitrary<infer V> ? V : never)[],
) {
  const days = [...new Set(drawn.map(({ day }) => day))].sort((a, b) => a - b);
  let charges: PlanVersionBody['charges'] = [];
  return drawn.slice(0, days.length).map(({ wires, keeps, fees, commitment }, index) => {
    const own = wires.map((wire, at) => ({
      ...{ key: `c${at}`, meter: 'bytes', taxCode: taxCodes[at % 2], ...wire },
    })) as unknown as PlanVersionBody['charges'];
    charges = keeps && index > 0 ? charges : own;
    return aVersion({
      effectiveFrom:
        index === 0
          ? '2020-01-01'
          : new Date(Date.UTC(2026, 0, days[index])).toISOString().slice(0, 10),
      charges,
      fixedFees: fees.map((fee, at) => ({
        key: `f${at}`,
        description: 'Fee',
        ...fee,
      })) as NonNullable<PlanVersionBody['fixedFees']>,
      ...(commitment === undefined ? {} : { minimumCommitment: commitment }),
    });
  });
}

/** Bytes of three months, some of them of the month before. */
const someUsage = fc.array(
  fc.record({
    month: fc.nat(2),
    back: fc.nat(1),
    day: fc.integer({ min: 1, max: 28 }),
    bytes: fc.nat(9_000),
  }),
  { maxLength: 12 },
);

describe('Bills of random plans', () => {
  it('hold, month by month, whatever versions, fees, commitments and late usage there are', async () => {
    let lines = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(someVersion, { minLength: 1, maxLength: 3 }),
        someUsage,
        fc.constantFrom('UTC', 'Asia/Kathmandu', 'America/St_Johns'),
        async (drawn, usage, zone) => {
          const plan = aPlan(...versionsOf(drawn));
          const tenancy = await aTenancy({
            meters: [
              aMeter({ key: 'bytes', eventType: 'view', aggregation: 'sum', value: 'bytes' }),
            ],
            plans: { reader: plan },
            settings: someSettings({
              seller: {
                name: 'Magazine',
                taxNumber: 'DE123456788',
                address: { lines: ['1'], country: 'DE' },
              },
              taxes: {
                standard: { category: 'S', rate: '19' },
                reduced: { category: 'S', rate: '7' },
              },
              bounds: null,
            }),
            customers: [
              aCustomer({
                ...{ key: 'press', address: { lines: ['1'], country: 'DE' } },
                timezone: timeZoneFrom(zone, 'timezone'),
                plan: [{ plan: 'reader', from: '2026-01-05' }],
              }),
            ],
          });
          for (const month of [0, 1, 2]) {
            tenancy.time.now = timestampOf(Date.UTC(2026, month + 1, 3));
            const own = usage.filter((one) => one.month === month);
            await tenancy.use(
              own.map(({ back, day, bytes }, index) =>
                aUsageEvent({
                  ...{ id: `${month} ${index}`, type: 'view', subject: 'app-1' },
                  occurredAt: timestampOf(Date.UTC(2026, Math.max(0, month - back), day, 12)),
                  data: JSON.stringify({ bytes }),
                }),
              ),
            );
            const request = await tenancy.request('press', `2026-0${month + 1}`);
            const [outcome] = await closePeriods(tenancy, 'acme', [request]);
            if (outcome?.status !== 'closed') throw new Error(JSON.stringify(outcome));
          }
          const { proven, keys } = await provenBooks(tenancy.log);

          const report = await verified({
            ...{
              pairs: pairsOf(proven),
              keys,
              plans: [JSON.stringify({ key: 'reader', ...plan })],
            },
          });

          const findings = report.documents.flatMap((one) => one.findings);
          expect(findings.filter(({ state }) => state !== 'holds' && state !== 'note')).toEqual([]);
          lines += findings.filter(({ check }) => check === 'price').length;
        },
      ),
      { numRuns: Number(process.env['VERIFY_RUNS'] ?? 20) },
    );
    expect(lines).toBeGreaterThan(20);
  });
});
