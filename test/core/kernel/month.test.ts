import { describe, expect, it } from '@jest/globals';
import { laterMonth, monthFrom, monthOfDate } from '../../../core/kernel/month.ts';
import { rejectionOf } from '../../support/rejection-of.ts';

describe('a month', () => {
  it.each(['1970-01', '2026-03', '9997-12'])('is %s, as it is written', (text) => {
    expect(monthFrom(text)).toBe(text);
  });

  it.each([
    '',
    '2026',
    '2026-3',
    '2026-00',
    '2026-13',
    '2026-03-01',
    ' 2026-03',
    '1969-12',
    '9998-01',
    '٢٠٢٦-03',
  ])('is not “%s”', (text) => {
    expect(rejectionOf(() => monthFrom(text))).toEqual({
      code: 'period.malformed',
      detail: `name a month as YYYY-MM, such as 2026-03, got ${JSON.stringify(text)}`,
      param: 'period',
    });
  });

  it('that is no month is shown in part where it is long', () => {
    const { detail } = rejectionOf(() => monthFrom('2'.repeat(1_000)));

    expect(detail).toContain(`"${'2'.repeat(40)}"`);
  });

  it('follows on December in another year, and comes before January', () => {
    expect(laterMonth(monthFrom('2025-12'))).toBe('2026-01');
    expect(laterMonth(monthFrom('2026-01'), -1)).toBe('2025-12');
    expect(laterMonth(monthFrom('2026-01'), 26)).toBe('2028-03');
    expect(laterMonth(monthFrom('2026-01'), 0)).toBe('2026-01');
  });

  it('is that of a local date', () => {
    expect(monthOfDate('2026-02-28')).toBe('2026-02');
  });
});
