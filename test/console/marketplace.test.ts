import { describe, expect, it } from '@jest/globals';
import {
  needsLook,
  notAccepted,
  saidOf,
} from '../../console/src/pages/marketplace/report-words.ts';

const all = ['pending', 'accepted', 'not-subscribed', 'duplicate', 'too-late', 'unclear'] as const;

describe('what AWS was told of an hour', () => {
  it('needs a person where AWS will not bill it, or nobody knows', () => {
    expect(all.filter((status) => needsLook({ status }))).toEqual([
      ...['not-subscribed', 'duplicate', 'too-late', 'unclear'],
    ]);
  });

  it('needs nobody where a later hour has it', () => {
    const line = { status: 'too-late', again: true } as const;

    expect(needsLook(line)).toBe(false);
    expect(saidOf(line).says).toContain('a later hour has it');
  });

  it('is counted to the unit, also of more than a number of JavaScript holds', () => {
    expect(notAccepted('90071992547409930', '90071992547409929')).toBe('1');
    expect(notAccepted('12', '12')).toBe('0');
  });
});
