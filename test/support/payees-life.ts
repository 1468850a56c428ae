import fc from 'fast-check';
import { payableNow } from '../../core/books/owed.ts';
import type { Currency } from '../../core/kernel/currency.ts';
import { type ExactAmount, exactOf } from '../../core/kernel/exact-amount.ts';
import { nanosOf } from '../../core/kernel/money.ts';
import { monthFrom } from '../../core/kernel/month.ts';
import { utc } from '../../core/kernel/time-zone.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { returnPayouts, settlePayouts } from '../../core/payees/end-payouts.ts';
import { postShares } from '../../core/payees/post-shares.ts';
import { recordClaim } from '../../core/payees/record-claim.ts';
import { recordPayeeStatements } from '../../core/payees/record-payee-statements.ts';
import { payoutId, recordPayouts } from '../../core/payees/record-payouts.ts';
import {
  aPayout,
  aStatement,
  booksOfPayees,
  DAY,
  owedTo,
  type PayeesWorld,
  tenant,
} from './payees-in-books.ts';

export const payeeKeys = ['ada', 'bob', 'share:lost', 'o:slash/'] as const;
const monthsOfPayees = ['2026-06', '2026-07'].map((month) => monthFrom(month));
const metersOfPayees = ['views', 'bytes'] as const;
const currency: Currency = 'EUR';

/** Something that happens to payees; what cannot happen by then does not. */
export type Happening =
  | {
      readonly is: 'earned';
      readonly month: number;
      /** In 1e-24, of each payee by meter. */
      readonly exact: readonly (readonly bigint[])[];
      /** Told as of an older block than the last. */
      readonly isLate: boolean;
    }
  | { readonly is: 'stated'; readonly payees: readonly number[]; readonly tax: number }
  | { readonly is: 'paid'; readonly payees: readonly number[]; readonly reserveDays: number }
  | { readonly is: 'settled' | 'returned'; readonly which: number }
  | { readonly is: 'claimed'; readonly from: number; readonly to: number };

const somePayees = fc.uniqueArray(fc.nat(payeeKeys.length - 1), { minLength: 1 });
const someExact = fc.bigInt({ min: -(10n ** 16n), max: 10n ** 24n });

export const someHappenings: fc.Arbitrary<readonly Happening[]> = fc.array(
  fc.oneof(
    fc.record({
      is: fc.constant('earned' as const),
      month: fc.nat(1),
      exact: fc.array(fc.array(someExact, { minLength: 2, maxLength: 2 }), {
        minLength: payeeKeys.length,
        maxLength: payeeKeys.length,
      }),
      isLate: fc.boolean(),
    }),
    fc.record({ is: fc.constant('stated' as const), payees: somePayees, tax: fc.nat(2) }),
    fc.record({
      is: fc.constant('paid' as const),
      payees: somePayees,
      reserveDays: fc.constantFrom(0, 2, 14),
    }),
    fc.record({ is: fc.constantFrom('settled' as const, 'returned' as const), which: fc.nat(9) }),
    fc.record({ is: fc.constant('claimed' as const), from: fc.nat(3), to: fc.nat(3) }),
  ),
  { minLength: 1, maxLength: 24 },
);

/** What was told last of each payee's month by meter: what has to be in the books in the end. */
type ToldEarnings = Map<string, ExactAmount>;

interface PayoutInLife {
  readonly payout: string;
  readonly payee: string;
}

/** The books of payees to whom all of it has happened, a day apart. */
export async function livedBy(happenings: readonly Happening[]) {
  const world = booksOfPayees();
  const told: ToldEarnings = new Map();
  const payouts: PayoutInLife[] = [];
  for (const [index, happening] of happenings.entries()) {
    world.clock.at += DAY;
    await happen(world, happening, { index, told, payouts });
  }
  return { world, told, payouts };
}

const keyAt = (place: number): string => payeeKeys[place] ?? 'ada';

