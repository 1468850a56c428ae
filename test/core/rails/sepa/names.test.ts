import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  batchIdOf,
  endToEndIdOf,
  isBatchId,
  placeOfEndToEndId,
} from '../../../../core/rails/sepa/names.ts';
import { isSepaReference, sepaText } from '../../../../core/rails/sepa/sepa-text.ts';

describe('what a direct debit is called', () => {
  it('says which invoice and attempt it is of, in what every bank takes', () => {
    const hex = fc.array(fc.constantFrom(...'0123456789abcdef'), { minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(hex, fc.integer({ min: 1, max: 1_000 }), (digits, attempt) => {
        const invoice = `inv_${digits.join('')}`;

        const id = endToEndIdOf({ invoice, attempt });

        expect(id).toMatch(/^[A-Z0-9-]{1,35}$/);
        expect(placeOfEndToEndId('acme', id)).toEqual({ tenant: 'acme', invoice, attempt });
      }),
      { numRuns: 50 },
    );
  });

  it.each(['', 'NOTPROVIDED', 'FE-0-1', `FE-${'Z'.repeat(25)}-1`, `FE-${'0'.repeat(25)}-0`])(
    'is none of ours: %j',
    (text) => {
      expect(placeOfEndToEndId('acme', text)).toBeUndefined();
    },
  );
});

describe('what a batch is called', () => {
  const of = { tenant: 'acme', collectOn: '2026-02-16', key: 'k' };

  it('is made of the stack, the tenant, the day and the key', () => {
    const ids = [
      batchIdOf('s', of),
      batchIdOf('t', of),
      batchIdOf('s', { ...of, tenant: 'b' }),
      batchIdOf('s', { ...of, collectOn: '2026-02-17' }),
      batchIdOf('s', { ...of, key: 'l' }),
    ];

    expect(new Set(ids).size).toBe(ids.length);
    expect(batchIdOf('s', of)).toBe(ids[0]);
    for (const id of ids) expect([id.length <= 35, isBatchId(id)]).toEqual([true, true]);
  });
});

describe('text for banks', () => {
  it.each([
    ['Müller & Söhne GmbH', 'Mueller + Soehne GmbH'],
    ['ÜBER Straße', 'UeBER Strasse'],
    ['Café Ærø “Łódź”', 'Cafe AEro .Lodz.'],
    ['Ψυχή Αθήνα', 'Psychi Athina'],
    ['Щастие ООД', 'Shtastie OOD'],
    ['a//b /', 'a/b'],
    ['日本', '..'],
    ['tab\tand  spaces', 'tab and spaces'],
  ])('writes %j as %j', (text, written) => {
    expect(sepaText(text, 70)).toBe(written);
  });

  it('has what every bank takes alone, whatever is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(sepaText(text, 70)).toMatch(/^[A-Za-z0-9/\-?:().,'+ ]{0,70}$/);
        expect(sepaText(text, 70)).not.toMatch(/\/\/|^\/|\/$/);
      }),
      { numRuns: 100 },
    );
  });

  it.each(['', '/M', 'M/', 'M//1', 'M 1', 'Mü', 'M_1', 'M'.repeat(36)])(
    'has no mandate called %j',
    (reference) => {
      expect(isSepaReference(reference)).toBe(false);
    },
  );
});
