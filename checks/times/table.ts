import { sep } from 'node:path';
import type { Spent } from './spent.ts';

const cell = (seconds: number): string => seconds.toFixed(1).padStart(8);
const row = ({ path, clock, own, started }: Spent): string =>
  `${cell(clock)}${cell(own)}${cell(started)}  ${path}`;

/** Of a processor, as it is what files take from each other; a file that waits takes nothing. */
const taken = ({ own, started }: Spent): number => own + started;
const mostFirst = (one: Spent, other: Spent): number => taken(other) - taken(one);

/** Folders of test/, the whole, and the files that took most of a processor. Paths are as `root` has them. */
export function timesTable(all: readonly Spent[], root: string, filesMax: number): string {
  const files = all.map((one) => ({ ...one, path: one.path.replace(`${root}${sep}`, '') }));
  const byFolder = Map.groupBy(files, ({ path }) => path.split(sep).slice(0, 2).join(sep));
  const folders = [...byFolder].map(([path, inIt]) => summed(`${path} (${inIt.length})`, inIt));
  return [
    '   clock     own started  seconds of the clock and of a processor: own process, processes it started',
    ...folders.toSorted(mostFirst).map(row),
    row(summed(`all (${files.length})`, files)),
    '',
    ...files.toSorted(mostFirst).slice(0, filesMax).map(row),
    '',
  ].join('\n');
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

const summed = (path: string, files: readonly Spent[]): Spent => ({
  path,
  clock: sum(files.map(({ clock }) => clock)),
  own: sum(files.map(({ own }) => own)),
  started: sum(files.map(({ started }) => started)),
});
