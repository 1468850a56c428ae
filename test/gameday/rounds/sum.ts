import { counted, grouped } from '../../../cli/output/numbers.ts';
import { table } from '../../../cli/output/table.ts';
import type { RoundOptions } from '../options.ts';
import { cellsOf, names, type Report, sumOf } from '../report.ts';
import type { Identity } from '../verdict/identity.ts';
import { doneIn } from './play-rounds.ts';

/** What rounds come to, together. */
export interface Sum {
  /** Whether each round holds, and as many were killed and failed as were asked for. */
  readonly isClean: boolean;
  readonly kills: Readonly<Record<string, number>>;
  readonly workersOf: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  readonly faultsAt: Readonly<Record<string, number>>;
  readonly identity: Identity;
  readonly seconds: number;
  readonly starts: number;
  readonly months: number;
  readonly deadLetters: number;
  /** What did not hold, with the seed of its round. */
  readonly broken: readonly string[];
  /** What was asked for and not come to. */
  readonly missed: readonly string[];
}

export function sumOfRounds(reports: readonly Report[], asked: RoundOptions): Sum {
  const done = doneIn(reports);
  const missed = (['kills', 'faults'] as const).flatMap((what) =>
    done[what] < asked[what]
      ? [`${grouped(done[what])} ${what} of ${grouped(asked[what])} that were asked for`]
      : [],
  );
  const broken = reports.flatMap(({ checks, options: { seed } }) =>
    checks.flatMap(({ name, faults }) => faults.map((fault) => `seed ${seed}: ${name}: ${fault}`)),
  );
  return {
    isClean: broken.length === 0 && missed.length === 0,
    kills: added(reports.map(({ kills }) => kills)),
    workersOf: added(reports.map(({ workersOf }) => workersOf)),
    faults: added(reports.map(({ faults }) => faults)),
    faultsAt: added(reports.map(({ faultsAt }) => faultsAt)),
    identity: added(
      reports.map(({ after: { identity } }) => ({ ...identity })),
    ) as unknown as Identity,
    seconds: reports.reduce((sum, { seconds }) => sum + seconds, 0),
    starts: reports.reduce((sum, { starts }) => sum + starts, 0),
    months: reports.reduce((sum, { months }) => sum + months.length, 0),
    deadLetters: reports.reduce((sum, { deadLetters }) => sum + deadLetters.length, 0),
    broken,
    missed,
  };
}

function added(
  counts: readonly Readonly<Record<string, number>>[],
): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const one of counts) {
    for (const [name, count] of Object.entries(one)) sums[name] = (sums[name] ?? 0) + count;
  }
  return sums;
}

const listed = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${grouped(count)}`)
    .join(', ');

const titles = ['seed', 'seconds', 'starts', 'kills', 'faults', 'dead letters', ...names];
const rowOf = ({ options, after, deadLetters, ...report }: Report): string[] => [
  String(options.seed),
  grouped(report.seconds),
  grouped(report.starts),
  grouped(sumOf(report.kills)),
  grouped(sumOf(report.faults)),
  grouped(deadLetters.length),
  ...cellsOf(after.identity),
  report.holds ? 'holds' : 'FAILED',
];

/** For people: the sum in one line, and how it was come to. */
export function sumText(reports: readonly Report[], asked: RoundOptions): string {
  const sum = sumOfRounds(reports, asked);
  const [first, last] = [reports.at(0), reports.at(-1)].map((one) => one?.options.seed ?? 0);
  const seeds = reports.length === 1 ? `seed ${first}` : `seeds ${first} to ${last}`;
  const checks = reports[0]?.checks ?? [];
  return [
    table(
      [...titles.map((title) => ({ title, align: 'right' as const })), { title: '' }],
      [...reports.map(rowOf)],
    ).trimEnd(),
    '',
    `killed: ${listed(sum.kills)}`,
    `  workers of ${listed(sum.workersOf)}`,
    `faults: ${listed(sum.faults)}`,
    `  at ${listed(sum.faultsAt)}`,
    ...(sum.broken.length === 0 ? checks.map(({ name }) => `holds   ${name}`) : []),
    ...sum.broken.map((line) => `FAILED  ${line}`),
    ...sum.missed.map((line) => `MISSED  ${line}`),
    '',
    `${counted(sumOf(sum.kills), 'kill')}, ${counted(sumOf(sum.faults), 'fault')}, ${seeds}, ${counted(sum.months, 'month')} closed in ${counted(sum.seconds, 'second')}: ${sum.isClean ? 'clean' : 'NOT CLEAN'}`,
    '',
  ].join('\n');
}
