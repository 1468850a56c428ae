import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { paymentReferenceOf } from '../../core/bank/entry-cause.ts';
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
