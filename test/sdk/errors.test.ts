import { describe, expect, it } from '@jest/globals';
import { problemTitle, problemType } from '../../core/contract/problem.ts';
import { type RejectionCode, rejectionStatus } from '../../core/contract/rejection-codes.ts';
import {
  FarthingError,
  KeyError,
  type Problem,
  ProblemError,
  UsageError,
} from '../../sdk/src/index.ts';
import { problemError } from '../../sdk/src/read/errors.ts';

describe('an error', () => {
  const problemOf = (code: RejectionCode): Problem => ({
    type: problemType(code),
    title: problemTitle(code),
    status: rejectionStatus[code],
    code,
    detail: 'a detail',
    requestId: 'r-1',
  });
  const codes = Object.keys(rejectionStatus) as RejectionCode[];

  it('has a class for each family of codes', () => {
    const classOf = (code: RejectionCode): string => problemError(problemOf(code)).name;
    const expected = (code: RejectionCode): string =>
      `${(code.split('.')[0] ?? '').replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())}Error`;

    expect(codes.map(classOf)).toEqual(codes.map(expected));
    expect(problemError(problemOf('usage.not-aligned'))).toBeInstanceOf(UsageError);
    expect(problemError(problemOf('key.revoked'))).toBeInstanceOf(KeyError);
  });

  it('of a family that came later is still a problem', () => {
    const later = { ...problemOf('key.revoked'), code: 'constructor.new' as RejectionCode };

    expect(problemError(later).constructor).toBe(ProblemError);
    expect(problemError(later)).toBeInstanceOf(FarthingError);
  });
});
