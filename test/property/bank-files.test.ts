import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bankEntryName, paymentReferenceOf } from '../../core/bank/entry-cause.ts';
import { readBankFile } from '../../core/bank/read-bank-file.ts';
import { currencyText, nanosOf } from '../../core/kernel/money.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { camtOf, csvOf, type SomeMovement } from '../fixtures/bank-statements.ts';

const cents = fc.bigInt({ min: 1n, max: 10n ** 12n });
const amountText = (units: bigint): string => currencyText(nanosOf(units * 10_000_000n), 'EUR');
const text = fc
  .string({ unit: fc.constantFrom(...'abc XYZ 0-9/.,;"\'&<>äöüß€'), maxLength: 60 })
  .map((some) => some.trim());

const single = fc
  .record({ units: cents, isOut: fc.boolean(), name: text, text, reference: text, endToEnd: text })
  .map(({ units, isOut, ...rest }) => ({
    ...rest,
    amount: `${isOut ? '-' : ''}${amountText(units)}`,
  }));
const batch = fc
  .record({
    parts: fc.array(fc.record({ units: cents, name: text, text }), { minLength: 2, maxLength: 5 }),
  })
  .map(({ parts }) => ({
    amount: amountText(parts.reduce((sum, { units }) => sum + units, 0n)),
    batch: parts.map(({ units, ...part }) => ({ ...part, amount: amountText(units) })),
  }));
const movements: fc.Arbitrary<readonly SomeMovement[]> = fc.array(fc.oneof(single, batch), {
  maxLength: 8,
});
const version = fc.constantFrom('02' as const, '08' as const);

const movedIn = (bytes: Uint8Array): string[] =>
  readBankFile(bytes)
    .flatMap(({ entries }) => entries)
    .map(({ amount }) => currencyText(amount, 'EUR'));
const moved = (some: readonly SomeMovement[]): string[] =>
  some.flatMap((one) => (one.batch ?? [one]).map(({ amount }) => amount));

/** A file with a stretch of it left out, doubled, or put in another place. */
const spoiled = (file: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> =>
  fc
    .tuple(file, fc.array(fc.tuple(fc.nat(), fc.nat({ max: 40 }), fc.uint8Array({ maxLength: 6 }))))
    .map(([bytes, cuts]) => {
      let now = Buffer.from(bytes);
      for (const [at, length, instead] of cuts) {
        const place = at % (now.length + 1);
        now = Buffer.concat([now.subarray(0, place), instead, now.subarray(place + length)]);
      }
      return now;
    });

/** It is read, or refused with a reason that names a place or says what to do. */
function isReadOrRefused(bytes: Uint8Array): void {
  try {
    readBankFile(bytes, { account: 'A' });
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
    expect([error.code, error.message.length > 10]).toEqual(['bank-statement.invalid', true]);
  }
}

/** A row of an account: what it says, and its reference, are of few, so that rows are alike. */
interface Row {
  readonly day: number;
  readonly said: string;
}
const someRows: fc.Arbitrary<readonly Row[]> = fc.array(
  fc.record({
    day: fc.integer({ min: 1, max: 4 }),
    said: fc
      .tuple(
        fc.constantFrom('1.00', '2.00'),
        fc.constantFrom('Ada', 'Bob'),
        fc.constantFrom('', 'T-1', 'T-2', 'NONREF'),
      )
      .map((parts) => parts.join(';')),
  }),
  { maxLength: 14 },
);

/** What an export has: whole days from a first one on, as far as the account was then, in either order. */
const someExport = fc.record({
  from: fc.integer({ min: 1, max: 4 }),
  to: fc.integer({ min: 1, max: 4 }),
  until: fc.nat({ max: 14 }),
  isNewestFirst: fc.boolean(),
  pending: fc.array(
    fc.tuple(fc.nat({ max: 14 }), fc.constantFrom('1.00;Ada;', '1.00;Ada;T-1', '2.00;Bob;T-2')),
    { maxLength: 3 },
  ),
});
type SomeExport = typeof someExport extends fc.Arbitrary<infer Export> ? Export : never;

const rowsIn = (account: readonly Row[], { from, to, until }: SomeExport): readonly Row[] =>
  account.slice(0, until).filter(({ day }) => day >= from && day <= to);

function tableOf(account: readonly Row[], asked: SomeExport): Uint8Array {
  const lines = rowsIn(account, asked).map(({ day, said }) => `2026-02-0${day};EUR;${said};booked`);
  for (const [at, said] of asked.pending) {
    lines.splice(at % (lines.length + 1), 0, `2026-02-04;EUR;${said};pending`);
  }
  if (asked.isNewestFirst) lines.reverse();
  return Buffer.from(['date;currency;amount;name;id;status', ...lines, ''].join('\n'));
}

const countsOf = (texts: Iterable<string>): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
};

