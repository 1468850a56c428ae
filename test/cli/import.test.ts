import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { fakeFarthing } from './support/fake-farthing.ts';
import { fakeShell } from './support/fake-shell.ts';

const realLog = resolve(import.meta.dirname, '../../../shared/data/apache_logs.log');
const line = (n: number, request = `GET /page-${n} HTTP/1.1`, status = 200): string =>
  `192.0.2.${n % 250} - - [20/Nov/2026:10:05:03 +0000] "${request}" ${status} ${n}`;

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'farthing-import-'));
});
afterAll(async () => {
  await rm(directory, { recursive: true });
});

async function importing(
  url: string,
  log: string | Buffer,
  options: readonly string[] = [],
): Promise<{ code: number; printed: string; warned: string }> {
  await writeFile(join(directory, 'access.log'), log);
  return run(url, ['import', 'access.log', '--site', 'demo', ...options]);
}
async function run(url: string, args: readonly string[], stdin = '') {
  const environment = { FARTHING_URL: url, FARTHING_API_KEY: 'k' };
  const { shell, printed, warned } = fakeShell({ environment, workingDirectory: directory, stdin });
  const code = await runFarthing(args, shell);
  return { code, printed: printed(), warned: warned() };
}

describe('farthing import', () => {
  it('sends each delivered line once, however often the file is imported and in whatever order', async () => {
    await using farthing = await fakeFarthing();
    const lines = Array.from({ length: 1234 }, (_, n) => line(n % 1000));
    const first = await importing(farthing.url, `${lines.join('\n')}\n`);
    const sent = farthing.events();

    const second = await importing(farthing.url, lines.toReversed().join('\n'));

    expect([first.code, second.code]).toEqual([0, 0]);
    expect(sent).toHaveLength(1234);
    expect(new Set(farthing.events())).toHaveProperty('size', 1234);
    expect(first.printed).toContain('1,234 events accepted');
  });

  it('sends requests of at most 500 events, compressed, as CloudEvents', async () => {
    await using farthing = await fakeFarthing();

    await importing(farthing.url, Array.from({ length: 1001 }, (_, n) => line(n)).join('\n'));

    const sizes = farthing.seen.map(({ body }) => (JSON.parse(body) as unknown[]).length);
    expect(sizes.toSorted((a, b) => a - b)).toEqual([1, 500, 500]);
    expect(farthing.seen.map(({ headers }) => headers['content-type'])).toEqual(
      sizes.map(() => 'application/cloudevents-batch+json'),
    );
  });

  it('says what it skipped and shows malformed lines, which are no failure', async () => {
    await using farthing = await fakeFarthing();
    const log = [
      line(1),
      line(2, 'POST /form HTTP/1.1'),
      line(3, 'GET /a.pdf HTTP/1.1'),
      line(4, 'GET /a.png HTTP/1.1'),
      line(5, 'HEAD / HTTP/1.1'),
      line(6, 'GET / HTTP/1.1', 404),
      'not a \u001b[31mlog line',
      '',
    ].join('\n');

    const { code, printed } = await importing(farthing.url, log, ['--json']);
    const people = await importing(farthing.url, log);

    expect(code).toBe(0);
    expect(JSON.parse(printed)).toMatchObject({
      lines: 7,
      events: 3,
      eventsByType: { view: 1, 'api.call': 1, download: 1, asset: 0 },
      skipped: { asset: 1, 'HEAD or OPTIONS': 1, 'not delivered': 1, blank: 0 },
      malformed: 1,
      accepted: 3,
      rejected: 0,
    });
    expect(people.printed).toContain(String.raw`line 7: of no access log format that is known
    not a \x1b[31mlog line`);
  });

  it('fails when events are rejected, and says which', async () => {
    await using farthing = await fakeFarthing();

    const log = [line(1), line(2).replace('2026', '2025')].join('\n');
    const { code, printed } = await importing(farthing.url, log);

    expect(code).toBe(1);
    expect(printed).toContain('line 2: got 2025-11-20T10:05:03+00:00 (event.too-old)');
  });

  it('moves the clock to the last request first, with --set-clock', async () => {
    await using farthing = await fakeFarthing();
    const at = (time: string): string => line(1).replace('20/Nov/2026:10:05:03 +0000', time);
    const log = [at('20/May/2015:21:05:15 +0200'), at('17/May/2015:10:05:03 +0200')].join('\n');

    const { code } = await importing(farthing.url, log, ['--set-clock']);

    expect(code).toBe(0);
    expect(farthing.clock()).toBe('2015-05-20T19:05:15.000Z');
    expect(farthing.events()).toHaveLength(2);
  });

  it('says that only a local stack has a clock', async () => {
    await using farthing = await fakeFarthing(({ path }) =>
      path === '/v1/clock' ? { status: 404, json: { message: 'Not Found' } } : undefined,
    );

    const { code, warned } = await importing(farthing.url, line(1), ['--set-clock']);

    expect(code).toBe(1);
    expect(warned).toContain('has no test clock: only the local stack of `npm start` has one');
    expect(farthing.events()).toEqual([]);
  });

  it('reads a gzipped file like the file itself', async () => {
    await using farthing = await fakeFarthing();
    const log = Array.from({ length: 700 }, (_, n) => line(n)).join('\n');
    await importing(farthing.url, log);

    const { code } = await importing(farthing.url, gzipSync(log));

    expect(code).toBe(0);
    expect(farthing.events()).toHaveLength(700);
  });

  it('says that a gzipped file is damaged', async () => {
    await using farthing = await fakeFarthing();

    const { code, warned } = await importing(farthing.url, gzipSync(line(1)).subarray(0, 40));

    expect(code).toBe(1);
    expect(warned).toContain('access.log is damaged');
  });

  it('reads standard input, which has no clock to set', async () => {
    await using farthing = await fakeFarthing();
    const args = ['import', '-', '--site', 'demo'];

    const { code } = await run(farthing.url, args, `${line(1)}\n${line(2)}\n`);
    const twice = await run(farthing.url, [...args, '--set-clock'], line(1));

    expect([code, twice.code]).toEqual([0, 2]);
    expect(farthing.events()).toHaveLength(2);
    expect(twice.warned).toContain('name a file');
  });

  it('sends nothing with --dry-run', async () => {
    await using farthing = await fakeFarthing();

    const { code, printed } = await importing(farthing.url, line(1), ['--dry-run']);

    expect(code).toBe(0);
    expect(farthing.seen).toEqual([]);
    expect(printed).toContain('nothing was sent; 1 event would be');
  });

  it('fails where no line could be read, and says what to do', async () => {
    await using farthing = await fakeFarthing();
    const other = ['#Version: 1.0', '', '2019-12-04 21:02:31 GET /b 304', 'red green'].join('\n');

    const { code, printed } = await importing(farthing.url, other);

    expect(code).toBe(1);
    expect(farthing.seen).toEqual([]);
    expect(printed).toContain('no line could be read: say with --format what the lines are');
  });

  it('reads a format string, and counts the ranges of a file once unless told otherwise', async () => {
    await using farthing = await fakeFarthing();
    const log = ['0', '1', '2'].map(
      (second) => `[17/May/2015:10:05:0${second} +0000] h /film.mp4 GET 206`,
    );
    const format = ['--format', '%t %h %U %m %s'];

    const once = await importing(farthing.url, log.join('\n'), [...format, '--dry-run']);
    const each = await importing(farthing.url, log.join('\n'), [
      ...format,
      '--ranges',
      '--dry-run',
    ]);

    expect(once.printed).toContain('1 event would be');
    expect(once.printed).toContain('skipped: further range of a download');
    expect(once.printed).toContain(
      'ranges of one file (206) were counted once per client, path and day',
    );
    expect(each.printed).toContain('3 events would be');
  });

  it('says how far it came when the service is lost, and may be run again', async () => {
    let requests = 0;
    const busy = { status: 503, json: { message: 'Service Unavailable' } };
    await using farthing = await fakeFarthing(() => (++requests > 2 ? busy : undefined));
    const log = Array.from({ length: 5000 }, (_, n) => line(n)).join('\n');

    const { code, warned } = await importing(farthing.url, log);

    expect(code).toBe(1);
    expect(warned).toContain('1,000 events had been accepted. Run it again');
  });

  it.each([
    [['import', 'access.log'], "required option '--site <name>' not specified"],
    [['import', 'access.log', '--site', 'a b'], '--site takes up to 128 letters'],
    [['import', 'absent.log', '--site', 'a'], 'cannot read absent.log'],
    [
      ['import', 'a.log', '--site', 'a', '--format', 'apache'],
      '--format: there is no format "apache"',
    ],
    [['import', '.', '--site', 'a', '--format', '%h %t'], '--format: it names no request'],
    [['import', '.', '--site', 'a'], '. is not a file'],
  ])('is called wrongly as %j', async (args, message) => {
    const { code, warned } = await run('http://127.0.0.1:9', args);

    expect(code).toBe(2);
    expect(warned).toContain(message);
  });

  const maybe = existsSync(realLog) ? it : it.skip;
  maybe(
    'agrees with an independent count of a real log (skipped where shared/data is absent)',
    async () => {
      await using farthing = await fakeFarthing();
      const expected = independentCount(readFileSync(realLog, 'latin1'));

      const { code } = await importing(farthing.url, readFileSync(realLog), [
        '--set-clock',
        '--assets',
        '--ranges',
      ]);

      expect(code).toBe(0);
      const seen = noCounts();
      for (const { id, type, subject, time } of farthing.events()) {
        seen.ids.add(id);
        count(seen.types, type);
        count(seen.subjects, `${type} ${subject}`);
        count(seen.days, `${type} ${time.slice(0, 10)}`);
      }
      expect(seen.types).toEqual(expected.types);
      expect(seen.subjects).toEqual(expected.subjects);
      expect(seen.days).toEqual(expected.days);
      expect(seen.ids).toEqual(expected.ids);
    },
  );
});

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

