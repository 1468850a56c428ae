import fc from 'fast-check';
import type { RecipientBody } from '../../core/contract/shares/shapes.ts';
import { closePeriods } from '../../core/invoicing/close-periods.ts';
import { creditInvoice } from '../../core/invoicing/credit-invoice.ts';
import { voidInvoice } from '../../core/invoicing/void-invoice.ts';
import { nanosOf } from '../../core/kernel/money.ts';
import { monthFrom } from '../../core/kernel/month.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { recordPayment } from '../../core/payments/record-payment.ts';
import { aPolicy } from '../fixtures/invoicing.ts';
import { aShare } from '../fixtures/shares.ts';
import {
  aPaidPress,
  documentsOf,
  earningsIn,
  ofReads,
  type PaidPress,
  readsOf,
  tenant,
} from './a-paid-press.ts';
import { type Priced, somePlan } from './priced-reads.ts';

const readers = ['ann', 'bob'] as const;
const authors = ['ada', 'ben', 'cleo', null] as const;
export const months = ['2026-01', '2026-02'] as const;
/** Parts are cut at 1e-24, some times over. */
const NEAR = 10n ** 14n;
const NANO = 10n ** 27n;
const PLACES = 10n ** 12n;

const count = fc.integer({ min: 1, max: 9 });
const someSplit = fc.record({
  basis: fc.constantFrom('list' as const, 'invoiced' as const, 'paid' as const),
  fee: fc.integer({ min: 0, max: 40 }),
  value: count,
  house: count,
  editor: count,
  keeps: count,
});
type Split = typeof someSplit extends fc.Arbitrary<infer Value> ? Value : never;

const someSteps = fc.array(
  fc.oneof(
    fc.record({
      does: fc.constant('use' as const),
      reader: fc.constantFrom(...readers),
      month: fc.constantFrom(...months),
      reads: fc.array(fc.constantFrom(...authors), { minLength: 1, maxLength: 4 }),
    }),
    {
      arbitrary: fc.record({
        does: fc.constant('close' as const),
        reader: fc.constantFrom(...readers),
        month: fc.constantFrom(...months),
      }),
      weight: 2,
    },
    fc.record({ does: fc.constant('void' as const), nth: fc.nat(20), isForgiven: fc.boolean() }),
    fc.record({
      does: fc.constant('credit' as const),
      nth: fc.nat(20),
      cents: fc.integer({ min: 1, max: 3_000 }),
    }),
    fc.record({
      does: fc.constant('pay' as const),
      nth: fc.nat(20),
      cents: fc.integer({ min: 1, max: 9_000 }),
    }),
    fc.record({ does: fc.constant('accrue' as const) }),
  ),
  { minLength: 6, maxLength: 22 },
);
type Step = typeof someSteps extends fc.Arbitrary<(infer One)[]> ? One : never;

const sharesOf = ({ basis, fee, value, house, editor, keeps }: Split) => {
  const split: RecipientBody[] = [
    { to: 'payee', payee: 'agency', feePercent: String(fee) },
    { to: 'value', shares: value },
    { to: 'share', share: 'house', shares: house },
  ];
  return [
    aShare('house', [
      { to: 'payee', payee: 'editor', shares: editor },
      { to: 'platform', shares: keeps },
    ]),
    aShare('authors', fee === 0 ? split.slice(1) : split, '2020-01-01', { of: ofReads, basis }),
  ];
};

/** Does what a step says; what is refused has not happened. */
async function take(press: PaidPress, step: Step, place: number): Promise<void> {
  try {
    await taken(press, step, place);
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
  }
}

async function taken(press: PaidPress, step: Step, place: number): Promise<unknown> {
  if (step.does === 'accrue') return press.accrue();
  if (step.does === 'use') {
    return press.use(
      step.reads.flatMap((author, index) =>
        readsOf(step.reader, author, 1, `${step.month}-14`).map((one) => ({
          ...one,
          id: `${place} ${index}`,
        })),
      ),
    );
  }
  if (step.does === 'close') {
    const [one] = await press.prepareOne(step.reader, step.month);
    return one?.status === 'ready' ? closePeriods(press, tenant, [one.request]) : undefined;
  }
  const invoices = (await documentsOf(press)).filter(({ kind }) => kind === 'invoice');
  const invoice = invoices[step.nth % Math.max(1, invoices.length)]?.id;
  if (invoice === undefined) return undefined;
  if (step.does === 'void') {
    const afterwards = step.isForgiven ? 'forgive' : 'rebill';
    return voidInvoice(press.books, tenant, { invoice, reason: 'wrong', afterwards });
  }
  const amount = nanosOf(BigInt(step.cents) * 10_000_000n);
  if (step.does === 'credit') {
    const request = { invoice, key: String(place), reason: 'x', lines: [{ line: '1', amount }] };
    return creditInvoice(press.books, tenant, { policy: aPolicy(), request });
  }
  const receivedAt = press.clock.now();
  const payment = { invoice, rail: 'bank', reference: String(place), amount, receivedAt };
  return recordPayment(press.books, tenant, payment);
}

