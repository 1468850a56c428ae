import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { LogLine } from '../../../../cli/access-log/log-line.ts';
import { lineReader } from '../../../../cli/access-log/read-line.ts';

const common = '192.0.2.7 - - [17/May/2015:10:05:03 +0000] "GET /a HTTP/1.1" 200 123';
const combined = `${common} "http://example.org/" "Mozilla/5.0 (X11)"`;

const logLineFrom = lineReader(undefined) as Extract<
  ReturnType<typeof lineReader>,
  (text: string) => unknown
>;
const read = (text: string): LogLine => {
  const line = logLineFrom(text);
  if (line === 'directive' || 'problem' in line)
    throw new Error(`no line: ${JSON.stringify(line)}`);
  return line;
};
const problemOf = (text: string): string | undefined => {
  const line = logLineFrom(text);
  return line !== 'directive' && 'problem' in line ? line.problem : undefined;
};
const withTime = (time: string): string => common.replace('17/May/2015:10:05:03 +0000', time);
const withRequest = (request: string): string => common.replace('GET /a HTTP/1.1', request);

describe('a line of an access log', () => {
  it('is read in Common Log Format', () => {
    expect(read(common)).toEqual({
      format: 'common',
      client: '192.0.2.7',
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
    expect(read(common.replace('192.0.2.7 - - ', start)).client).toBe(host);
  });

  it.each([
    [
      'vhost_combined with a port',
      'shop.example:443 203.0.113.7 - - ',
      '203.0.113.7',
      'vhost_combined',
    ],
    [
      'vhost_combined without one',
      'shop.example 203.0.113.7 - - ',
      '203.0.113.7',
      'vhost_combined',
    ],
    [
      'vhost_combined with an IPv6 client',
      'shop.example:80 2001:db8::1 - ada ',
      '2001:db8::1',
      'vhost_combined',
    ],
    [
      'vhost_combined with the name of a client',
      'shop.example:80 c.example.org - - ',
      'c.example.org',
      'vhost_combined',
    ],
    [
      'vhost_combined without a port, with the name of a client',
      'shop.example c.example.org - - ',
      'c.example.org',
      'vhost_combined',
    ],
    ['a forwarded-for list', '203.0.113.7, 10.0.0.1 - - ', '203.0.113.7', 'combined'],
    [
      'a forwarded-for list without blanks',
      '203.0.113.7,10.0.0.1,10.0.0.2 - - ',
      '203.0.113.7',
      'combined',
    ],
    [
      'a forwarded-for list behind a virtual host',
      'shop.example:443 203.0.113.7, 10.0.0.1 - - ',
      '203.0.113.7',
      'vhost_combined',
    ],
    [
      'an unknown proxy in the list',
      '203.0.113.7, unknown, 10.0.0.2 - Ada Lovelace ',
      '203.0.113.7',
      'combined',
    ],
    ['the port of a connection', '203.0.113.7:51234 - - ', '203.0.113.7', 'combined'],
    ['the port of an IPv6 connection', '[2001:db8::1]:51234 - - ', '2001:db8::1', 'combined'],
    [
      'an identity, and a user name with a blank',
      'c.example.org ident Ada Lovelace ',
      'c.example.org',
      'combined',
    ],
  ])('with %s says who asked', (_, start, client, format) => {
    expect(read(combined.replace('192.0.2.7 - - ', start))).toEqual({
      ...read(combined),
      client,
      format,
    });
  });

  it.each([
    [
      'a forwarded-for list that begins with a name',
      'unknown, 10.0.0.1 - - ',
      'no client in the forwarded-for list "unknown, 10.0.0.1"',
    ],
    ['a list of words', 'red, green - - ', 'no client in the forwarded-for list "red, green"'],
    [
      'a virtual host and no client',
      'shop.example:443 - - ',
      'no client: shop.example:443 is a virtual host',
    ],
    ['- for the client', '- - - ', 'no client in "-"'],
  ])('with %s is malformed, and nobody is guessed', (_, start, problem) => {
    expect(problemOf(combined.replace('192.0.2.7 - - ', start))).toBe(problem);
  });

  it.each([
    ['nginx main', ' "203.0.113.7, 10.0.0.1"', 'main'],
    ['nginx main without a proxy', ' "-"', 'main'],
    ['Traefik', ' 12 "web@docker" "http://10.0.0.5:80" 3ms', 'traefik'],
  ])('is read as %s writes it', (_, end, format) => {
    expect(read(combined + end)).toEqual({ ...read(combined), format });
  });

  it.each([
    ['RFC 3164', 'Nov  8 10:00:00 web-1 nginx: '],
    ['RFC 3164 with its priority', '<190>Nov 28 10:00:00 web-1 nginx[812]: '],
    ['a time of RFC 3339', '2026-11-28T10:00:00.123+01:00 web-1 apache2: '],
    ['RFC 5424', '<165>1 2026-11-28T10:00:00.003Z web-1 nginx 812 - - '],
    [
      'RFC 5424 with structured data',
      '<165>1 2026-11-28T10:00:00Z web-1 nginx - ID47 [a@32473 b="c\\]"] ',
    ],
  ])('is read behind a syslog prefix of %s', (_, prefix) => {
    expect(read(prefix + combined)).toEqual(read(combined));
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
    ['a fourth quoted field', `${combined} "-" "more"`],
    ['only a referrer', `${common} "http://example.org/"`],
    ['a status of two digits', common.replace(' 200 ', ' 20 ')],
    ['a size that is no number', common.replace(/123$/, '12x')],
    ['a quote that is not escaped', withRequest('GET /" HTTP/1.1')],
    ['a time without offset', withTime('17/May/2015:10:05:03')],
  ])('is malformed: %s', (_, text) => {
    expect(problemOf(text)).toBe('of no access log format that is known');
  });

  it('is malformed when its size cannot be exact', () => {
    expect(problemOf(common.replace(/123$/, '9007199254740993'))).toContain('no such size');
  });

  it('keeps whatever is written into it', () => {
    const word = fc.stringMatching(/^[A-Za-z][^\s",:]{1,20}$/);
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

          expect(line).toMatchObject({ client: host, occurredAt: second, request, status, bytes });
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
