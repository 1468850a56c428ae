import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isJsonObject, jsonFrom, numberAt, textAt } from '../cli/http/json.ts';
import { systemErrorCode } from '../cli/system-error.ts';
import type { DemoResult } from './demo/play.ts';
import { writeWhole } from './local-files.ts';

const markFile = 'demo.json';
const clockFile = 'demo-clock.json';

/** A demo that was played, and whether its month was billed, and its authors were paid, too. */
export interface DemoMark {
  readonly result: DemoResult;
  readonly isBilled: boolean;
  /** Where it was played before there were authors, they are paid by the next start. */
  readonly isPaid: boolean;
}

/** Remembers that the demo is in this data. */
export const markDemo = (
  directory: string,
  { result, isBilled, isPaid }: DemoMark,
): Promise<void> => writeWhole(join(directory, markFile), { ...result, isBilled, isPaid });

/** What demo is in this data already, or undefined. */
export async function demoMarkIn(directory: string): Promise<DemoMark | undefined> {
  const mark = await contentOf(join(directory, markFile));
  const [month, start, end] = ['month', 'start', 'end'].map((name) => textAt(mark, name));
  if (month === undefined || start === undefined || end === undefined) return undefined;
  const [events = 0, meters = 0, customers = 0] = ['events', 'meters', 'customers'].map((name) =>
    numberAt(mark, name),
  );
  return {
    result: { month, start, end, events, meters, customers },
    isBilled: isJsonObject(mark) && mark['isBilled'] === true,
    isPaid: isJsonObject(mark) && mark['isPaid'] === true,
  };
}

/**
 * Remembers by how much the clock was ahead of the machine's before the demo moved it, for a start after one that was
 * killed.
 */
export const markClock = (directory: string, aheadMs: number): Promise<void> =>
  writeWhole(join(directory, clockFile), { aheadMs });

/** By how much the clock is to be ahead of the machine's; undefined when the demo has not moved it. */
export const clockMarkIn = async (directory: string): Promise<number | undefined> =>
  numberAt(await contentOf(join(directory, clockFile)), 'aheadMs');

export const unmarkClock = (directory: string): Promise<void> =>
  rm(join(directory, clockFile), { force: true });

async function contentOf(file: string): Promise<unknown> {
  try {
    return jsonFrom(await readFile(file, 'utf8'));
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
