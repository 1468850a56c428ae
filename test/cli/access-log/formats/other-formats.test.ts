import { describe, expect, it } from '@jest/globals';
import { formatNames, lineReader } from '../../../../cli/access-log/read-line.ts';

/** What each line of a log is read as. */
const readAll = (lines: readonly string[], format?: string) => {
  const read = lineReader(format);
  if (typeof read !== 'function') throw new Error(read.problem);
  return lines.map(read);
};

const alb =
  'https 2018-07-02T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188 192.168.131.39:2817 10.0.0.1:80 0.086 0.048 0.037 200 200 0 57 "GET https://www.example.com:443/a?b HTTP/1.1" "curl/7.46.0" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/my-targets/73e2d6bc24d8a067 "Root=1-58337281-1d84f3d73c47ec4e58577259" "www.example.com" "arn:aws:acm:us-east-2:123456789012:certificate/12345678-1234-1234-1234-123456789012" 1 2018-07-02T22:22:48.364000Z "authenticate,forward" "-" "-" "10.0.0.1:80" "200" "-" "-" TID_1234abcd5678ef90';
const s3 =
  '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be amzn-s3-demo-bucket1 [06/Feb/2019:00:00:38 +0000] 192.0.2.3 79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be 3E57427F3EXAMPLE REST.GET.OBJECT film.mp4 "GET /amzn-s3-demo-bucket1/film.mp4 HTTP/1.1" 200 - 113 4406 7 6 "-" "S3Console/0.4" - s9lzHYrFp76ZVxRcpX9+5cjAnEH2ROuNkd2BHfIa6UkFVdtjf5mKR3/eTPFvsiP/XV/VLi31234= SigV4 ECDHE-RSA-AES128-GCM-SHA256 AuthHeader amzn-s3-demo-bucket1.s3.us-west-1.amazonaws.com TLSV1.2 - -';
const cloudFront = [
  '#Version: 1.0',
  '#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query',
  '2019-12-04\t21:02:31\tLAX1\t392\t192.0.2.100\tGET\td111111abcdef8.cloudfront.net\t/index.html\t200\t-\tMozilla/5.0%20(Windows%20NT)\t-',
];
const iis = [
  '#Software: Microsoft Internet Information Services 10.0',
  '#Version: 1.0',
  '#Date: 2026-11-02 17:42:15',
  '#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status sc-substatus sc-win32-status time-taken',
  '2026-11-02 17:42:15 172.30.255.255 GET /images/a.gif - 80 - 172.22.255.255 Mozilla/4.0+(compatible) 200 0 0 31',
];
const caddy =
  '{"level":"info","ts":1646861401.5241024,"logger":"http.log.access","msg":"handled request","request":{"remote_ip":"127.0.0.1","remote_port":"41342","client_ip":"203.0.113.9","proto":"HTTP/2.0","method":"GET","host":"localhost","uri":"/a?b","headers":{"User-Agent":["curl/7.82.0"]}},"bytes_read":0,"user_id":"","duration":0.000929675,"size":10900,"status":200,"resp_headers":{"Server":["Caddy"]}}';
const traefik =
  '{"ClientAddr":"192.0.2.5:51234","ClientHost":"192.0.2.5","ClientPort":"51234","DownstreamContentSize":2048,"DownstreamStatus":200,"Duration":1500000,"RequestMethod":"POST","RequestPath":"/api/x","RequestProtocol":"HTTP/1.1","StartUTC":"2026-11-02T17:42:15.123456789Z","level":"info","msg":"","time":"2026-11-02T17:42:16Z"}';

