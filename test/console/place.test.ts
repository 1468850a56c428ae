import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { keyIn, linkTo, mayBeKey, placeOf } from '../../console/src/place.ts';

describe('a place of the console', () => {
  it('is in its link: page, item and what is asked for', () => {
    expect(placeOf('#/invoices/INV-1?period=2026-01')).toEqual({
      ...{ page: 'invoices', item: 'INV-1', query: { period: '2026-01' } },
    });
  });

  it('comes back from its link, whatever the item and the question', () => {
    const query = fc.dictionary(
      fc.stringMatching(/^[a-z]{1,8}$/),
      fc.string({ minLength: 1, unit: 'binary' }).filter((text) => text.isWellFormed()),
      { noNullPrototype: true },
    );
    const item = fc.string({ minLength: 1, unit: 'binary' }).filter((text) => text.isWellFormed());
    fc.assert(
      fc.property(item, query, (key, asked) => {
        expect(placeOf(linkTo('customers', key, asked))).toEqual({
          ...{ page: 'customers', item: key, query: asked },
        });
      }),
    );
  });

  it('leaves out of its link what is not asked for', () => {
    expect(linkTo('usage', undefined, { meter: 'views', from: '', to: undefined })).toBe(
      '#/usage?meter=views',
    );
  });

  it('is the overview where the address says none', () => {
    expect(placeOf('').page).toBe('overview');
    expect(placeOf('#/').page).toBe('overview');
  });

  it('is read even where the item is no valid encoding', () => {
    expect(placeOf('#/customers/100%').item).toBe('100%');
  });
});

describe('a key in a link', () => {
  it('is read, and is no place', () => {
    expect(keyIn('#key=ft_test_abc')).toBe('ft_test_abc');
    expect(keyIn('#/usage?key=1')).toBeUndefined();
    expect(keyIn('#/usage?meter=views&key=1')).toBeUndefined();
    expect(keyIn('')).toBeUndefined();
  });

  it('is none where it has what no header may have', () => {
    expect(mayBeKey('ft_test_a-Z_9')).toBe(true);
    for (const text of ['', 'ft_test_a b', '“ft_test_a”', 'ft_test_a\n']) {
      expect(mayBeKey(text)).toBe(false);
    }
  });
});
