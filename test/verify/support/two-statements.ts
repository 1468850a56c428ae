import { journal } from '../../../core/books/reading.ts';
import type { PayeeMovement } from '../../../core/contract/payee-statements/statement.ts';
import { statementRequest } from '../../../core/earnings/statements/compose-statement.ts';
import { nanosText } from '../../../core/kernel/money.ts';
import { monthFrom } from '../../../core/kernel/month.ts';
import { utc } from '../../../core/kernel/time-zone.ts';
import { postShares } from '../../../core/payees/post-shares.ts';
import { recordClaim } from '../../../core/payees/record-claim.ts';
import { recordPayeeStatements } from '../../../core/payees/record-payee-statements.ts';
import { recordPayouts } from '../../../core/payees/record-payouts.ts';
import { payeeStatementProof } from '../../../core/transparency/prove-payee.ts';
import { exact, nanos } from '../../fixtures/invoicing.ts';
import { october, registered, someBasis } from '../../fixtures/payee-statements.ts';
import {
  aPayout,
  booksOfPayees,
  owedTo,
  type PayeesWorld,
  tenant,
} from '../../support/payees-in-books.ts';
import { provenBooks } from './proven.ts';

const november = monthFrom('2026-11');
type ByMeter = Readonly<Record<string, string>>;

const earnedOf = (byMeter: ByMeter) =>
  Object.entries(byMeter).map(([meter, amount]) => ({ meter, exact: exact(amount) }));

const post = (
  { books }: PayeesWorld,
  of: { readonly month: typeof october; readonly asOf: number; readonly payee?: string },
  byMeter: ByMeter,
) =>
  postShares(books, tenant, { month: of.month, asOf: of.asOf, timeZone: utc }, [
    { payee: of.payee ?? 'ada', currency: 'EUR', earned: earnedOf(byMeter) },
  ]);

const firstOctober = { reads: '5.1234567891', clips: '3.2765432108' };

/** Two statements: after the first, October shrinks, November is earned, something is claimed and paid out. */
export async function twoStatements() {
  const world = booksOfPayees();
  const { books, log } = world;
  await post(world, { month: october, asOf: 1 }, firstOctober);
  const first = someBasis({
    ...{ body: registered, lines: new Map() },
    months: [{ month: october, earned: earnedOf(firstOctober) }],
    owed: await owedTo(world, 'ada'),
  });
  await recordPayeeStatements(books, tenant, [statementRequest(first)]);
  const payout = aPayout({ payee: 'ada', amount: nanos('2.5'), fee: nanos('0.1') });
  await recordPayouts(books, tenant, [payout]);
  await post(world, { month: october, asOf: 2 }, { ...firstOctober, reads: '4.1' });
  await post(world, { month: november, asOf: 3 }, { reads: '1.00000000055' });
  await post(world, { month: november, asOf: 4 }, { reads: '2.0000000006', clips: '0.4' });
  await post(world, { month: october, asOf: 2, payee: 'nobody' }, { reads: '0.75' });
  const moved = { from: 'nobody', payee: 'ada', currency: 'EUR', reason: 'hers' } as const;
  await recordClaim(books, tenant, { ...moved, key: 'claim-1', timeZone: utc });
  const second = someBasis({
    ...{ body: registered, lines: new Map(), carriedIn: nanos('-0.000000001') },
    month: november,
    months: [
      { month: november, earned: earnedOf({ reads: '2.0000000006', clips: '0.4' }) },
      { month: october, changed: nanos('-1.023456789'), stated: undefined },
    ],
    owed: await owedTo(world, 'ada'),
    movements: await movementsOf(world),
  });
  await recordPayeeStatements(books, tenant, [statementRequest(second)]);
  const { ports, keys } = await provenBooks(log);
  const pairs = [];
  for await (const { document } of journal(log, tenant)) {
    if (document.kind !== 'payee-statement') continue;
    const { id, content } = document;
    const { next: _, ...proof } = await payeeStatementProof({ ...ports, books }, tenant, { id });
    pairs.push({ name: id, document: content, proof: JSON.stringify(proof) });
  }
  return { keys, pairs };
}

async function movementsOf({ log }: PayeesWorld): Promise<PayeeMovement[]> {
  const movements: PayeeMovement[] = [];
  for await (const { document } of journal(log, tenant)) {
    if (document.kind !== 'payout') continue;
    const { id, day, rail, reference, amount, fee } = document;
    movements.push({
      ...{ id, kind: 'payout', day, rail, reference, amount: nanosText(amount) },
      ...{ fee: nanosText(fee ?? nanos('0')), net: '2.4' },
    });
  }
  return movements;
}