describe('a line of another access log', () => {
  it.each([
    [
      'an Application Load Balancer',
      [alb],
      {
        format: 'alb',
        client: '192.168.131.39',
        time: '2018-07-02T22:23:00.186641Z',
        request: 'GET https://www.example.com:443/a?b HTTP/1.1',
        status: 200,
        bytes: 57,
      },
    ],
    [
      'S3',
      [s3],
      {
        format: 's3',
        client: '192.0.2.3',
        time: '2019-02-06T00:00:38+00:00',
        request: 'GET /amzn-s3-demo-bucket1/film.mp4 HTTP/1.1',
        status: 200,
        bytes: 113,
      },
    ],
    [
      'CloudFront',
      cloudFront,
      {
        format: 'w3c',
        client: '192.0.2.100',
        time: '2019-12-04T21:02:31Z',
        request: 'GET /index.html',
        status: 200,
        bytes: 392,
      },
    ],
    [
      'IIS, which says no size unless it is told to',
      iis,
      {
        format: 'w3c',
        client: '172.22.255.255',
        time: '2026-11-02T17:42:15Z',
        request: 'GET /images/a.gif',
        status: 200,
        bytes: undefined,
      },
    ],
    [
      'Caddy',
      [caddy],
      {
        format: 'caddy',
        client: '203.0.113.9',
        time: '2022-03-09T21:30:01.524Z',
        request: 'GET /a?b HTTP/2.0',
        status: 200,
        bytes: 10_900,
      },
    ],
    [
      'Traefik',
      [traefik],
      {
        format: 'traefik-json',
        client: '192.0.2.5',
        time: '2026-11-02T17:42:15.123456789Z',
        request: 'POST /api/x HTTP/1.1',
        status: 200,
        bytes: 2048,
      },
    ],
  ])('is recognised: %s', (_, lines, expected) => {
    const read = readAll(lines);

    expect(read.slice(0, -1)).toEqual(lines.slice(0, -1).map(() => 'directive'));
    expect(read.at(-1)).toEqual({ ...expected, occurredAt: Date.parse(expected.time) });
  });

  it.each([
    ['a load balancer that had no answer', alb.replace(' 200 200 ', ' - - '), { status: 0 }],
    [
      'what S3 did by itself',
      s3.replace(/"GET [^"]*" 200/, '- -').replace(' 192.0.2.3 ', ' - '),
      { status: 0, client: 'S3' },
    ],
  ])('without a status is no delivered request: %s', (_, line, expected) => {
    expect(readAll([line])).toMatchObject([expected]);
  });

  it('of W3C format counts by the fields that stand above it last', () => {
    const [, , line = ''] = cloudFront;
    const fewer = [
      '#Fields: date time c-ip cs-method cs-uri-stem sc-status',
      '2019-12-04 21:02:31 192.0.2.9 GET /b 304',
    ];

    expect(readAll([...cloudFront, ...fewer, line])).toMatchObject([
      'directive',
      'directive',
      { client: '192.0.2.100' },
      'directive',
      { client: '192.0.2.9', status: 304 },
      { problem: 'of no access log format that is known' },
    ]);
  });

  it('of W3C format without what a request needs says what is missing', () => {
    expect(
      readAll([
        '#Fields: date time cs-method cs-uri-stem sc-status',
        '2019-12-04 21:02:31 GET /b 304',
      ]),
    ).toEqual(['directive', { problem: 'its #Fields line does not name c-ip' }]);
  });

  it.each([
    ['W3C without its fields', cloudFront[2] ?? ''],
    ['JSON of something else', '{"level":"info","msg":"started"}'],
    ['JSON that is cut off', caddy.slice(0, -20)],
    ['a load balancer line that is cut off', alb.slice(0, 180)],
    ['an S3 line that is cut off', s3.slice(0, 150)],
  ])('that fits no format is malformed: %s', (_, line) => {
    expect(readAll([line])).toEqual([{ problem: 'of no access log format that is known' }]);
  });

  it('at no such time, or of no such size, is malformed', () => {
    expect(
      readAll([
        alb.replace('2018-07-02T22', '2018-02-30T22'),
        caddy.replace('1646861401.5241024', '"yesterday"'),
        caddy.replace('10900', '"many"'),
      ]),
    ).toEqual([
      { problem: 'no such time: 2018-02-30T22:23:00.186641Z' },
      { problem: 'no such time: yesterday' },
      { problem: 'no such size: many bytes' },
    ]);
  });
});

