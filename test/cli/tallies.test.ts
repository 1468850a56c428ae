import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { fakeFarthing } from './support/fake-farthing.ts';
import { fakeShell } from './support/fake-shell.ts';
import type { FakeAnswer, SeenRequest } from './support/http-server.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'farthing-tallies-'));
});
afterAll(async () => {
  await rm(directory, { recursive: true });
});

type Service = Awaited<ReturnType<typeof fakeFarthing>>;

const ofWarehouse = ['--source', 'urn:warehouse', '--type', 'calls'];
let files = 0;
async function send(service: Service, content: string | Uint8Array, ...args: readonly string[]) {
  files += 1;
  const name = `${files}.csv`;
  await writeFile(join(directory, name), content);
  const environment = { FARTHING_URL: service.url, FARTHING_API_KEY: 'k' };
  const { shell, printed, warned } = fakeShell({ environment, workingDirectory: directory });
  const code = await runFarthing(['tallies', 'send', name, ...args], shell);
  return { code, printed: printed(), warned: warned() };
}

const csv = (...rows: readonly string[]): string =>
  ['day,subject,region,count,sum', ...rows, ''].join('\n');
const twoDays = csv(
  '2026-11-20,acme,eu,1200,5120.5',
  '2026-11-20,acme,us,3,0.000000000001',
  '2026-11-21,"Acme, Inc.",,77,',
);

/** A correction that takes a moment, and then has taken three events out. */
function correcting() {
  const asked: SeenRequest[] = [];
  const interfere = (request: SeenRequest): FakeAnswer | undefined => {
    if (!request.path.startsWith('/v1/corrections')) return undefined;
    asked.push(request);
    const isDone = request.method === 'GET';
    const json = { id: 'c1', status: isDone ? 'done' : 'running', corrected: isDone ? 3 : 0 };
    return { status: isDone ? 200 : 201, json, isStranger: true };
  };
  return { asked, interfere };
}

