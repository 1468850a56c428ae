import type { RoundOptions } from '../options.ts';
import { type Report, sumOf } from '../report.ts';
import type { KeptRounds } from './kept-rounds.ts';

export interface Rounds {
  /** The seed is that of the first round; kills, faults and minutes are those of all together. */
  readonly options: RoundOptions;
  readonly rounds: number;
  readonly kept: KeptRounds;
  play(options: RoundOptions): Promise<Report>;
  tell(line: string): void;
}

/**
 * Plays those rounds that are not kept yet, one after the other; resolves to all. What a round did not come to, the
 * ones after it make up for. The data of a round that does not hold is left where it is.
 */
export async function playRounds(played: Rounds): Promise<readonly Report[]> {
  const { kept, rounds, tell } = played;
  const reports: Report[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const before = kept.report(round);
    if (before !== undefined) tell(`round ${round} of ${rounds} was played before`);
    const report = before ?? (await playRound(played, round, reports));
    reports.push(report);
    if (!report.holds) tell(`round ${round} does not hold: its data is in ${kept.dataAt(round)}`);
  }
  return reports;
}

async function playRound(
  { options, rounds, kept, play, tell }: Rounds,
  round: number,
  before: readonly Report[],
): Promise<Report> {
  const left = rounds - round + 1;
  const done = doneIn(before);
  const share = {
    kills: Math.ceil(Math.max(0, options.kills - done.kills) / left),
    faults: Math.ceil(Math.max(0, options.faults - done.faults) / left),
    minutes: Math.max(0, options.minutes - done.seconds / 60) / left,
  };
  const seed = options.seed + round - 1;
  tell(
    `round ${round} of ${rounds}, seed ${seed}: ${share.kills} kills and ${share.faults} faults in ${share.minutes.toFixed(1)} minutes`,
  );
  const report = await play({ ...options, ...share, seed, data: kept.emptied(round) });
  await kept.keep(round, report);
  if (report.holds) kept.forgetData(round);
  return report;
}

/** What all of them came to. */
export const doneIn = (
  reports: readonly Report[],
): { readonly kills: number; readonly faults: number; readonly seconds: number } => ({
  kills: reports.reduce((sum, { kills }) => sum + sumOf(kills), 0),
  faults: reports.reduce((sum, { faults }) => sum + sumOf(faults), 0),
  seconds: reports.reduce((sum, { loadSeconds }) => sum + loadSeconds, 0),
});