describe('a named format', () => {
  it('is the only one that is read', () => {
    const own = {
      clf: '192.0.2.7 - - [17/May/2015:10:05:03 +0000] "GET /a HTTP/1.1" 200 1',
      alb,
      s3,
      json: caddy,
      w3c: '#Version: 1.0',
    };
    for (const name of formatNames) {
      for (const [other, line] of Object.entries(own)) {
        const [read] = readAll([line], name);
        const isRead = read === 'directive' || (read !== undefined && !('problem' in read));
        expect([name, other, isRead]).toEqual([name, other, name === other]);
      }
    }
  });

  it('that is none says which there are', () => {
    expect(lineReader('apache')).toEqual({
      problem:
        'there is no format "apache": name clf, alb, s3, json, w3c, or give a format string of nginx or Apache',
    });
  });
});

describe('a format string', () => {
  it.each([
    [
      'of nginx',
      '$http_x_forwarded_for|$remote_addr|$msec|$request_method|$request_uri|$status|$body_bytes_sent|$request_time',
      '203.0.113.7, 10.0.0.1|10.0.0.9|1646861401.524|GET|/a?b|200|123|0.003',
      {
        client: '203.0.113.7',
        time: '2022-03-09T21:30:01.524Z',
        request: 'GET /a?b',
        status: 200,
        bytes: 123,
      },
    ],
    [
      'of nginx, without a proxy',
      `[$time_iso8601] $remote_addr ($http_x_forwarded_for) "$request" $status $\{bytes_sent}b`,
      '[2026-11-02T18:42:15+01:00] 192.0.2.7 (-) "GET /a HTTP/1.1" 200 9b',
      {
        client: '192.0.2.7',
        time: '2026-11-02T18:42:15+01:00',
        request: 'GET /a HTTP/1.1',
        status: 200,
        bytes: 9,
      },
    ],
    [
      'of Apache',
      '%v:%p %{X-Forwarded-For}i %a %l %u %t "%r" %>s %O "%{Referer}i" "%{User-Agent}i" %D',
      'shop.example:443 203.0.113.7 10.0.0.9 - - [17/May/2015:10:05:03 +0200] "GET /\\"a HTTP/1.1" 200 12 "-" "a b" 3000',
      {
        client: '203.0.113.7',
        time: '2015-05-17T10:05:03+02:00',
        request: 'GET /"a HTTP/1.1',
        status: 200,
        bytes: 12,
      },
    ],
    [
      'of Apache, with method and path, and no size',
      '%h %t %m %U %s',
      '192.0.2.7 [17/May/2015:10:05:03 +0200] GET /a 200',
      {
        client: '192.0.2.7',
        time: '2015-05-17T10:05:03+02:00',
        request: 'GET /a',
        status: 200,
        bytes: undefined,
      },
    ],
  ])('%s is read as it says', (_, format, line, expected) => {
    expect(readAll([line], format)).toEqual([
      { ...expected, format: 'format string', occurredAt: Date.parse(expected.time) },
    ]);
  });

  it.each([
    ['%h %l %u "%r" %>s %b', 'it names no time: $time_local, $time_iso8601, $msec, %t'],
    ['%t "%r" %>s', 'it names no client: $remote_addr, $http_x_forwarded_for, %h, %a'],
    [
      '%h %t %m %>s',
      'it names no request: $request, or $request_method and $request_uri; %r, or %m and %U',
    ],
    ['%h %t "%r" %b', 'it names no status: $status, %s, %>s'],
    ['%h%t "%r" %>s', 'put a blank between %h and %t'],
  ])('%s cannot be read', (format, problem) => {
    expect(lineReader(format)).toEqual({ problem });
  });

  it('makes a line malformed that is not as it says, and takes no long time over it', () => {
    const startedAt = performance.now();

    const [read] = readAll([`192.0.2.7 ${'x '.repeat(30_000)}`], '%h %l %u %t "%r" %>s %b');

    expect(read).toEqual({ problem: 'not as the format string says' });
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });
});
