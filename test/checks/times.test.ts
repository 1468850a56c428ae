import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import OneRealmEnvironment from '../../checks/one-realm/environment.ts';
import { type Spent, TIMES_FILE } from '../../checks/times/spent.ts';
import { timesTable } from '../../checks/times/table.ts';

const folder = mkdtempSync(join(tmpdir(), 'farthing-times-test-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Keeps a processor busy for so long. */
function work(seconds: number): void {
  const { user } = process.cpuUsage();
  while (process.cpuUsage().user - user < seconds * 1_000_000);
}

describe('what a test file took', () => {
  it('is written down with its path where that is asked for', async () => {
    const file = join(folder, 'times.ndjson');
    const asked = process.env[TIMES_FILE];
    process.env[TIMES_FILE] = file;
    const environment = new OneRealmEnvironment(undefined, { testPath: '/farthing/test/one.ts' });
    if (asked === undefined) delete process.env[TIMES_FILE];
    else process.env[TIMES_FILE] = asked;

    work(0.03);
    await environment.teardown();

    const spent = JSON.parse(readFileSync(file, 'utf8')) as Spent;
    expect(spent.path).toBe('/farthing/test/one.ts');
    expect(spent.own).toBeGreaterThanOrEqual(0.03);
    expect(spent.clock).toBeGreaterThan(0);
  });
});

describe('the table of times', () => {
  const file = (path: string, own: number, started = 0): Spent => ({
    path: `/farthing/test/${path}`,
    clock: own,
    own,
    started,
  });

  it('has folders and files by what they took of a processor, those they started included', () => {
    const table = timesTable(
      [file('core/a.test.ts', 1), file('core/b.test.ts', 2), file('e2e/c.test.ts', 0.5, 9)],
      '/farthing',
      2,
    );

    expect(table.split('\n').slice(1)).toEqual([
      '     0.5     0.5     9.0  test/e2e (1)',
      '     3.0     3.0     0.0  test/core (2)',
      '     3.5     3.5     9.0  all (3)',
      '',
      '     0.5     0.5     9.0  test/e2e/c.test.ts',
      '     2.0     2.0     0.0  test/core/b.test.ts',
      '',
    ]);
  });
});
