import { describe, expect, it } from '@jest/globals';
import { amountIn, typedIn, writtenIn } from '../../console/src/own/spelling.ts';

describe('what a page of readers and payees reads and writes', () => {
  it('reads amounts with a point or a comma, and no others', () => {
    const amounts = (texts: string[], language: 'en' | 'de' | 'fr') =>
      texts.map((text) => amountIn(text, language).amount);

    expect(amounts([' 1,50 ', '0', '0.000000001'], 'en')).toEqual(['1.50', '0', '0.000000001']);
    expect(amounts(['1.50', '1000,5', '0,125'], 'de')).toEqual(['1.50', '1000.5', '0.125']);
    expect(amounts(['1.000,50', '1.000.000', '1\u202F000', '1 000,5'], 'de')).toEqual([
      ...['1000.50', '1000000', '1000', '1000.5'],
    ]);
    expect(amounts(['1,000.50', '1,000,000', '1.000'], 'en')).toEqual([
      ...['1000.50', '1000000', '1.000'],
    ]);
    const none = ['', '-1', '1e3', '1.0000000001', '1,5,0', '.5', '1.000,000.5', '1.00.000'];
    expect(none.map((text) => amountIn(text, 'en'))).toEqual(none.map(() => ({ fault: 'none' })));
    expect(amountIn('1000000000000', 'de')).toEqual({ fault: 'none' });
    expect(amountIn('1.000.000.000.000', 'de')).toEqual({ fault: 'none' });
  });

  it('never guesses whether a mark is before the places or before the thousands', () => {
    expect(amountIn('1.000', 'de')).toEqual({ fault: 'two-ways' });
    expect(amountIn('25.000', 'fr')).toEqual({ fault: 'two-ways' });
    expect(amountIn('1,000', 'en')).toEqual({ fault: 'two-ways' });
  });

  it('reads back what it writes into a field itself, to the last digit', () => {
    for (const language of ['en', 'de', 'fr'] as const)
      for (const amount of ['0', '25.00', '1.125', '1000.000000001'])
        expect(amountIn(typedIn(amount, language), language)).toEqual({ amount });
  });

  it('says of times in which zone they are', () => {
    for (const language of ['en', 'de', 'fr'] as const)
      expect(writtenIn(language).instant('2026-11-29T15:42:07Z')).toMatch(
        /2026.*\d\d:42.* (?:UTC|GMT|[A-Z]{3,4})/,
      );
  });
});