const noCounts = () => ({
  types: new Map<string, number>(),
  subjects: new Map<string, number>(),
  days: new Map<string, number>(),
  ids: new Set<string>(),
});

/** As one would with awk: fields by blanks and quotes, no grammar of the line. */
function independentCount(log: string) {
  const counts = noCounts();
  const repeats = new Map<string, number>();
  for (const text of log.split('\n')) {
    const quotes = text.split('"');
    const [host = '', , , stamp = ''] = text.split(' ');
    const [method = '', target = ''] = (quotes[1] ?? '').split(' ');
    const isDelivered = /^ (2..|304) /.test(quotes[2] ?? '');
    if (quotes.length !== 7 || !isDelivered || /^(HEAD|OPTIONS)$/.test(method)) continue;
    const type = typeFor(method, target);
    count(repeats, text);
    const suffix = repeats.get(text) === 1 ? '' : `-${repeats.get(text)}`;
    counts.ids.add(createHash('sha256').update(text, 'latin1').digest('hex') + suffix);
    count(counts.types, type);
    count(counts.subjects, `${type} ${host}`);
    count(counts.days, `${type} 2015-05-${stamp.slice(1, 3)}`);
  }
  return counts;
}

function typeFor(method: string, target: string): string {
  if (target.startsWith('/api/') || method !== 'GET') return 'api.call';
  const path = target.replace(/[?].*/, '');
  if (/[.](jar|pdf|exe|gz|deb|doc|zip|tar)$/i.test(path)) return 'download';
  return /[.](html?|php|txt|md)$|(^|[/])[^/.]*$/i.test(path) ? 'view' : 'asset';
}
