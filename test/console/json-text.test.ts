import { describe, expect, it } from '@jest/globals';
import { hasLongNumber, jsonOf, jsonText } from '../../console/src/json-text.ts';

describe('JSON that a person writes', () => {
  it('is read as it stands', () => {
    expect(jsonOf('{"bytes": 5120, "path": "/a", "ratio": 0.25, "none": null}')).toEqual({
      value: { bytes: 5120, path: '/a', ratio: 0.25, none: null },
    });
  });

  it.each(['9007199254740993', '-1234567890.123456', '1234567890123456e2'])(
    'is refused with the number %s, whose last digits a browser would change',
    (number) => {
      const read = jsonOf(`{"bytes": ${number}}`);

      expect(read).toEqual({
        fault: `write ${number} as a string, "${number}": it has more than 15 digits`,
      });
    },
  );

  it.each(['999999999999999', '0.00000000000000001', '-1e300'])(
    'may have the number %s, which a browser keeps',
    (number) => {
      expect(jsonOf(`[${number}]`)).toEqual({ value: [Number(number)] });
    },
  );

  it('may have any digits in a string, also after a quote that is escaped', () => {
    const text = '{"id": "say \\"12345678901234567890\\"", "n": 1}';

    expect(jsonOf(text)).toEqual({ value: { id: 'say "12345678901234567890"', n: 1 } });
  });

  it('says why it is none', () => {
    expect(jsonOf('{"bytes": }')).toEqual({ fault: expect.stringMatching(/^this is no JSON: ./) });
    expect(jsonOf('')).toEqual({ fault: expect.stringMatching(/^this is no JSON: ./) });
  });

  it('is known to be read otherwise than it was sent, where its numbers have too many digits', () => {
    expect(hasLongNumber(jsonText(JSON.parse('{"n": 12345678901234567890}')))).toBe(true);
    expect(hasLongNumber(jsonText(JSON.parse('{"n": 0.12345678901234567890}')))).toBe(true);
    expect(hasLongNumber(jsonText({ n: 123456789012345, s: '12345678901234567890' }))).toBe(false);
  });
});
