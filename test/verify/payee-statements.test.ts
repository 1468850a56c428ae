import { describe, expect, it } from '@jest/globals';
import { journal } from '../../core/books/reading.ts';
import type { PayeeMovement } from '../../core/contract/payee-statements/statement.ts';
import { statementRequest } from '../../core/earnings/statements/compose-statement.ts';
import { nanosText } from '../../core/kernel/money.ts';
import { monthFrom } from '../../core/kernel/month.ts';
import { utc } from '../../core/kernel/time-zone.ts';
import { postShares } from '../../core/payees/post-shares.ts';
import { recordClaim } from '../../core/payees/record-claim.ts';
import { recordPayeeStatements } from '../../core/payees/record-payee-statements.ts';
import { recordPayouts } from '../../core/payees/record-payouts.ts';
import { payeeStatementProof } from '../../core/transparency/prove-payee.ts';
import { type Report, verified } from '../../verify/src/verify.ts';
import { exact, nanos } from '../fixtures/invoicing.ts';
import { october, registered, someBasis } from '../fixtures/payee-statements.ts';
import {
  aPayout,
  booksOfPayees,
  owedTo,
  type PayeesWorld,
  tenant,
} from '../support/payees-in-books.ts';
import { there } from '../support/there.ts';
import { dice } from './support/dice.ts';
import { provenBooks } from './support/proven.ts';

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
async function twoStatements() {
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

const said = ({ documents }: Report, state: string) =>
  documents.map(({ findings }) =>
    findings.filter((one) => one.state === state).map(({ check }) => check),
  );

const everything = [
  ...['signed', 'included', 'booked', 'shown', 'behind', 'account', 'subtotal', 'total', 'before'],
  ...['come', 'shares', 'lines', 'movements'],
];

describe('Statements of a payee that are given together', () => {
  it('follow from each other, and from all shares, claims and payouts behind them', async () => {
    const report = await verified(await twoStatements());

    expect(said(report, 'holds')).toEqual([everything, everything]);
    expect(said(report, 'unknown')).toEqual([['split'], ['split']]);
    expect(report.documents.map(({ is }) => is?.total)).toEqual(['10.08', '2.56']);
  });

  it('are not known to follow where the one before is not given', async () => {
    const { keys, pairs } = await twoStatements();

    const report = await verified({ keys, pairs: pairs.slice(1) });

    expect(said(report, 'fails')).toEqual([[]]);
    expect(said(report, 'unknown')).toEqual([['before', 'shares', 'split']]);
  });

  it('fail where a document behind them is left out, one by one, but where that has moved nothing', async () => {
    const { keys, pairs } = await twoStatements();
    const [first, second] = pairs;
    const { statement, documents } = JSON.parse(second?.proof ?? '') as {
      readonly statement: string;
      readonly documents: readonly { readonly kind: string }[];
    };

    const found = [];
    for (const [at, { kind }] of documents.entries()) {
      const left = documents.filter((_, index) => index !== at);
      const proof = JSON.stringify({ statement, documents: left });
      const changed = { ...there(second), proof };
      found.push([kind, (await verified({ keys, pairs: [there(first), changed] })).verdict]);
    }

    expect(found).toEqual([
      ['claim', 'fails'],
      ...[
        ['share', 'fails'],
        ['share', 'fails'],
      ],
      ...[
        ['share-reversal', 'fails'],
        ['payout', 'fails'],
      ],
    ]);
  });

  it('hold in none of 200 changes of a document or a proof', async () => {
    const { keys, pairs } = await twoStatements();

    const passed: string[] = [];
    for (let seed = 1; seed <= 200; seed += 1) {
      const throws = dice(seed);
      const [at, member] = [throws.below(2), throws.below(2) === 0 ? 'document' : 'proof'] as const;
      const pair = there(pairs[at]);
      const changed = { ...pair, [member]: anotherDigit(pair[member], throws) };
      if (changed[member] === pair[member]) continue;
      const given = pairs.map((one, index) => (index === at ? changed : one));
      const { documents } = await verified({ keys, pairs: given });
      const states = documents.flatMap(({ findings }) => findings.map(({ state }) => state));
      if (!states.includes('fails')) passed.push(`${seed}: ${member} ${at}`);
    }

    expect(passed).toEqual([]);
  });
});

function anotherDigit(text: string, throws: ReturnType<typeof dice>): string {
  const digits = [...text.matchAll(/\d/g)];
  const { index, 0: digit } = there(digits[throws.below(digits.length)]);
  const other = String((Number(digit) + 1 + throws.below(9)) % 10);
  return `${text.slice(0, index)}${other}${text.slice(index + 1)}`;
}
