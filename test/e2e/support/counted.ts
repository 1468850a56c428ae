import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalFarthing } from './local-stack.ts';
import { independentCount, realLogFile } from './real-log.ts';

const meters = [
  { key: 'view', eventType: 'view', aggregation: 'count' },
  { key: 'download', eventType: 'download', aggregation: 'count' },
  { key: 'download_bytes', eventType: 'download', aggregation: 'sum', value: 'bytes' },
  { key: 'api.call', eventType: 'api.call', aggregation: 'count' },
];
const range = { from: '2015-05-01', to: '2015-06-01' };

/** A runtime that counts what the real log has. */
export async function applyMeters(farthing: LocalFarthing): Promise<void> {
  const file = join(farthing.directory, 'meters.json');
  await writeFile(file, JSON.stringify(meters));
  await farthing.farthing('meters', 'apply', file);
}

/** Imports with the clock set to the log's own time, and waits for nothing. */
export const importLog = (farthing: LocalFarthing, file = realLogFile): Promise<string> =>
  farthing.farthing('import', file, '--site', 'demo', '--ranges', '--set-clock');

/** Whether anything shows in the totals yet. */
export async function isAnythingCounted(farthing: LocalFarthing): Promise<boolean> {
  const [row] = await farthing.usage({ meter: 'view', ...range });
  return Number(row?.value ?? 0) > 0;
}

const perName = (entries: readonly [string, number][]): Record<string, number> =>
  Object.fromEntries(entries);

/** The real log as the interface counts it. */
export async function counted(farthing: LocalFarthing) {
  const sole = async (meter: string): Promise<number> =>
    Number((await farthing.usage({ meter, ...range }))[0]?.value);
  const bySubject = await farthing.usage({ meter: 'view', groupBy: 'subject', ...range });
  const byDay = async (timezone: string) => {
    const rows = await farthing.usage({ meter: 'view', window: 'day', timezone, ...range });
    const days = rows.filter(({ value }) => value !== '0');
    return perName(days.map(({ start, value }) => [start.slice(0, 10), Number(value)]));
  };
  return {
    byType: {
      view: await sole('view'),
      download: await sole('download'),
      'api.call': await sole('api.call'),
    },
    downloadBytes: await sole('download_bytes'),
    viewsBySubject: perName(bySubject.map(({ subject = '', value }) => [subject, Number(value)])),
    viewsByDay: { utc: await byDay('UTC'), newYork: await byDay('America/New_York') },
  };
}

/** The same from the file, counted without any code of ours. */
export function expectedCounts() {
  const { viewsByDay, ...rest } = independentCount();
  return { ...rest, viewsByDay: { utc: viewsByDay(0), newYork: viewsByDay(4) } };
}