/** What everybody has of a month, and what was shared of it in all: counted by hand from what was read. */
async function countedByHand(
  press: PaidPress,
  {
    steps,
    split,
    plan,
    month,
  }: {
    readonly steps: readonly Step[];
    readonly split: Split;
    readonly plan: Priced;
    readonly month: string;
  },
) {
  const sums = new Map<string, bigint>();
  const add = (who: string, amount: bigint) => sums.set(who, (sums.get(who) ?? 0n) + amount);
  for (const reader of readers) {
    const part = await countedPart(press, { reader, month, basis: split.basis });
    if (part === undefined) continue;
    const own = steps.flatMap((step) =>
      step.does === 'use' && step.reader === reader && step.month === month ? step.reads : [],
    );
    const all = plan.worthOf(BigInt(own.length));
    for (const author of authors) {
      const reads = BigInt(own.filter((one) => one === author).length);
      if (reads === 0n) continue;
      const worth = (all * reads) / BigInt(own.length);
      if (author === null) add('unshared', worth);
      else divide(add, split, { author, worth: (worth * part.of) / part.whole });
    }
  }
  return sums;
}

function divide(
  add: (who: string, amount: bigint) => unknown,
  { fee, value, house, editor, keeps }: Split,
  { author, worth }: { readonly author: string; readonly worth: bigint },
): void {
  const agency = (worth * BigInt(fee)) / 100n;
  const rest = worth - agency;
  const own = (rest * BigInt(value)) / BigInt(value + house);
  const inHouse = rest - own;
  const edited = (inHouse * BigInt(editor)) / BigInt(editor + keeps);
  add('agency', agency);
  add(author, own);
  add('editor', edited);
  add('platform', inHouse - edited);
}

/** How much of a closed month counts; undefined of one that is open, or void. */
async function countedPart(
  { books }: PaidPress,
  {
    reader,
    month,
    basis,
  }: { readonly reader: string; readonly month: string; readonly basis: Split['basis'] },
): Promise<{ readonly of: bigint; readonly whole: bigint } | undefined> {
  const period = { kind: 'period', month: monthFrom(month), customer: reader } as const;
  const by = (await books.read(tenant, { cells: [period] })).at(period)?.closedBy?.id;
  if (by === undefined) return undefined;
  const document = { kind: 'document', id: by } as const;
  const invoice = (await books.read(tenant, { cells: [document] })).at(document)?.invoice;
  if (invoice === undefined) return { of: 1n, whole: 1n };
  if (invoice.voided !== undefined) return undefined;
  const { total, credited, paid } = invoice;
  const left = total - credited;
  if (basis === 'list' || total === 0n) return { of: 1n, whole: 1n };
  return { of: basis === 'invoiced' || paid > left ? left : paid, whole: total };
}

const distance = (a: bigint, b: bigint): bigint => (a < b ? b - a : a - b);

export async function lived(given: Life & { readonly payeesAtOnce: number }) {
  const press = await aPaidPress({
    ...{ readers, currency: given.currency, charges: given.plan.charges },
    ...{ shares: sharesOf(given.split), payeesAtOnce: given.payeesAtOnce },
    now: timestampOf(Date.UTC(2026, 2, 3)),
  });
  for (const [place, step] of given.steps.entries()) await take(press, step, place);
  // What came late, and no later month has billed, is found out with the rest.
  for (const month of months) await press.earnings.run({ kind: 'recount', tenant, month });
  return press;
}

export interface Life {
  readonly plan: Priced;
  readonly split: Split;
  readonly currency: 'EUR' | 'USD';
  readonly steps: readonly Step[];
}

/** Where a month is not what counting by hand says; and how many payees it was counted for. */
export async function faultsIn(press: PaidPress, life: Life, month: string) {
  const must = await countedByHand(press, { ...life, month });
  const is = await earningsIn(press, monthFrom(month));
  const { round } = (await press.earnings.months.month(tenant, monthFrom(month))) ?? {};
  const { amount = 0n, payees = 0n, platform = 0n, unshared = 0n } = round?.sums[0] ?? {};
  const kept: ReadonlyMap<string, bigint> = new Map<string, bigint>([
    ...[...is].map(
      ([key, nanos]) => [(JSON.parse(key) as string[])[0] ?? '', nanos * NANO] as const,
    ),
    ['platform', platform * PLACES],
    ['unshared', unshared * PLACES],
  ]);
  const names = [...new Set([...must.keys(), ...kept.keys()])];
  const isOwn = (name: string) => name !== 'platform' && name !== 'unshared';
  const wrong = names.filter((name) => {
    const off = distance(kept.get(name) ?? 0n, must.get(name) ?? 0n);
    return off > (isOwn(name) ? NANO + NEAR : NEAR);
  });
  const all = [...must.values()].reduce((sum, one) => sum + one, 0n);
  return {
    counted: [...must.keys()].filter(isOwn).length,
    faults: [
      ...wrong.map((name) => `${month}: ${name} has ${kept.get(name)}, not ${must.get(name)}`),
      ...(payees + platform + unshared === amount ? [] : [`${month} is not whole`]),
      ...(distance(amount * PLACES, all) > NEAR ? [`${month} is ${amount}, not ${all}`] : []),
    ],
  };
}

/** Anything that may happen to a press. */
export const someLife: fc.Arbitrary<Life> = fc.record({
  plan: somePlan,
  split: someSplit,
  currency: fc.constantFrom('EUR' as const, 'USD' as const),
  steps: someSteps,
});