async function happen(
  world: PayeesWorld,
  happening: Happening,
  life: { readonly index: number; readonly told: ToldEarnings; readonly payouts: PayoutInLife[] },
): Promise<void> {
  const { index, payouts } = life;
  switch (happening.is) {
    case 'earned':
      return earn(world, happening, life);
    case 'stated': {
      const { tax } = happening;
      const requests = happening.payees.map(async (place) => {
        const payee = keyAt(place);
        const { statements } = await owedTo(world, payee);
        return aStatement({ payee, n: statements + 1, ...taxed(tax) });
      });
      await recordPayeeStatements(world.books, tenant, await Promise.all(requests));
      return;
    }
    case 'paid':
      for (const place of happening.payees)
        await pay(world, happening, { ...life, payee: keyAt(place) });
      return;
    case 'settled':
    case 'returned':
      return end(world, happening, payouts);
    case 'claimed': {
      const [from, payee] = [keyAt(happening.from), keyAt(happening.to)];
      const of = { currency, reason: 'one person', key: `claim-${index}`, timeZone: utc };
      await recordClaim(world.books, tenant, { from, payee, ...of });
    }
  }
}

async function pay(
  world: PayeesWorld,
  { reserveDays }: Extract<Happening, { readonly is: 'paid' }>,
  of: { readonly index: number; readonly payouts: PayoutInLife[]; readonly payee: string },
): Promise<void> {
  const { index, payouts, payee } = of;
  const day = new Date(world.clock.at).toISOString().slice(0, 10);
  const amount = payableNow(await owedTo(world, payee), { day, reserveDays });
  if (amount < 2n) return;
  const run = `run-${index}`;
  const request = aPayout({ run, payee, amount, fee: nanosOf(amount / 10n), reserveDays });
  // One nano more is too much, always.
  const tooMuch = { ...request, amount: nanosOf(amount + 1n) };
  const [more] = await recordPayouts(world.books, tenant, [tooMuch]);
  if (more?.outcome !== 'refused') throw new Error(`${payee} was paid more than it is owed`);
  await recordPayouts(world.books, tenant, [request, request]);
  payouts.push({ payout: payoutId({ run, payee, currency }), payee });
}

async function end(
  { books, clock }: PayeesWorld,
  { is, which }: Extract<Happening, { readonly is: 'settled' | 'returned' }>,
  payouts: readonly PayoutInLife[],
): Promise<void> {
  const one = payouts[which % Math.max(payouts.length, 1)];
  if (one === undefined) return;
  const told = { ...one, reference: 'B1', at: timestampOf(clock.at), timeZone: utc };
  const returned = { ...told, reason: 'AC04' };
  if (is === 'settled') await settlePayouts(books, tenant, [told, told]);
  else await returnPayouts(books, tenant, [returned, returned]);
}

const taxed = (tax: number) => ({
  ...(tax === 1
    ? { taxesOf: () => ({ vat: { code: 'FR20', amount: nanosOf(7n) } }) }
    : { taxesOf: () => (tax === 2 ? { withheld: { country: 'US', amount: nanosOf(3n) } } : {}) }),
  ...(tax === 1
    ? { numbering: () => ({ series: 'SB-2026', numberOf: (n: number) => `SB-2026-${n}` }) }
    : {}),
});

async function earn(
  world: PayeesWorld,
  { month: place, exact, isLate }: Extract<Happening, { readonly is: 'earned' }>,
  { index, told }: { readonly index: number; readonly told: ToldEarnings },
): Promise<void> {
  const month = monthsOfPayees[place] ?? monthFrom('2026-06');
  const asOf = isLate ? 0 : index + 1;
  const all = payeeKeys.map((payee, of) => ({
    payee,
    currency,
    earned: metersOfPayees.map((meter, by) => ({ meter, exact: exactOf(exact[of]?.[by] ?? 0n) })),
  }));
  const outcomes = await postShares(world.books, tenant, { month, asOf, timeZone: utc }, all);
  for (const [of, { payee, earned }] of all.entries()) {
    if (outcomes[of] !== 'posted') continue;
    for (const one of earned) told.set(JSON.stringify([payee, month, one.meter]), one.exact);
  }
}
