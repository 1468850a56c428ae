import { describe, expect, it } from '@jest/globals';
import { monthText } from '../../../core/contract/shapes.ts';
import { parsedPath } from '../../../core/kernel/parsed.ts';
import { Rejection } from '../../../core/kernel/rejection.ts';

describe('what stands in a path', () => {
  it('is refused by its name, with what was sent said once', () => {
    const parse = () =>
      parsedPath({ period: monthText }, { period: '2026-13' }, 'period.malformed');

    expect(parse).toThrow(Rejection);
    expect(parse).toThrow(/^period: name a month as YYYY-MM, got "2026-13"$/);
  });
});
