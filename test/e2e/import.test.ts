import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { LocalFarthing } from './support/local-stack.ts';
import { hasRealLog, independentCount, realLogFile, skippedAloud } from './support/real-log.ts';

jest.setTimeout(600_000);

const meters = [
  { key: 'views', eventType: 'view', aggregation: 'count' },
  { key: 'downloads', eventType: 'download', aggregation: 'count' },
  { key: 'download_bytes', eventType: 'download', aggregation: 'sum', value: 'bytes' },
  { key: 'api_calls', eventType: 'api.call', aggregation: 'count' },
];
const range = { from: '2015-05-01', to: '2015-06-01' };
const whenPresent = hasRealLog ? describe : describe.skip;

let farthing: LocalFarthing;

async function started(): Promise<void> {
  farthing = await LocalFarthing.started();
  const file = join(farthing.directory, 'meters.json');
  await writeFile(file, JSON.stringify(meters));
  await farthing.farthing('meters', 'apply', file);
}

const imported = (file: string) =>
  farthing.farthing('import', file, '--site', 'demo', '--set-clock');

const perName = (entries: readonly [string, number][]): Record<string, number> =>
  Object.fromEntries(entries);

async function counted() {
  const sole = async (meter: string): Promise<number> =>
    Number((await farthing.usage({ meter, ...range }))[0]?.value);
  const bySubject = await farthing.usage({ meter: 'views', groupBy: 'subject', ...range });
  const byDay = async (timezone: string) => {
    const rows = await farthing.usage({ meter: 'views', window: 'day', timezone, ...range });
    const days = rows.filter(({ value }) => value !== '0');
    return perName(days.map(({ start, value }) => [start.slice(0, 10), Number(value)]));
  };
  return {
    byType: {
      view: await sole('views'),
      download: await sole('downloads'),
      'api.call': await sole('api_calls'),
    },
    downloadBytes: await sole('download_bytes'),
    viewsBySubject: perName(bySubject.map(({ subject = '', value }) => [subject, Number(value)])),
    viewsByDay: { utc: await byDay('UTC'), newYork: await byDay('America/New_York') },
  };
}

function expected() {
  const { viewsByDay, ...rest } = independentCount();
  return { ...rest, viewsByDay: { utc: viewsByDay(0), newYork: viewsByDay(4) } };
}

whenPresent(`importing a real access log${skippedAloud}`, () => {
  beforeAll(started);
  afterAll(() => farthing.remove());

  it('counts what an independent count of the file gives, by type, subject and local day', async () => {
    await imported(realLogFile);
    await farthing.untilSettled();

    expect(await counted()).toEqual(expected());
  });

  it('adds nothing when the file is imported again, nor with its lines shuffled', async () => {
    const lines = (await readFile(realLogFile, 'latin1')).split('\n');
    const shuffled = join(farthing.directory, 'shuffled.log');
    const key = (index: number): number => (index * 7_919) % 10_007;
    const order = lines.map((_, index) => index).sort((a, b) => key(a) - key(b));
    await writeFile(shuffled, order.map((index) => lines[index]).join('\n'), 'latin1');

    await imported(realLogFile);
    await imported(shuffled);
    await farthing.untilSettled();

    expect(await counted()).toEqual(expected());
  });
});

whenPresent(`a process killed in the middle of an import${skippedAloud}`, () => {
  beforeAll(started);
  afterAll(() => farthing.remove());

  it('ends in the same totals when it is started again on its data and the import is repeated', async () => {
    const importing = farthing.farthingProcess(
      ...['import', realLogFile, '--site', 'demo', '--set-clock'],
    );
    await untilSomethingIsCounted();
    await farthing.kill();
    importing.child.kill('SIGKILL');
    await importing.ended;

    await farthing.start();
    await imported(realLogFile);
    await farthing.untilSettled();

    expect(await counted()).toEqual(expected());
  });
});

/** The totals have begun to show, so that every stage is at work. */
async function untilSomethingIsCounted(): Promise<void> {
  for (;;) {
    const rows = await farthing.usage({ meter: 'views', ...range });
    if (Number(rows[0]?.value ?? 0) > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
