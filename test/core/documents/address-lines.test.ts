import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { addressLines } from '../../../core/documents/pdf/address-lines.ts';

const lines = ['1 Main Street', 'Floor 2'];

describe('an address', () => {
  it.each([
    [
      { lines, postalCode: '10115', city: 'Berlin', country: 'DE' },
      '1 Main Street|Floor 2|10115 Berlin|DE',
    ],
    [
      { lines, postalCode: '94016', city: 'San Francisco', region: 'CA', country: 'US' },
      '1 Main Street|Floor 2|San Francisco, CA 94016|US',
    ],
    [
      { lines, postalCode: 'EC4A 2AB', city: 'London', country: 'GB' },
      '1 Main Street|Floor 2|London|EC4A 2AB|GB',
    ],
    [
      { lines, postalCode: '01310-100', city: 'São Paulo', region: 'SP', country: 'BR' },
      '1 Main Street|Floor 2|São Paulo-SP|01310-100|BR',
    ],
    [
      { lines, postalCode: '1051', city: 'Budapest', country: 'HU' },
      'Budapest|1 Main Street|Floor 2|1051|HU',
    ],
    [
      {
        lines: ['大手町1-2-3'],
        postalCode: '100-0004',
        city: '千代田区',
        region: '東京都',
        country: 'JP',
      },
      '〒100-0004|東京都千代田区|大手町1-2-3|JP',
    ],
    [{ lines, country: 'IE' }, '1 Main Street|Floor 2|IE'],
    [{ lines: [], country: 'IE' }, 'IE'],
  ])('stands as its country writes it: %j', (address, expected) => {
    expect(addressLines(address).join('|')).toBe(expected);
  });

  it.each([
    ['8001', 'CH-8001 Zürich'],
    ['CH-8001', 'CH-8001 Zürich'],
  ])('has the letters before its code once, whoever writes them: %s', (postalCode, expected) => {
    expect(addressLines({ lines, postalCode, city: 'Zürich', country: 'CH' })).toContain(expected);
  });

  it('stands as in most countries where its own has no place for a part of it', () => {
    const address = {
      lines,
      postalCode: '80331',
      city: 'München',
      region: 'Bayern',
      country: 'DE',
    };

    expect(addressLines(address)).toEqual([...lines, '80331 München, Bayern', 'DE']);
    expect(addressLines({ ...address, country: 'XX' }).slice(2)).toEqual([
      '80331 München, Bayern',
      'XX',
    ]);
  });

  it('never loses a part, whatever its country and script', () => {
    const countries = [
      'DE',
      'US',
      'JP',
      'CN',
      'KR',
      'TW',
      'HU',
      'IE',
      'AE',
      'RU',
      'IN',
      'XX',
      'IR',
    ];
    const part = (letter: string) =>
      fc.option(fc.constantFrom(`${letter}1 $& $1`, `${letter}2-%`, `${letter}京`, `${letter}م`), {
        nil: undefined,
      });

    fc.assert(
      fc.property(
        fc.record({
          lines: fc.array(fc.constantFrom('x1', 'x2 $&', 'x京'), { maxLength: 6 }),
          postalCode: part('p'),
          city: part('c'),
          region: part('r'),
          country: fc.constantFrom(...countries),
        }),
        ({ postalCode, city, region, ...address }) => {
          const said = Object.fromEntries(
            Object.entries({ postalCode, city, region }).filter(([, text]) => text !== undefined),
          );

          const text = addressLines({ ...address, ...said }).join('\n');

          for (const one of [...address.lines, ...Object.values(said), address.country]) {
            expect(text).toContain(one);
          }
        },
      ),
    );
  });
});
