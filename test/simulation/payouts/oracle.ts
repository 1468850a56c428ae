import { documentsIn } from '../../../core/books/block.ts';
import type { BooksDocument } from '../../../core/books/document.ts';
import { payableOf } from '../../../core/books/owed.ts';
import { payoutOfReference } from '../../../core/payouts/names.ts';
import { type SomePayouts, tenant } from '../../support/some-payouts.ts';
import type { Violation } from '../journal.ts';
import type { FakeBank } from './fake-bank.ts';

/** What is looked at, beside what the oracle was told as it happened. */
export interface Looked {
  readonly bank: FakeBank;
  readonly world: SomePayouts;
  /** By payee: all that it has earned, and the most that statements ever said of that. */
  readonly earned: ReadonlyMap<string, bigint>;
  readonly mostStated: ReadonlyMap<string, bigint>;
  /** The account by which a payee was paid at an instant. */
  readonly ibanAt: (payee: string, instant: number) => string;
}

/** Rules that hold at every moment. */
export const momentViolation = (looked: Looked): Violation | undefined =>
  twiceViolation(looked) ?? approvalViolation(looked);

function twiceViolation({ bank, mostStated }: Looked): Violation | undefined {
  for (const [payee, most] of mostStated) {
    const paid = bank.paidTo(payee);
    if (paid <= most) continue;
    const detail = `${payee} gets ${paid} nano EUR, and was told of ${most}`;
    return { rule: 'nobody is paid twice', detail, about: payee };
  }
  return undefined;
}

function approvalViolation({ bank, world }: Looked): Violation | undefined {
  for (const run of world.runs.all()) {
    if (!bank.has(run.id) && run.approvedBy === undefined) continue;
    if (run.approvedBy !== undefined && run.approvedBy !== run.madeBy) continue;
    const detail = `${run.id} was approved by ${run.approvedBy ?? 'nobody'}`;
    return { rule: 'another key approves', detail, about: run.id };
  }
  return undefined;
}

const documentsOf = (world: SomePayouts): readonly BooksDocument[] =>
  world.world.log.blocksOf(tenant).flatMap(({ bytes }) => documentsIn(bytes));

/** Whether something was taken beside what a run says, and given back. */
export const strays = (world: SomePayouts): boolean =>
  documentsOf(world).some((one) => one.kind === 'payout-return' && one.reason === 'left-out');

/** Rules that hold once all is told, and nothing goes wrong any more. */
export async function restViolation(looked: Looked): Promise<Violation | undefined> {
  const { bank, world } = looked;
  const cash = await world.standsAt('cash:sepa');
  if (cash !== bank.balance) {
    const detail = `the bank has ${bank.balance} nano EUR, the books ${cash}`;
    return { rule: 'cash:sepa is what the bank has', detail, about: 'books.tell' };
  }
  const inTransit = await world.standsAt('payout:sepa');
  if (inTransit !== 0n) {
    const detail = `${inTransit} nano EUR are under way`;
    return { rule: 'every payout comes to an end', detail, about: 'books.t' };
  }
  const open = world.runs.all().find(({ status }) => status !== 'done' && status !== 'cancelled');
  if (open !== undefined) {
    const detail = `${open.id} is ${open.status}`;
    return { rule: 'every run comes to an end', detail, about: open.id };
  }
  const { faults } = await world.check();
  if (faults.length > 0) {
    return { rule: 'the books check clean', detail: JSON.stringify(faults[0]), about: 'books' };
  }
  return (await owedViolation(looked)) ?? methodViolation(looked);
}

/** What is owed is what was earned and not paid; and all that could be paid is. */
async function owedViolation(looked: Looked): Promise<Violation | undefined> {
  const { bank, world, earned } = looked;
  for (const [payee, sum] of earned) {
    const balance = await world.balanceOf(payee);
    const owed = balance === undefined ? 0n : payableOf(balance);
    const expected = sum - bank.paidTo(payee);
    if (owed !== expected) {
      const detail = `${payee} is owed ${owed} nano EUR, and ${expected} by what was earned and paid`;
      return { rule: 'who is not paid is owed', detail, about: payee };
    }
  }
  return undefined;
}

/** Each is paid by the method that held as the money was taken. */
function methodViolation({ bank, world, ibanAt }: Looked): Violation | undefined {
  const takenAt = new Map(
    documentsOf(world).flatMap((one) =>
      one.kind === 'payout' ? [[one.id, one.recordedAt] as const] : [],
    ),
  );
  for (const { reference, holder, iban } of bank.transfers) {
    const at = takenAt.get(payoutOfReference(reference) ?? '');
    if (at === undefined) {
      const detail = `${reference} of ${holder} was taken from no balance`;
      return { rule: 'what is paid was taken', detail, about: holder };
    }
    const expected = ibanAt(holder, at);
    if (iban === expected) continue;
    const detail = `${reference} goes to ${iban}, and ${holder} was paid by ${expected}`;
    return { rule: 'a changed method enters no approved run', detail, about: holder };
  }
  return undefined;
}
