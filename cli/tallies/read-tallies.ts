import { tallyIdentity } from '../../core/tallies/tally-event.ts';
import { type TallyColumns, type TallyFault, tallyRows } from '../../core/tallies/tally-rows.ts';
import { type InputFile, openInput } from '../events/input-file.ts';
import { Failure } from '../failure.ts';
import { textOfUnits, unitsOf } from '../output/decimals.ts';
import { printable } from '../output/table.ts';
import type { Shell } from '../shell.ts';

/** What a file holds, all of it. */
export interface TalliesRead {
  readonly tallies: number;
  /** By type, the days that the file is about. */
  readonly days: ReadonlyMap<string, ReadonlySet<string>>;
  /** What each column that was added up comes to, exactly. */
  readonly sums: Readonly<Record<string, string>>;
}

/** A file of a day of a million subjects; more goes into several. */
const rowsMax = 1_000_000;
const faultsShown = 10;

/**
 * Looks at a whole file before anything of it is sent. Throws a `Failure` that names the lines that are wrong: a file
 * is sent whole or not at all.
 */
export async function readTallies(
  shell: Shell,
  name: string,
  columns: TallyColumns,
): Promise<TalliesRead> {
  if (name === '-') {
    throw new Failure('name a file: it is read twice, so that it is sent whole or not at all');
  }
  const input = await openInput(shell, name);
  return readAll(input, columns);
}

/** How many rows a file has, all of which are right. Throws a `Failure` that names the lines that are wrong. */
export const countTallies = async (input: InputFile, columns: TallyColumns): Promise<number> =>
  (await readAll(input, columns)).tallies;

async function readAll(input: InputFile, columns: TallyColumns): Promise<TalliesRead> {
  const firstOf = new Map<string, number>();
  const days = new Map<string, Set<string>>();
  const sums = new Map<string, bigint>();
  const faults: TallyFault[] = [];
  for await (const row of tallyRows(input.chunks, columns)) {
    if ('detail' in row) {
      faults.push(row);
      continue;
    }
    const identity = tallyIdentity(row);
    const first = firstOf.get(identity);
    if (first !== undefined) {
      const detail = `add it to line ${first}, which is of the same day, subject, type and dimensions`;
      faults.push({ line: row.line, detail });
      continue;
    }
    firstOf.set(identity, row.line);
    if (firstOf.size > rowsMax) throw new Failure(`split it: a file has at most ${rowsMax} rows`);
    days.set(row.type, (days.get(row.type) ?? new Set()).add(row.day));
    for (const [column, text] of Object.entries(row.values)) {
      sums.set(column, (sums.get(column) ?? 0n) + unitsOf(text));
    }
  }
  if (faults.length > 0) throw faulty(input.name, faults);
  return {
    tallies: firstOf.size,
    days,
    sums: Object.fromEntries([...sums].map(([column, units]) => [column, textOfUnits(units)])),
  };
}

function faulty(name: string, faults: readonly TallyFault[]): Failure {
  const lines = faults
    .slice(0, faultsShown)
    .map(({ line, detail }) => `  line ${line}: ${printable(detail)}`);
  const more = faults.length > faultsShown ? [`  … and ${faults.length - faultsShown} more`] : [];
  return new Failure(`nothing of ${name} was sent:\n${[...lines, ...more].join('\n')}`);
}
