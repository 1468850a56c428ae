import { describe, expect, it } from '@jest/globals';
import { nearestOf } from '../../../core/kernel/nearest.ts';

const fields = ['id', 'source', 'type', 'subject', 'time', 'data'];

describe('the name that was meant', () => {
  it.each([
    ['suject', 'subject'],
    ['Subject', 'subject'],
    ['subejct', 'subject'],
    ['sorce', 'source'],
    ['tiem', 'time'],
    ['Type', 'type'],
    ['dta', 'data'],
    ['ID', 'id'],
  ])('of %s is %s', (word, meant) => {
    expect(nearestOf(word, fields)).toBe(meant);
  });

  it.each(['customer', 'x', '', 'subjects-of-the-tenant', 'timestamp'])('of %j is none', (word) => {
    expect(nearestOf(word, fields)).toBeUndefined();
  });

  it('is the nearest when several are near', () => {
    expect(nearestOf('tipe', ['tape', 'type', 'time'])).toBeDefined();
    expect(nearestOf('times', ['type', 'time'])).toBe('time');
  });
});
