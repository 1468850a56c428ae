import { describe, expect, it } from '@jest/globals';
import {
  ownDescriptionOf,
  ownDescriptions,
} from '../../../core/contract/invoices/own-descriptions.ts';

const { upToMinimum, adjustment, notCharged } = ownDescriptions;

describe('a description that is made here', () => {
  it.each([
    [ownDescriptions.rounding, { says: 'rounding' }],
    [ownDescriptions.carried, { says: 'carried' }],
    [ownDescriptions.commitment, { says: 'commitment' }],
    [upToMinimum('API: calls'), { says: 'upToMinimum', of: 'API: calls' }],
    [notCharged('views'), { says: 'notCharged', of: 'views' }],
    [
      adjustment('2026-11', upToMinimum('Views')),
      { says: 'adjustment', month: '2026-11', of: upToMinimum('Views') },
    ],
    [
      adjustment('2026-11', 'two\nlines'),
      { says: 'adjustment', month: '2026-11', of: 'two\nlines' },
    ],
    [upToMinimum(''), { says: 'upToMinimum', of: '' }],
  ])('is read back as what it says: %s', (description, says) => {
    expect(ownDescriptionOf(description)).toEqual(says);
  });

  it.each(['Article views', 'Adjustment of prices: a talk', 'Rounding', ''])(
    'is not seen in what a seller writes: %j',
    (description) => {
      expect(ownDescriptionOf(description)).toBeUndefined();
    },
  );
});
