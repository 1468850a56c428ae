import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../../../start/local-files.ts';
import type { Report } from '../report.ts';

/** Rounds that were played, in a folder: a command that is interrupted finds them again. */
export interface KeptRounds {
  /** Undefined where it was not played to its end. */
  report(round: number): Report | undefined;
  keep(round: number, report: Report): Promise<void>;
  /** Of a round's data. */
  dataAt(round: number): string;
  /** The same folder, empty: what was left there by a command that was interrupted is gone. */
  emptied(round: number): string;
  forgetData(round: number): void;
}

/**
 * `what` is all that decides what a round is: options and code. Throws where rounds of another command are kept: to mix
 * them up would prove nothing.
 */
export async function keptRounds(directory: string, what: string): Promise<KeptRounds> {
  mkdirSync(directory, { recursive: true });
  const head = join(directory, 'rounds.json');
  const before = contentOf<{ readonly what: string }>(head);
  if (before !== undefined && before.what !== what) {
    throw new Error(
      `${directory} has rounds of other options or other code: give another folder, or delete it`,
    );
  }
  if (before === undefined) await writeWhole(head, { what });
  const nameOf = (round: number): string => `round-${String(round).padStart(2, '0')}`;
  const reportOf = (round: number): string => join(directory, `${nameOf(round)}.json`);
  const dataAt = (round: number): string => join(directory, nameOf(round));
  const forgetData = (round: number): void => {
    rmSync(dataAt(round), { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  };
  return {
    report: (round) => contentOf<Report>(reportOf(round)),
    keep: (round, report) => writeWhole(reportOf(round), report),
    dataAt,
    emptied: (round) => {
      forgetData(round);
      mkdirSync(dataAt(round));
      return dataAt(round);
    },
    forgetData,
  };
}

/** Files are written whole: one that is there can be read. */
function contentOf<Content>(file: string): Content | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Content;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
