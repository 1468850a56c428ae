import { describe, expect, it } from '@jest/globals';
import { rfc3339, timestampOf } from '../../../core/kernel/timestamp.ts';
import { nextLook } from '../../../core/transparency/next-look.ts';
import { knownLog } from '../../../core/transparency/prove.ts';
import { inMemoryYearLogs } from '../../fakes/transparency.ts';

const at = (text: string) => timestampOf(Date.parse(text));

describe('the next look at the books', () => {
  it.each([
    ['2026-11-30T10:00:00Z', '2026-11-30T10:03:00Z'],
    ['2026-11-30T10:03:00Z', '2026-11-30T10:13:00Z'],
    ['2026-11-30T10:52:59Z', '2026-11-30T10:53:00Z'],
    ['2026-12-31T23:53:00Z', '2027-01-01T00:03:00Z'],
  ])('from %s is at %s', (now, next) => {
    expect(rfc3339(nextLook(at(now)))).toBe(next);
  });

  it('is said to who asks for a log that has not begun', async () => {
    const clock = { now: () => at('2026-11-30T10:05:00Z') };

    await expect(
      knownLog({ logs: inMemoryYearLogs(), clock }, { tenant: 'acme', year: 2026 }),
    ).rejects.toThrow('what is in them at 2026-11-30T10:13:00Z');
  });
});
