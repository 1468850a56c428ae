import { describe, expect, it } from '@jest/globals';
import { canonicalJson, LongNumber, parseJson } from '../../../core/kernel/json.ts';
import { rejectionOf } from '../../support/rejection-of.ts';

const roundTrip = (text: string): string => canonicalJson(parseJson(text, 32));

describe('parsing JSON', () => {
  it.each([
    ['more digits than a double holds', '12345678901234567890.123456789'],
    ['sixteen digits', '1234567890123456'],
    ['sixteen digits with a point', '123456789012345.6'],
    ['a negative one', '-0.1234567890123456789'],
    ['one that underflows to zero', '1e-400'],
    ['one that a double holds only in part', '1.2345e-320'],
    ['many digits with an exponent', '1234567890.12345678e2'],
  ])('keeps %s as it was written', (_case, text) => {
    expect(parseJson(text, 32)).toEqual(new LongNumber(text));
    expect(roundTrip(`{"a":[${text}]}`)).toBe(`{"a":[${text}]}`);
  });

  it.each([
    ['1.0', '1'],
    ['1e2', '100'],
    ['-0', '0'],
    ['0.1', '0.1'],
    ['123456789012345', '123456789012345'],
    ['0.000001', '0.000001'],
    ['0e-999', '0'],
  ])('reads %s as the number %s', (text, canonical) => {
    expect(roundTrip(text)).toBe(canonical);
  });

  it('leaves digits inside strings alone', () => {
    expect(parseJson('{"id":"12345678901234567890","n":7}', 32)).toEqual({
      id: '12345678901234567890',
      n: 7,
    });
  });

  it.each(['', '{', '[1,]', '{"a":1', '{"a" 1}', 'nul', "{'a':1}", '"a', '01', '\u0000', '"\n"'])(
    'refuses %j as malformed and says so',
    (text) => {
      expect(rejectionOf(() => parseJson(text, 32))).toMatchObject({
        code: 'request.malformed-json',
        detail: expect.stringContaining('send well-formed JSON'),
      });
    },
  );

  it('accepts 32 levels and refuses the thirty-third', () => {
    const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

    expect(parseJson(nested(32), 32)).toBeDefined();
    expect(rejectionOf(() => parseJson(nested(33), 32))).toMatchObject({
      code: 'request.nested-too-deep',
      detail: 'nest objects and arrays at most 32 deep in a request',
    });
  });

  it('refuses a megabyte of brackets without running out of stack', () => {
    const text = '[{"a":'.repeat(170_000);

    expect(rejectionOf(() => parseJson(text, 32)).code).toBe('request.nested-too-deep');
  });

  it('does not take brackets in strings for nesting, whatever is escaped', () => {
    const text = JSON.stringify(['['.repeat(99), `\\"${'{'.repeat(99)}`, '\\', '{{{{"']);

    expect(parseJson(text, 1)).toEqual(JSON.parse(text));
  });

  it.each([
    ['escaped, in a value', String.raw`{"a":"\ud83d"}`],
    ['escaped, in upper case', String.raw`{"a":"\uDE00 alone"}`],
    ['escaped, in a key', String.raw`{"\ud83dx":1}`],
    ['raw', '{"a":"\ud83d"}'],
    ['the wrong way round', String.raw`["\ude00\ud83d"]`],
  ])('refuses a lone surrogate %s', (_case, text) => {
    expect(rejectionOf(() => parseJson(text, 32))).toMatchObject({
      code: 'request.malformed-text',
      detail: expect.stringContaining('lone surrogate'),
    });
  });

  it('reads a pair of surrogates, escaped or raw, as one character', () => {
    expect(parseJson(String.raw`["\ud83d\ude00","😀"]`, 32)).toEqual(['😀', '😀']);
  });

  it.each([
    ['plain', '{"a":{"__proto__":{"admin":true}}}'],
    ['with an escaped underscore', String.raw`{"\u005f_proto__":1}`],
    ['with an escaped letter', String.raw`{"__p\u0072oto__":1}`],
  ])('refuses __proto__ as a key, %s', (_case, text) => {
    expect(rejectionOf(() => parseJson(text, 32))).toMatchObject({
      code: 'request.forbidden-key',
      detail: expect.stringContaining('__proto__'),
    });
  });

  it('accepts __proto__ as a value, and names of other inherited things as keys', () => {
    expect(roundTrip('{"constructor":1,"name":"__proto__","toString":2}')).toBe(
      '{"constructor":1,"name":"__proto__","toString":2}',
    );
  });
});

describe('canonical JSON', () => {
  it('is the same text for the same value, however it was written', () => {
    expect(roundTrip('{ "b": [1.50, true, null], "a": {"é": "x", "z": "\\u0041"} }')).toBe(
      '{"a":{"z":"A","é":"x"},"b":[1.5,true,null]}',
    );
  });

  it('sorts keys that look like numbers as text', () => {
    expect(roundTrip('{"9":1,"10":2,"a":3}')).toBe('{"10":2,"9":1,"a":3}');
  });

  it.each(['"', '\\', '\n', '\u0001', 'é', '😀', '\u2028', `${'x'.repeat(60)}"`])(
    'quotes %j as JSON does',
    (text) => {
      expect(canonicalJson(text)).toBe(JSON.stringify(text));
      expect(canonicalJson({ [text]: text })).toBe(JSON.stringify({ [text]: text }));
    },
  );

  it.each(['1e400', '-1e400', '1234567890123456e400'])(
    'refuses %s, which is past every double',
    (text) => {
      expect(rejectionOf(() => roundTrip(`{"a":${text}}`))).toMatchObject({
        code: 'request.number-out-of-range',
        detail: 'send numbers between -1e308 and 1e308, or as strings',
      });
    },
  );
});
