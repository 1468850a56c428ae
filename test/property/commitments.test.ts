import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkBooks } from '../../core/books/check.ts';
import type { CommitmentBody } from '../../core/contract/catalog/commitment-shapes.ts';
import { exactOf, exactText, exactZero } from '../../core/kernel/exact-amount.ts';
import { aPlan } from '../fixtures/plans.ts';
import { aCommittedPress } from '../support/a-committed-press.ts';
import { priced } from '../support/a-seller.ts';

const PRICE = 333_333_333_333n;
const FEE = 7_000_000_000_000n;
const MONTHS = 12;
const monthOf = (index: number): string =>
  `${2026 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
const lengths = { quarter: 3, 'half-year': 6, year: 12 } as const;

/** What happens between two closings: late usage, and an invoice that is billed again. */
interface Turn {
  /** So many views of this month, and of the two before it. */
  readonly views: readonly [number, number, number];
  /** The month so far back is voided, to be billed again, where it has an invoice. */
  readonly again: number | undefined;
}

const turn: fc.Arbitrary<Turn> = fc.record({
  views: fc.tuple(fc.nat(9), fc.nat(4), fc.nat(4)),
  again: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined, freq: 6 }),
});

/** Terms that follow one another, in whole units of money, up to the end of the year or beyond it. */
const commitments: fc.Arbitrary<readonly CommitmentBody[]> = fc
  .record({
    every: fc.constantFrom('quarter', 'half-year', 'year'),
    first: fc.nat(3),
    amounts: fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 })),
    cut: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
  })
  .map(({ every, first, amounts: [one, two], cut }) => {
    const all = { from: monthOf(first), every, amount: String(one) };
    if (cut === undefined) return [all];
    const until = monthOf(first + cut);
    return [
      { ...all, until },
      { from: until, every: 'quarter', amount: String(two) },
    ];
  });

/** Terms by their first month and the one after their last, and their amounts; counted by hand. */
function termsOf(all: readonly CommitmentBody[]) {
  const at = (month: string): number => Number(month.slice(5)) - 1 + (month > '2027' ? 12 : 0);
  return all.flatMap(({ from, every, amount, until }) => {
    const end = until === undefined ? 99 : at(until);
    const terms: { from: number; until: number; least: bigint }[] = [];
    for (let start = at(from); start < Math.min(end, MONTHS + 3); start += lengths[every]) {
      const stop = Math.min(start + lengths[every], end);
      const of = BigInt(lengths[every]);
      const whole = BigInt(amount) * 10n ** 24n * BigInt(stop - start);
      terms.push({ from: start, until: stop, least: (2n * whole + of) / (2n * of) });
    }
    return terms;
  });
}

/** What a year comes to by what was used, without anything that was closed, carried or adjusted. */
function recounted(used: readonly number[], all: readonly CommitmentBody[]): string {
  const closed = used.length;
  const worth = used.map((count) => BigInt(count) * PRICE * 10n ** 12n);
  const within = (from: number, until: number): bigint =>
    worth.slice(from, until).reduce((sum, one) => sum + one, 0n);
  const missing = termsOf(all).map(({ from, until, least }) => {
    const open = least - within(from, until);
    return until <= closed && open > 0n ? open : 0n;
  });
  const fees = BigInt(closed) * FEE * 10n ** 12n;
  const sum = [within(0, closed), fees, ...missing].reduce((total, one) => total + one, 0n);
  return exactText(exactOf(sum));
}

type Press = Awaited<ReturnType<typeof aCommittedPress>>;

/** Late usage of a turn, and its month closed; answers what was used, by month. */
async function played(press: Press, { views, again }: Turn, index: number) {
  const used: (readonly [month: number, count: number])[] = [];
  for (const [back, count] of views.entries()) {
    if (index < back || count === 0) continue;
    await press.views(monthOf(index - back), count);
    used.push([index - back, count]);
  }
  const month = again === undefined || index < again ? undefined : monthOf(index - again);
  if (month !== undefined) await press.voidForRebilling(month);
  await press.close(monthOf(index));
  // A sweep looks at the last months alone.
  if (month !== undefined) await press.bill(month);
  return used;
}

async function recognisedOf({ billing }: Press): Promise<string> {
  const key = { kind: 'customer', customer: 'press' } as const;
  const page = await billing.books.read('acme', { cells: [key] });
  return exactText(page.at(key)?.totals.at(0)?.recognised ?? exactZero);
}

describe('what is billed over a year with commitments', () => {
  it('is the greater of what each term commits to and what was used in it, and fees, to the last place', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(turn, { minLength: MONTHS + 2, maxLength: MONTHS + 2 }),
        commitments,
        async (turns, terms) => {
          const reader = aPlan(priced('0.333333333333', '7'));
          const press = await aCommittedPress(terms, { reader });
          const used = Array.from({ length: turns.length + 1 }, () => 0);
          for (const [index, one] of turns.entries()) {
            for (const [month, count] of await played(press, one, index)) {
              used[month] = (used[month] ?? 0) + count;
            }
          }
          await press.close(monthOf(turns.length));

          expect(await recognisedOf(press)).toBe(recounted(used, terms));
          expect((await checkBooks(press.billing, 'acme')).faults).toEqual([]);
        },
      ),
      { numRuns: 3 },
    );
  });
});
