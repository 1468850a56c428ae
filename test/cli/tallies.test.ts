import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { fakeFarthing } from './support/fake-farthing.ts';
import { csv, ofWarehouse, send } from './support/tally-files.ts';

const twoDays = csv(
  '2026-11-20,acme,eu,1200,5120.5',
  '2026-11-20,acme,us,3,0.000000000001',
  '2026-11-21,"Acme, Inc.",,77,',
);

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
    ['a subject that is too long', csv(`2026-11-20,${'a'.repeat(1_025)},eu,1,1`), /at most 1024/],
    ['a subject of two lines', csv('2026-11-20,"a\nb",eu,1,1'), /without control characters/],
    ['a row that is too large', csv(`2026-11-20,a,${'é'.repeat(15_000)},1,1`), /at most 28672/],
    [
      'semicolons',
      'day;subject;count\n2026-11-20;acme;1\n',
      /separate columns with commas: the first line has semicolons/,
    ],
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