/** What a row says to anybody: that it has no reference, in either way. */
const told = (row: string): string => row.replace(/NONREF$/, '');

/** How often each row is there, in the export that has it most often. */
function mostOf(account: readonly Row[], exports: readonly SomeExport[]): Map<string, number> {
  const most = new Map<string, number>();
  for (const one of exports) {
    const rows = rowsIn(account, one).map(({ day, said }) => told(`2026-02-0${day};${said}`));
    for (const [key, count] of countsOf(rows)) most.set(key, Math.max(count, most.get(key) ?? 0));
  }
  return most;
}

/** By the names of the rows that are booked, what they say. */
function bookedIn(table: Uint8Array): readonly (readonly [name: string, said: string])[] {
  const entries = readBankFile(table, { account: 'A' }).flatMap((statement) => statement.entries);
  return entries
    .filter(({ state }) => state === 'booked')
    .map((entry) => {
      const { bookedOn = '', amount, counterparty, entryReference = '' } = entry;
      const said = [bookedOn, currencyText(amount, 'EUR'), counterparty.name, entryReference];
      return [bankEntryName(entry), told(said.join(';'))];
    });
}

describe('any two exports of an account', () => {
  it('book each row once, and lose none that says the very same', () => {
    fc.assert(
      fc.property(someRows, fc.tuple(someExport, someExport), (account, exports) => {
        const tables = exports.map((one) => bookedIn(tableOf(account, one)));

        for (const rows of tables) expect(new Map(rows).size).toBe(rows.length);
        const booked = new Map(tables.flat());
        expect(countsOf(booked.values())).toEqual(mostOf(account, exports));
      }),
      { numRuns: 300 },
    );
  });
});

describe('any statement of a bank', () => {
  it('is read to the cent, as XML and as a table, a batch part by part', () => {
    fc.assert(
      fc.property(movements, version, (some, of) => {
        expect(movedIn(Buffer.from(camtOf(some, { version: of })))).toEqual(moved(some));
        if (some.length > 0) expect(movedIn(csvOf(some))).toEqual(moved(some));
      }),
      { numRuns: 100 },
    );
  });

  it('has entries that are all told from one another, and the same when it is read again', () => {
    fc.assert(
      fc.property(movements, (some) => {
        const bytes = Buffer.from(camtOf(some));
        const references = readBankFile(bytes).flatMap(({ entries }) =>
          entries.map(paymentReferenceOf),
        );

        expect(new Set(references).size).toBe(references.length);
        expect(
          readBankFile(bytes).flatMap(({ entries }) => entries.map(paymentReferenceOf)),
        ).toEqual(references);
      }),
      { numRuns: 100 },
    );
  });

  it('that is spoiled is read, or refused in words: it never ends in another way', () => {
    const xml = fc
      .tuple(movements, version)
      .map(([some, of]) => Buffer.from(camtOf(some, { version: of })));

    fc.assert(fc.property(spoiled(xml), isReadOrRefused), { numRuns: 400 });
    fc.assert(fc.property(spoiled(movements.map(csvOf)), isReadOrRefused), { numRuns: 400 });
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), isReadOrRefused), { numRuns: 400 });
  });
});
