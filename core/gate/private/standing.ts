import { documentsAfter } from '../../books/customer-documents.ts';
import type { PaymentDocument } from '../../books/document.ts';
import { decimalFromInteger, decimalOf, decimalText } from '../../kernel/decimal.ts';
import { invariant } from '../../kernel/invariant.ts';
import { type Nanos, nanosOf } from '../../kernel/money.ts';
import { isHeld } from '../../spend/state.ts';
import type { Gate } from '../gate.ts';
import { paidSales } from './crowd.ts';
import { payerOfEpoch, railOfPass } from './epoch.ts';
import type { PassEpoch, PrivatePasses } from './ports.ts';

/** What became of the tokens of an epoch, and of what was paid for them. */
export interface EpochStanding {
  readonly epoch: PassEpoch;
  readonly crowd: number;
  readonly sold: number;
  readonly used: number;
  readonly held: number;
  readonly open: number;
  readonly broken: number;
  /** What was used came to, with tax, at its time: at most what it was sold for. */
  readonly cameTo: Nanos;
  readonly paid: Nanos;
  readonly invoiced: Nanos;
  readonly earned: Nanos;
  readonly left: Nanos;
}

/** The reference of what ended unused: there is one of each epoch. */
export const endReference = 'ended unused';
/** No epoch has as many: a month of use is one invoice. */
const PAYMENTS_MAX = 1_000;
const ONE = decimalFromInteger(1n);

/**
 * Counts what was sold by the sales, what was used by the log of the epoch's payer, and money by the books: three that
 * know nothing of each other.
 * @throws InvariantViolation where more was used than was sold: a token was made or used twice
 */
export async function epochStanding(
  { spend: { spend, books }, clock }: Pick<Gate, 'spend' | 'clock'>,
  passes: Pick<PrivatePasses, 'sales'>,
  epoch: PassEpoch,
): Promise<EpochStanding> {
  // What was used is read first: what is sold meanwhile is open.
  const state = await spend.read(epoch.tenant, payerOfEpoch(epoch));
  const now = clock.now();
  const captured = [...state.captured.values()];
  const cameTo = captured.reduce<bigint>((sum, { net, tax }) => sum + net + tax, 0n);
  const open = [...state.holds.values()].filter((hold) => isHeld(hold, now));
  const used = units(captured.map(({ quantity }) => quantity));
  const held = units(open.map(({ quantity }) => quantity));
  const { invoiced, earned, hasEnded } = await moneyOf(books, epoch);
  const buyers = new Set<string>();
  let sold = 0;
  let paid = 0n;
  for await (const sale of paidSales(passes, epoch)) {
    buyers.add(sale.buyer);
    sold += sale.units;
    paid += sale.amount;
  }
  const rest = sold - used - held;
  const of = `${epoch.pass} of ${epoch.month}`;
  invariant(rest >= 0, `no more is used of ${of} than was sold: ${used + held} of ${sold}`);
  const left = paid - invoiced - earned;
  invariant(left >= 0n, `no more is booked of ${of} than was paid`);
  return {
    ...{ epoch, crowd: buyers.size, sold, used, held },
    ...{ open: hasEnded ? 0 : rest, broken: hasEnded ? rest : 0 },
    ...{ cameTo: nanosOf(cameTo), paid: nanosOf(paid), invoiced, earned, left: nanosOf(left) },
  };
}

/** Tokens are counted, as sales are. */
const units = (quantities: readonly bigint[]): number => {
  const sum = decimalOf(quantities.reduce((all, one) => all + one, 0n));
  invariant(sum % ONE === 0n, 'a token is for a whole unit');
  return Number.parseInt(decimalText(sum), 10);
};

/** What came to the epoch's payer over the rail of its private pass, by what it was for. */
async function moneyOf(
  books: Gate['spend']['books'],
  epoch: PassEpoch,
): Promise<{ readonly invoiced: Nanos; readonly earned: Nanos; readonly hasEnded: boolean }> {
  const { tenant } = epoch;
  const customer = payerOfEpoch(epoch);
  const ids: string[] = [];
  const first = { seq: 0, index: 0 };
  for await (const entry of documentsAfter(books, tenant, { customer, after: first })) {
    if (entry.kind === 'payment') ids.push(entry.id);
    invariant(ids.length <= PAYMENTS_MAX, 'an epoch has few payments');
  }
  if (ids.length === 0) return { invoiced: nanosOf(0n), earned: nanosOf(0n), hasEnded: false };
  const { originals } = await books.read(tenant, { cells: [], originals: ids });
  const rail = railOfPass(epoch.pass);
  const payments = [...originals.values()].filter(
    (one): one is PaymentDocument => one.kind === 'payment' && one.rail === rail,
  );
  const sum = (some: readonly PaymentDocument[]): Nanos =>
    nanosOf(some.reduce<bigint>((all, { amount }) => all + amount, 0n));
  const ended = payments.filter(({ reference }) => reference === endReference);
  return {
    invoiced: sum(payments.filter((one) => !ended.includes(one))),
    earned: sum(ended),
    hasEnded: ended.length > 0,
  };
}
