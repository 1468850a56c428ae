import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RoundOptions } from '../options.ts';
import type { Report } from '../report.ts';
import { keptRounds } from './kept-rounds.ts';
import { playRounds } from './play-rounds.ts';
import { sumOfRounds, sumText } from './sum.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'farthing-rounds-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const options: RoundOptions = {
  ...{ seed: 5, kills: 30, faults: 300, minutes: 3, tenants: 1 },
  ...{ front: 'http-api', plant: [], data: undefined },
};

const identity = { accepted: 10, recorded: 8, repeated: 1, quarantined: 1, inFlight: 0 };

/** What a round may come to that kills and faults as many as it is asked to, but for `less`. */
const reportOf = (asked: RoundOptions, less = 0, faults: readonly string[] = []): Report => ({
  options: asked,
  holds: faults.length === 0,
  kills: { workers: asked.kills - less, runtime: 0, dynalite: 0, fauxqs: 0, 'web-function': 0 },
  workersOf: { 'Aggregation/AggregateUsage': asked.kills - less },
  faults: { ...noFaults, cut: asked.faults },
  faultsAt: { api: asked.faults, dynamodb: 0, sqs: 0 },
  passedAt: { api: 0, dynamodb: 0, sqs: 0 },
  planted: [],
  ...{ seconds: 70, loadSeconds: 60, starts: 2, requests: 1, retries: 0, months: ['2026-01'] },
  before: { identity, faults: [] },
  after: { identity, faults: [] },
  deadLetters: [],
  checks: [{ name: 'each accepted event is counted once', faults }],
});

const noFaults: Report['faults'] = {
  ...{ 'lost-answer': 0, 'torn-answer': 0, 'failed-answer': 0, cut: 0, throttled: 0 },
  ...{ part: 0, repeated: 0, delayed: 0, late: 0 },
};

/** Plays three rounds in the folder; what each was asked, in order. */
async function played(
  roundOf: (asked: RoundOptions) => Report,
): Promise<{ readonly asked: readonly RoundOptions[]; readonly reports: readonly Report[] }> {
  const asked: RoundOptions[] = [];
  const reports = await playRounds({
    options,
    rounds: 3,
    kept: await keptRounds(directory, 'these'),
    play: async (round) => {
      asked.push(round);
      return roundOf(round);
    },
    tell: () => undefined,
  });
  return { asked, reports };
}

describe('rounds', () => {
  it('share kills, faults and minutes, and have a seed each', async () => {
    const { asked, reports } = await played((round) => reportOf(round));

    expect(asked).toMatchObject([
      { seed: 5, kills: 10, faults: 100, minutes: 1 },
      { seed: 6, kills: 10, faults: 100, minutes: 1 },
      { seed: 7, kills: 10, faults: 100, minutes: 1 },
    ]);
    expect(sumOfRounds(reports, options)).toMatchObject({ isClean: true, months: 3, starts: 6 });
    expect(sumText(reports, options)).toContain('30 kills, 300 faults, seeds 5 to 7');
    expect(sumText(reports, options)).toMatch(/: clean\n$/);
  });

  it('make up for what the ones before them did not come to', async () => {
    const { asked, reports } = await played((round) => reportOf(round, round.seed === 5 ? 4 : 0));

    expect(asked.map(({ kills }) => kills)).toEqual([10, 12, 12]);
    expect(sumOfRounds(reports, options)).toMatchObject({ isClean: true });
  });

  it('are not clean where fewer were killed than asked for', async () => {
    const { reports } = await played((round) => reportOf(round, round.seed === 7 ? 4 : 0));

    const { isClean, missed } = sumOfRounds(reports, options);
    expect({ isClean, missed }).toEqual({
      isClean: false,
      missed: ['26 kills of 30 that were asked for'],
    });
    expect(sumText(reports, options)).toMatch(/NOT CLEAN\n$/);
  });

  it('go on where they were interrupted, and play nothing twice', async () => {
    const interrupted = played((round) => {
      if (round.seed === 7) throw new Error('interrupted');
      return reportOf(round);
    });
    await expect(interrupted).rejects.toThrow('interrupted');

    const { asked, reports } = await played((round) => reportOf(round));

    expect(asked.map(({ seed }) => seed)).toEqual([7]);
    expect(reports.map(({ options: { seed } }) => seed)).toEqual([5, 6, 7]);
  });

  it('leave the data of one that does not hold, and of no other, and say what it was', async () => {
    const { reports } = await played((round) => {
      writeFileSync(join(round.data ?? '', 'data'), '');
      return reportOf(round, 0, round.seed === 6 ? ['2 accepted events are nowhere'] : []);
    });

    const kept = [1, 2, 3].filter((round) => existsSync(join(directory, `round-0${round}`)));
    expect(kept).toEqual([2]);
    expect(sumOfRounds(reports, options)).toMatchObject({
      isClean: false,
      broken: ['seed 6: each accepted event is counted once: 2 accepted events are nowhere'],
    });
  });

  it('of other options or other code are not taken for their own', async () => {
    await played((round) => reportOf(round));

    await expect(keptRounds(directory, 'others')).rejects.toThrow('give another folder');
  });
});