describe('farthing tallies send', () => {
  it('sends each row as an event of the noon of its day, its numbers as they were written', async () => {
    await using service = await fakeFarthing();

    const { code, printed } = await send(service, twoDays, ...ofWarehouse);

    expect({ code, printed }).toEqual({
      code: 0,
      printed: '3 rows of 2 days: count 1,280, sum 5,120.500000000001\n3 accepted\n',
    });
    expect(service.events()).toMatchObject([
      {
        ...{ id: expect.stringMatching(/^2026-11-20:[0-9a-f]{32}:1$/), source: 'urn:warehouse' },
        ...{ type: 'calls', subject: 'acme', time: '2026-11-20T12:00:00Z' },
        data: { region: 'eu', count: '1200', sum: '5120.5', revision: '1' },
      },
      { data: { region: 'us', count: '3', sum: '0.000000000001' } },
      { subject: 'Acme, Inc.', data: { count: '77', revision: '1' } },
    ]);
  });

  it('changes nothing when it is sent again, gzipped and in another order', async () => {
    await using service = await fakeFarthing();
    const [title = '', ...rows] = twoDays.trim().split('\n');

    await send(service, twoDays, ...ofWarehouse);
    const before = service
      .events()
      .map(({ id }) => id)
      .sort();
    await send(service, gzipSync([title, ...rows.reverse()].join('\n')), ...ofWarehouse);

    expect(
      service
        .events()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(before);
  });

  it('knows a row by all but what was added up', async () => {
    await using service = await fakeFarthing();

    for (const row of ['1,5', '2,5'])
      await send(service, csv(`2026-11-20,acme,eu,${row}`), ...ofWarehouse);
    for (const row of ['2026-11-21,acme,eu', '2026-11-20,zeta,eu', '2026-11-20,acme,us'])
      await send(service, csv(`${row},1,5`), ...ofWarehouse);

    expect(service.events().length).toBe(4);
  });

  it('takes days of another time zone, other columns, and a type for each row', async () => {
    await using service = await fakeFarthing();
    const rows = 'day,type,subject,tokens\n2026-11-20,a,acme,5\n2026-11-20,b,acme,0.5\n';

    const zone = ['--timezone', 'Pacific/Auckland'];
    await send(service, rows, '--source', 's', '--value', 'tokens', ...zone);

    expect(service.events()).toMatchObject([
      { type: 'a', time: '2026-11-19T23:00:00Z', data: { tokens: '5' } },
      { type: 'b' },
    ]);
  });

  it.each([
    [
      'a day that there is not',
      csv('2026-02-30,acme,eu,1,1'),
      /line 2: write the day as YYYY-MM-DD/,
    ],
    ['no subject', csv('2026-11-20,,eu,1,1'), /line 2: say the subject/],
    ['a part of a count', csv('2026-11-20,acme,eu,1.5,1'), /line 2: write count as a whole number/],
    ['a separator', csv('2026-11-20,acme,eu,1,"1,5"'), /line 2: write sum as a decimal/],
    ['an exponent', csv('2026-11-20,acme,eu,1,1e5'), /line 2: write sum as a decimal/],
    ['nothing added up', csv('2026-11-20,acme,eu,,'), /line 2: say what was added up/],
    [
      'the same twice',
      csv('2026-11-20,acme,eu,1,1', '2026-11-21,acme,eu,1,1', '2026-11-20,acme,eu,2,2'),
      /line 4: add it to line 2/,
    ],
    ['a line that is too long', csv('2026-11-20,acme,eu,1'), /write it as CSV/],
    ['no column of days', 'subject,count\nacme,1\n', /add a column day/],
    [
      'no column that was added up',
      'day,subject\n2026-11-20,acme\n',
      /add a column that was added up/,
    ],
    ['a column twice', 'day,subject,count,count\n2026-11-20,acme,1,1\n', /got count twice/],
    [
      'a column of ours',
      'day,subject,count,revision\n2026-11-20,acme,1,1\n',
      /call the column revision otherwise/,
    ],
  ])('sends nothing of a file with %s', async (_, content, words) => {
    await using service = await fakeFarthing();

    const { code, warned } = await send(service, content, ...ofWarehouse);

    expect({ code, sent: service.events().length }).toEqual({ code: 1, sent: 0 });
    expect(warned).toMatch(words);
  });

  it('sends nothing in a dry run, and says what a file comes to', async () => {
    await using service = await fakeFarthing();

    const { printed } = await send(service, twoDays, ...ofWarehouse, '--dry-run');

    expect(printed).toMatch(/^3 rows of 2 days: count 1,280, .*\nnothing was sent\n$/);
    expect(service.events().length).toBe(0);
  });

  it('has a revision take out lower ones of its days before and after, each run of days at once', async () => {
    const { asked, interfere } = correcting();
    await using service = await fakeFarthing(interfere);
    const days = ['2026-11-17', '2026-11-20', '2026-11-18'].map((day) => `${day},acme,eu,1,1`);

    const revised = ['--revision', '3', '--reason', 'tests'];
    const { printed } = await send(service, csv(...days), ...ofWarehouse, ...revised);

    const posted = asked
      .filter(({ method }) => method === 'POST')
      .map(({ body }) => JSON.parse(body) as object);
    const where = { type: 'calls', source: 'urn:warehouse', data: { revision: ['1', '2'] } };
    const between = (from: string, to: string) => ({
      reason: 'tests',
      where: { ...where, from: `${from}T12:00:00Z`, to: `${to}T12:01:00.000Z` },
    });
    const both = [between('2026-11-17', '2026-11-18'), between('2026-11-20', '2026-11-20')];
    expect(posted).toEqual([...both, ...both]);
    expect(printed).toContain('\n12 events of lower revisions taken out\n3 accepted\n');
    expect(service.events()).toMatchObject(days.map(() => ({ data: { revision: '3' } })));
  });

  it.each([
    [['--revision', '2'], /say --reason/],
    [['--revision', '0'], /a whole number from 1 to 100/],
    [['--timezone', 'Mars/Olympus'], /name an IANA time zone/],
  ])('is called wrongly with %j', async (options, words) => {
    await using service = await fakeFarthing();

    const { code, warned } = await send(service, twoDays, ...ofWarehouse, ...options);

    expect(code).toBe(2);
    expect(warned).toMatch(words);
  });
});
