import { describe, expect, it } from '@jest/globals';
import { sharesOf } from '../../console/src/charts/shares.ts';

describe('the bar of a budget', () => {
  it('parts the whole into what is used, held and left', () => {
    expect(sharesOf({ used: '0.25', held: '0.50', left: '0.25' })).toEqual({ used: 25, held: 50 });
  });

  it('is full where nothing is left, however much more was used than the limit', () => {
    expect(sharesOf({ used: '12', held: '0', left: '0' })).toEqual({ used: 100, held: 0 });
  });

  it('has a mark where the limit is, once more than that is used, and none before', () => {
    const over = sharesOf({ used: '15', held: '5', left: '0', limit: '10' });
    const full = sharesOf({ used: '10', held: '0', left: '0', limit: '10' });

    expect(over).toEqual({ used: 75, held: 25, limit: 50 });
    expect(full).toEqual({ used: 100, held: 0 });
  });

  it('is empty where the limit is nothing, and nothing was used', () => {
    expect(sharesOf({ used: '0.00', held: '0', left: '0' })).toEqual({ used: 0, held: 0 });
  });
});
