import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { rfContent } from '../../../core/bank/rf-reference.ts';
import { creditorReference } from '../../../core/kernel/creditor-reference.ts';

describe('a reference of a creditor', () => {
  it.each([
    ['539007547034', 'RF18539007547034'],
    ['INV-2026-000042', 'RF54INV2026000042'],
    ['f/2026.0042', 'RF69F20260042'],
    ['0', 'RF040'],
  ])('is the number behind its check digits: %s', (number, reference) => {
    expect(creditorReference(number)).toBe(reference);
  });

  it.each(['Ü-1', '1'.repeat(22), '--', '1#2'])(
    'is none where a part of the number would be lost: %s',
    (number) => {
      expect(creditorReference(number)).toBeUndefined();
    },
  );

  it('is what a bank statement is searched for', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z0-9]{1,21}$/), (number) => {
        expect(rfContent(creditorReference(number) ?? '')).toBe(number);
      }),
    );
  });
});
