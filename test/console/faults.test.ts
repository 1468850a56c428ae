import { describe, expect, it } from '@jest/globals';
import { faultIn, faultsOf, faultsWithin, isBeforeSettings } from '../../console/src/faults.ts';
import type { Problem } from '../../sdk/src/contract/index.ts';
import { problemError } from '../../sdk/src/read/errors.ts';

const refusal = (members: Partial<Problem>) =>
  problemError({
    ...{ type: 'urn:farthing:problem:price.negative', title: 'Price negative', status: 400 },
    ...{ code: 'price.negative', detail: 'give a price', requestId: 'r-1', ...members },
  });

describe('what was refused', () => {
  it('is said at the field that it is of, without the pointer that the field stands for', () => {
    const error = refusal({
      param: '/versions/1/charges/0/unitPrice',
      detail: '/versions/1/charges/0/unitPrice: give a price of at least 0, got -1',
    });
    const faults = faultsWithin(faultsOf(error), '/versions/1');

    expect(faultIn(faults, '/charges/0/unitPrice')).toBe('give a price of at least 0, got -1');
    expect(faultIn(faults, '/charges/0')).toBe('give a price of at least 0, got -1');
    expect(faultIn(faults, '/charges/00')).toBeUndefined();
    expect(faultIn(faults, '/charges/1')).toBeUndefined();
  });

  it('of another version is not said in this one', () => {
    const error = refusal({ param: '/versions/10/currency' });

    expect(faultsWithin(faultsOf(error), '/versions/1')).toEqual([]);
  });

  it('of an event that was sent is said at its attribute', () => {
    const rejected = [
      { index: 0, id: 'e-1', code: 'event.too-old', detail: 'send it sooner', param: '/time' },
    ] as const;

    expect(faultIn(faultsOf(refusal({ rejected })), '/time')).toBe('send it sooner');
  });

  it('is told from that nobody has said yet who sells, which is nothing wrong', () => {
    expect(isBeforeSettings(refusal({ code: 'billing-settings.not-found' }))).toBe(true);
    expect(isBeforeSettings(refusal({}))).toBe(false);
    expect(isBeforeSettings(new Error('offline'))).toBe(false);
  });

  it('is of no field where no answer came', () => {
    expect(faultsOf(new Error('offline'))).toEqual([]);
  });
});
