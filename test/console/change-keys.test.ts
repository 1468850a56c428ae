import { describe, expect, it } from '@jest/globals';
import { changeKeys, isRefusal } from '../../console/src/change-keys.ts';
import { ConnectionError, GatewayError, problemError } from '../../sdk/src/read/errors.ts';

function counting(): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `key ${count}`;
  };
}

const problem = (status: number) =>
  problemError({
    ...{ type: 'urn:farthing:problem:invoice.already-void', title: 'Void', status },
    ...{ code: 'invoice.already-void', detail: 'it is void', requestId: 'r1' },
  });

describe('the key of a change', () => {
  it('is the same for the same change, until it was answered', () => {
    const keys = changeKeys(counting());
    const first = keys.of('credit 1.00');

    expect(keys.of('credit 1.00')).toBe(first);
    keys.settle('credit 1.00');
    expect(keys.of('credit 1.00')).not.toBe(first);
  });

  it('is another for another change, which settles none but itself', () => {
    const keys = changeKeys(counting());
    const first = keys.of('credit 1.00');

    expect(keys.of('credit 2.00')).not.toBe(first);
    keys.settle('credit 2.00');
    expect(keys.of('credit 1.00')).toBe(first);
  });
});

describe('whether nothing was done', () => {
  it('is what a refusal says', () => {
    expect([problem(409), problem(400), new GatewayError(403, 'no')].map(isRefusal)).toEqual([
      ...[true, true, true],
    ]);
  });

  it('is not known where no answer came, or one of a server in trouble, or one that says nothing', () => {
    const errors = [
      ...[new ConnectionError('lost'), problem(503), new GatewayError(502, 'bad')],
      ...[new GatewayError(200, 'no JSON'), new Error('a bug')],
    ];

    expect(errors.map(isRefusal)).toEqual(errors.map(() => false));
  });
});
