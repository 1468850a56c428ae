import { describe, expect, it } from '@jest/globals';
import { csvText } from '../../../core/kernel/csv.ts';

const line = (text: string): string => csvText([[{ text }]]).slice(0, -2);

describe('csvText', () => {
  it('ends each line with CR LF and parts cells by commas', () => {
    expect(
      csvText([
        [{ text: 'a' }, { number: '1.5' }],
        [undefined, { number: '-2' }],
      ]),
    ).toBe('a,1.5\r\n,-2\r\n');
  });

  it.each([
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    ['', '""'],
    ['🦊 #|', '🦊 #|'],
  ])('quotes %j where it has to', (text, cell) => {
    expect(line(text)).toBe(cell);
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1+1', "'-1+1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['＝1+1', "'＝1+1"],
    ['＠SUM(A1)', "'＠SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', '"\'\r=1"'],
    ['=HYPERLINK("x","y")', '"\'=HYPERLINK(""x"",""y"")"'],
  ])('makes the formula %j harmless', (text, cell) => {
    expect(line(text)).toBe(cell);
  });

  it.each(['-5', '-0.000000000001', '12'])('leaves the number %s as it is', (text) => {
    expect(line(text)).toBe(text);
  });
});
