import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DemoResult } from '../demo/play.ts';
import { jsonFrom, numberAt, textAt } from '../http/json.ts';
import { systemErrorCode } from '../system-error.ts';
import { writeWhole } from './local-files.ts';

const markFile = 'demo.json';

/** Remembers that the demo is in this data. */
export const markDemo = (directory: string, result: DemoResult): Promise<void> =>
  writeWhole(join(directory, markFile), result);

/** What demo is in this data already, or undefined. */
export async function demoMarkIn(directory: string): Promise<DemoResult | undefined> {
  let text: string;
  try {
    text = await readFile(join(directory, markFile), 'utf8');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  const mark = jsonFrom(text);
  const start = textAt(mark, 'start');
  const end = textAt(mark, 'end');
  if (start === undefined || end === undefined) return undefined;
  return {
    start,
    end,
    events: numberAt(mark, 'events') ?? 0,
    meters: numberAt(mark, 'meters') ?? 0,
    customers: numberAt(mark, 'customers') ?? 0,
  };
}
