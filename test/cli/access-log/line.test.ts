import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type LogLine, logLineFrom } from '../../../cli/access-log/line.ts';

const common = '192.0.2.7 - - [17/May/2015:10:05:03 +0000] "GET /a HTTP/1.1" 200 123';
const combined = `${common} "http://example.org/" "Mozilla/5.0 (X11)"`;

const read = (text: string): LogLine => {
  const line = logLineFrom(text);
  if ('problem' in line) throw new Error(`malformed: ${line.problem}`);
  return line;
};
const problemOf = (text: string): string | undefined => {
  const line = logLineFrom(text);
  return 'problem' in line ? line.problem : undefined;
};
const withTime = (time: string): string => common.replace('17/May/2015:10:05:03 +0000', time);
const withRequest = (request: string): string => common.replace('GET /a HTTP/1.1', request);

describe('a line of an access log', () => {
  it('is read in Common Log Format', () => {
    expect(read(common)).toEqual({
      format: 'common',
      host: '192.0.2.7',
      time: '2015-05-17T10:05:03+00:00',
      occurredAt: Date.UTC(2015, 4, 17, 10, 5, 3),
      request: 'GET /a HTTP/1.1',
      status: 200,
      bytes: 123,
    });
  });

  it('is read in Combined Log Format', () => {
    expect(read(combined)).toEqual({ ...read(common), format: 'combined' });
  });

  it.each([
    ['an IPv6 host', '2001:db8::1 - - ', '2001:db8::1'],
    ['a host name', 'proxy.example.org - - ', 'proxy.example.org'],
    ['a user name with a space', 'host - Ada Lovelace ', 'host'],
    ['a user name with a bracket', 'host - [x] ', 'host'],
  ])('may have %s', (_, start, host) => {
    expect(read(common.replace('192.0.2.7 - - ', start)).host).toBe(host);
  });

  it('has 0 bytes for -', () => {
    expect(read(common.replace(/123$/, '-')).bytes).toBe(0);
  });

  it('may have escaped quotes and backslashes in its quoted fields', () => {
    const line = read(
      String.raw`h - - [17/May/2015:10:05:03 +0000] "GET /\"a\\ HTTP/1.1" 200 1 "-" "a \"b\" \\"`,
    );

    expect(line.request).toBe(String.raw`GET /"a\ HTTP/1.1`);
  });

  it.each([
    ['17/May/2015:10:05:03 +0530', '2015-05-17T10:05:03+05:30', '2015-05-17T04:35:03.000Z'],
    ['17/May/2015:23:59:59 -0330', '2015-05-17T23:59:59-03:30', '2015-05-18T03:29:59.000Z'],
    ['29/Feb/2016:00:00:00 +0000', '2016-02-29T00:00:00+00:00', '2016-02-29T00:00:00.000Z'],
    ['31/dec/2016:23:59:60 +0000', '2016-12-31T23:59:59+00:00', '2016-12-31T23:59:59.000Z'],
  ])('at %s is at %s', (logged, time, instant) => {
    const line = read(withTime(logged));

    expect(line.time).toBe(time);
    expect(new Date(line.occurredAt).toISOString()).toBe(instant);
  });

  it.each([
    '29/Feb/2015:10:05:03 +0000',
    '31/Apr/2015:10:05:03 +0000',
    '00/May/2015:10:05:03 +0000',
    '17/Foo/2015:10:05:03 +0000',
    '17/May/2015:24:00:00 +0000',
    '17/May/2015:10:60:03 +0000',
    '17/May/2015:10:05:61 +0000',
    '17/May/2015:10:05:03 +2400',
    '17/May/2015:10:05:03 +0060',
  ])('cannot be at %s', (time) => {
    expect(problemOf(withTime(time))).toBe(`no such time: ${time}`);
  });

  it.each([
    ['an empty line', ''],
    ['a sentence', 'this is not a log line'],
    ['a line without its end', common.slice(0, 60)],
    ['an open quote', `${common} "http://example.org/" "Mozilla/5.0`],
    ['a third quoted field', `${combined} "more"`],
    ['only a referrer', `${common} "http://example.org/"`],
    ['a status of two digits', common.replace(' 200 ', ' 20 ')],
    ['a size that is no number', common.replace(/123$/, '12x')],
    ['a quote that is not escaped', withRequest('GET /" HTTP/1.1')],
    ['a time without offset', withTime('17/May/2015:10:05:03')],
  ])('is malformed: %s', (_, text) => {
    expect(problemOf(text)).toBe('neither Common nor Combined Log Format');
  });

  it('is malformed when its size cannot be exact', () => {
    expect(problemOf(common.replace(/123$/, '9007199254740993'))).toContain('no such size');
  });

  it('keeps whatever is written into it', () => {
    const word = fc.stringMatching(/^[^\s"]{1,20}$/);
    const months = [
      'Jan',
      'Feb',
      'Mar',
      'Apr',
      'May',
      'Jun',
      'Jul',
      'Aug',
      'Sep',
      'Oct',
      'Nov',
      'Dec',
    ];
    const two = (value: number): string => String(value).padStart(2, '0');
    const escaped = (text: string): string => text.replaceAll(/["\\]/g, (found) => `\\${found}`);

    fc.assert(
      fc.property(
        fc.record({
          host: word,
          user: fc.stringMatching(/^[^\s"[]{1,9}$/),
          at: fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
          offset: fc.integer({ min: -14 * 60, max: 14 * 60 }),
          request: fc.string({ unit: 'grapheme', maxLength: 40 }),
          status: fc.integer({ min: 100, max: 999 }),
          bytes: fc.nat(),
          agent: fc.option(fc.string({ unit: 'grapheme', maxLength: 40 })),
        }),
        ({ host, user, at, offset, request, status, bytes, agent }) => {
          const second = Math.floor(at.getTime() / 1000) * 1000;
          const local = new Date(second + offset * 60_000);
          const sign = offset < 0 ? '-' : '+';
          const zone = `${sign}${two(Math.floor(Math.abs(offset) / 60))}${two(Math.abs(offset) % 60)}`;
          const year = String(local.getUTCFullYear()).padStart(4, '0');
          const day = `${two(local.getUTCDate())}/${months[local.getUTCMonth()]}/${year}`;
          const time = `${day}:${local.toISOString().slice(11, 19)} ${zone}`;
          const rest = agent === null ? '' : ` "-" "${escaped(agent)}"`;

          const line = read(
            `${host} - ${user} [${time}] "${escaped(request)}" ${status} ${bytes}${rest}`,
          );

          expect(line).toMatchObject({ host, occurredAt: second, request, status, bytes });
          expect(Date.parse(line.time)).toBe(second);
          expect(line.format).toBe(agent === null ? 'common' : 'combined');
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is read or refused, whatever its bytes, and quickly', () => {
    const hostile = [
      `h - ${'[17/May/2015:10:05:03 +0000] '.repeat(2000)}`,
      `h - - [17/May/2015:10:05:03 +0000] "${'\\"'.repeat(30_000)}`,
      `h - - [17/May/2015:10:05:03 +0000] "${' '.repeat(60_000)}" 200 1`,
      `${' '.repeat(60_000)}x`,
      '"'.repeat(60_000),
    ];
    const startedAt = performance.now();

    for (const text of hostile) logLineFrom(text);

    expect(performance.now() - startedAt).toBeLessThan(2000);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(typeof logLineFrom(text)).toBe('object');
      }),
      { numRuns: 200 },
    );
  });
});
