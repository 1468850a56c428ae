import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { askedUnder } from '../../../core/spend/ask.ts';
import { capture } from '../../../core/spend/capture.ts';
import type { SpendTerms } from '../../../core/spend/domain.ts';
import { putGrant } from '../../../core/spend/grants.ts';
import { hold } from '../../../core/spend/hold.ts';
import type { Spend } from '../../../core/spend/spend.ts';
import { decimal, nanos } from '../../fixtures/invoicing.ts';
import { now, someGates, someSpendTerms, toCapture, use } from './some-spending.ts';

const [TENANT, PAYER, HOUR] = ['acme', 'ada', 3_600_000];
const terms = someSpendTerms({ model: 'per_unit', unitPrice: '0.01' });
const cent: SpendTerms = {
  ...terms,
  domain: (key) => {
    const own = terms.domain(key);
    return own === undefined ? undefined : { ...own, grain: decimal('1') };
  },
};

/** A grant of so many cents, which ends after so many hours. */
interface Money {
  readonly cents: number;
  readonly priority?: number;
  readonly endsAfter?: number | undefined;
}

async function aWallet(money: readonly Money[]) {
  const { gates, wait } = someGates(1);
  const gate = gates[0] as Spend;
  let asked = 0;
  for (const { cents, priority = 0, endsAfter } of money) {
    const endsAt = endsAfter === undefined ? {} : { endsAt: timestampOf(now + endsAfter * HOUR) };
    const amount = nanos(`0.${String(cents).padStart(2, '0')}`);
    const grant = { grant: 'bought', amount, currency: 'EUR', priority, ...endsAt } as const;
    await gate.decide(TENANT, PAYER, putGrant({ grant, asked: askedUnder(`${asked++}`, null) }));
  }
  return {
    wait: (hours: number) => {
      wait(hours * HOUR);
    },
    hold: (units: number) => {
      const of = use(cent, `${asked++}`, { quantity: String(units) });
      return gate.decide(TENANT, PAYER, hold({ ...of, lastsMs: 23 * HOUR, isLease: false }));
    },
    capture: (id: string, units: number) =>
      gate.decide(TENANT, PAYER, capture(toCapture(cent, id, String(units)))),
    owed: async () => (await gate.read(TENANT, PAYER)).owed,
  };
}

describe('what is held of a grant before its end', () => {
  it('is still paid with it, and takes nothing from what is held after', async () => {
    const wallet = await aWallet([{ cents: 10, endsAfter: 1 }, { cents: 10 }]);
    const before = await wallet.hold(10);
    wallet.wait(2);

    const after = await wallet.hold(10);

    await expect(wallet.hold(1)).rejects.toMatchObject({ code: 'wallet.empty' });
    await wallet.capture(before.id, 10);
    await wallet.capture(after.id, 10);
    expect(await wallet.owed()).toBe(0n);
  });

  it('counts in full where other money is used first, which what is held after needs', async () => {
    const wallet = await aWallet([
      { cents: 10, priority: 1, endsAfter: 1 },
      { cents: 10, priority: 0 },
    ]);
    await wallet.hold(6);
    wallet.wait(2);

    await expect(wallet.hold(5)).rejects.toMatchObject({ code: 'wallet.empty' });
    await expect(wallet.hold(4)).resolves.toBeDefined();
  });

  it('is captured with it, also late', async () => {
    const wallet = await aWallet([{ cents: 10, endsAfter: 1 }]);
    const [one, other] = [await wallet.hold(6), await wallet.hold(4)];
    wallet.wait(24);

    await wallet.capture(one.id, 6);
    await wallet.capture(other.id, 4);

    expect(await wallet.owed()).toBe(0n);
  });
});

interface Purse {
  readonly left: number;
  readonly priority: number;
  readonly ends: number;
}
interface PlainHold {
  readonly at: number;
  readonly units: number;
}

/** Purses after one capture, in the plainest way; undefined where it finds too little. */
function taken(purses: readonly Purse[], { at, units }: PlainHold): readonly Purse[] | undefined {
  let rest = units;
  const left = purses.map((purse) => {
    if (purse.ends <= at) return purse;
    const part = Math.min(rest, purse.left);
    rest -= part;
    return { ...purse, left: purse.left - part };
  });
  return rest > 0 ? undefined : left;
}

/** Whether all of them find their money, whatever comes first. */
const allPaid = (purses: readonly Purse[], holds: readonly PlainHold[]): boolean =>
  holds.every((one, index) => {
    const left = taken(purses, one);
    return left !== undefined && allPaid(left, holds.toSpliced(index, 1));
  });

describe('whatever ends under what is held', () => {
  it('is held if and only if each order of captures finds its money', async () => {
    const money = fc.record({
      cents: fc.integer({ min: 1, max: 6 }),
      priority: fc.integer({ min: 0, max: 2 }),
      endsAfter: fc.option(fc.constantFrom(2, 4), { nil: undefined }),
    });
    const step = fc.record({ waits: fc.constantFrom(0, 1), units: fc.integer({ min: 1, max: 5 }) });
    const all = [
      fc.array(money, { minLength: 1, maxLength: 4 }),
      fc.array(step, { minLength: 1, maxLength: 6 }),
    ] as const;

    await fc.assert(
      fc.asyncProperty(...all, async (grants, steps) => {
        const wallet = await aWallet(grants);
        const purses = grants
          .map(({ cents, priority, endsAfter = 99 }) => ({
            left: cents,
            priority,
            ends: endsAfter,
          }))
          .sort((a, b) => a.priority * 100 + a.ends - (b.priority * 100 + b.ends));
        const holds: PlainHold[] = [];
        let hours = 0;
        for (const { waits, units } of steps) {
          hours += waits;
          wallet.wait(waits);
          const asked = [...holds, { at: hours, units }];

          const isHeld = await wallet.hold(units).then(
            () => true,
            () => false,
          );

          expect({ isHeld, grants, asked }).toEqual({
            isHeld: allPaid(purses, asked),
            grants,
            asked,
          });
          if (isHeld) holds.push({ at: hours, units });
        }
      }),
      { numRuns: Number(process.env['ENDED_GRANTS_RUNS'] ?? '40') },
    );
  });
});
