import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type Outcome, outcomeReader } from '../../../cli/access-log/outcome.ts';
import { lineReader } from '../../../cli/access-log/read-line.ts';
import { repeatCounter } from '../../../cli/access-log/repeats.ts';
import { rawLinesOf } from '../../../cli/events/raw-lines.ts';
import { chunksOf } from '../support/chunks.ts';

const line = (request: string, status = 200): string =>
  `192.0.2.7 - - [17/May/2015:10:05:03 +0200] "${request}" ${status} 12`;
const page = line('GET /a.html?token=secret HTTP/1.1');

async function outcomesOf(
  log: string | Buffer,
  { withAssets = false, withRanges = false } = {},
): Promise<Outcome[]> {
  const repeats = repeatCounter(1000);
  const readLine = lineReader(undefined);
  if (typeof readLine !== 'function') throw new Error(readLine.problem);
  const outcomeOf = outcomeReader({
    readLine,
    source: 'urn:farthing:access-log:demo',
    withAssets,
    withRanges,
    repeatOf: (digest) => repeats.count(digest) ?? 0,
  });
  const outcomes: Outcome[] = [];
  for await (const lines of rawLinesOf(chunksOf(log, log.length < 10_000 ? 7 : 700), 65_536)) {
    outcomes.push(...lines.map(outcomeOf));
  }
  return outcomes;
}
const eventsOf = async (
  log: string | Buffer,
  options: { readonly withAssets?: boolean; readonly withRanges?: boolean } = {},
): Promise<unknown[]> =>
  (await outcomesOf(log, options)).map((outcome) =>
    outcome.kind === 'event' ? (JSON.parse(outcome.text) as unknown) : outcome,
  );
const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');

describe('a log line', () => {
  it('becomes an event whose path has no query string', async () => {
    expect(await eventsOf(`${page}\n`)).toEqual([
      {
        specversion: '1.0',
        id: sha256(page),
        source: 'urn:farthing:access-log:demo',
        type: 'view',
        subject: '192.0.2.7',
        time: '2015-05-17T10:05:03+02:00',
        data: { path: '/a.html', bytes: 12, status: 200 },
      },
    ]);
  });

  it('gets the number of its repeat in its id, from the second on', async () => {
    const other = line('GET /other HTTP/1.1');

    const events = await eventsOf(`${page}\n${other}\n${page}\r\n${page}\n${other}`);

    expect(events).toMatchObject(
      [
        sha256(page),
        sha256(other),
        `${sha256(page)}-2`,
        `${sha256(page)}-3`,
        `${sha256(other)}-2`,
      ].map((id) => ({ id })),
    );
  });

  it('that differs in a byte that is not UTF-8 is another event', async () => {
    const withByte = (byte: number): Buffer =>
      Buffer.concat([
        Buffer.from(page.slice(0, 60)),
        Buffer.from([byte]),
        Buffer.from(page.slice(60)),
      ]);
    const [first, second] = [withByte(0xe4), withByte(0xe5)];

    const events = await eventsOf(Buffer.concat([first, Buffer.from('\n'), second]));

    expect(events).toMatchObject([{ id: sha256(first) }, { id: sha256(second) }]);
  });

  it.each([
    [200, 'event'],
    [206, 'event'],
    [299, 'event'],
    [304, 'event'],
    [199, 'not delivered'],
    [300, 'not delivered'],
    [301, 'not delivered'],
    [404, 'not delivered'],
    [500, 'not delivered'],
  ])('with status %i is: %s', async (status, what) => {
    const [outcome] = await outcomesOf(line('GET / HTTP/1.1', status));

    expect(outcome?.kind === 'skipped' ? outcome.reason : outcome?.kind).toBe(what);
  });

  it.each([
    ['HEAD / HTTP/1.1', 200, 'HEAD or OPTIONS'],
    ['OPTIONS * HTTP/1.0', 200, 'HEAD or OPTIONS'],
    ['GET /logo.png HTTP/1.1', 200, 'asset'],
    ['-', 408, 'not delivered'],
    [String.raw`\x16\x03\x01`, 400, 'not delivered'],
  ])('with request %s and status %i is skipped: %s', async (request, status, reason) => {
    expect(await outcomesOf(line(request, status))).toEqual([{ kind: 'skipped', reason }]);
  });

  it('is sent as an asset when assets are wanted', async () => {
    const [event] = await eventsOf(line('GET /logo.png HTTP/1.1'), { withAssets: true });

    expect(event).toMatchObject({ type: 'asset' });
  });

  it.each([
    ['no request in "-"', line('-')],
    ['of no access log format that is known', 'garbage'],
    ['longer than 65536 bytes', line(`GET /${'a'.repeat(70_000)} HTTP/1.1`)],
  ])('is malformed: %s', async (problem, text) => {
    expect(await outcomesOf(`${text}\n`)).toEqual([{ kind: 'malformed', problem }]);
  });

  it('is malformed when the file ends in the middle of a combined line that could pass for a common one', async () => {
    const combined = `${page} "-" "agent"`;

    const outcomes = await outcomesOf(`${combined}\n${page.slice(0, -1)}`);

    expect(outcomes[1]).toEqual({
      kind: 'malformed',
      problem: 'cut off: the last line is not complete',
    });
  });

  it('of one range of a film is one download of a client a day, whichever is read first', async () => {
    const range = (host: string, time: string): string =>
      `${host} - - [${time} +0200] "GET /film.mp4 HTTP/1.1" 206 1048576`;
    const lines = [
      range('192.0.2.7', '17/May/2015:10:05:03'),
      range('192.0.2.7', '17/May/2015:10:05:09'),
      range('192.0.2.8', '17/May/2015:10:05:09'),
      range('192.0.2.7', '18/May/2015:01:59:59'),
      range('192.0.2.7', '18/May/2015:02:00:00'),
    ];

    const outcomes = await outcomesOf(lines.join('\n'));
    const backwards = await outcomesOf(lines.toReversed().join('\n'));

    const texts = (all: readonly Outcome[]): string[] =>
      all.flatMap((one) => (one.kind === 'event' ? [one.text] : [])).sort();
    expect(texts(outcomes)).toEqual(texts(backwards));
    const used = texts(outcomes).map(
      (text) => JSON.parse(text) as { subject: string; time: string },
    );
    expect(used.map(({ subject, time }) => `${subject} ${time}`).sort()).toEqual([
      '192.0.2.7 2015-05-17T00:00:00Z',
      '192.0.2.7 2015-05-18T00:00:00Z',
      '192.0.2.8 2015-05-17T00:00:00Z',
    ]);
    expect(outcomes.filter(({ kind }) => kind === 'skipped')).toEqual([
      { kind: 'skipped', reason: 'further range of a download' },
      { kind: 'skipped', reason: 'further range of a download' },
    ]);
    expect(await eventsOf(lines.join('\n'), { withRanges: true })).toMatchObject(
      lines.map(() => ({ type: 'download', data: { bytes: 1_048_576, status: 206 } })),
    );
  });

  it('is read behind a byte order mark, which is no part of it', async () => {
    const [event] = await eventsOf(`\uFEFF${page}\n`);

    expect(event).toMatchObject({ id: sha256(page), subject: '192.0.2.7' });
  });

  it('in either format may stand beside the other', async () => {
    const outcomes = await outcomesOf(`${page} "-" "agent"\n${page}\n\n`);

    expect(outcomes.map(({ kind }) => kind)).toEqual(['event', 'event', 'skipped']);
  });
});
