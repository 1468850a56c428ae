import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  applyMeters,
  counted,
  expectedCounts,
  importLog,
  isAnythingCounted,
} from './support/counted.ts';
import { LocalFarthing } from './support/local-stack.ts';
import { hasRealLog, realLogFile, skippedAloud } from './support/real-log.ts';

jest.setTimeout(600_000);

const whenPresent = hasRealLog ? describe : describe.skip;

let farthing: LocalFarthing;

// An import that nothing happens to is in billing.test.ts, which goes on to bill it.
whenPresent(`importing a real access log, killed in the middle of it${skippedAloud}`, () => {
  beforeAll(async () => {
    farthing = await LocalFarthing.started();
    await applyMeters(farthing);
  });
  afterAll(() => farthing.remove());

  it('ends in the same totals when it is started again on its data and the import is repeated', async () => {
    const importing = farthing.farthingProcess(
      ...['import', realLogFile, '--site', 'demo', '--ranges', '--set-clock'],
    );
    // The totals have begun to show, so that every stage is at work.
    while (!(await isAnythingCounted(farthing))) await sleep(20);
    await farthing.kill();
    importing.child.kill('SIGKILL');
    await importing.ended;

    await farthing.start();
    await importLog(farthing);
    await farthing.untilSettled();

    expect(await counted(farthing)).toEqual(expectedCounts());
  });

  it('adds nothing when the file is imported again, nor with its lines shuffled', async () => {
    const lines = (await readFile(realLogFile, 'latin1')).split('\n');
    const shuffled = join(farthing.directory, 'shuffled.log');
    const key = (index: number): number => (index * 7_919) % 10_007;
    const order = lines.map((_, index) => index).sort((a, b) => key(a) - key(b));
    await writeFile(shuffled, order.map((index) => lines[index]).join('\n'), 'latin1');

    await importLog(farthing);
    await importLog(farthing, shuffled);
    await farthing.untilSettled();

    expect(await counted(farthing)).toEqual(expectedCounts());
  });
});
