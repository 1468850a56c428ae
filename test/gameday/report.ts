import { counted, grouped } from '../../cli/output/numbers.ts';
import { table } from '../../cli/output/table.ts';
import type { Outcome } from './game-day.ts';
import type { RoundOptions } from './options.ts';
import type { Tally } from './tally.ts';
import type { Identity } from './verdict/identity.ts';

/** What came of one round, as a document. */
export interface Report
  extends Omit<Outcome, 'tally'>,
    Pick<Tally, 'kills' | 'workersOf' | 'faults' | 'faultsAt' | 'passedAt' | 'planted'> {
  readonly holds: boolean;
  readonly options: RoundOptions;
}

export function reportOf({ tally, ...outcome }: Outcome, options: RoundOptions): Report {
  const {
    seed,
    kills: killsAsked,
    faults: faultsAsked,
    minutes,
    tenants,
    front,
    plant,
    data,
  } = options;
  const { kills, workersOf, faults, faultsAt, passedAt, planted } = tally;
  return {
    holds: outcome.checks.every(({ faults: found }) => found.length === 0),
    options: { seed, kills: killsAsked, faults: faultsAsked, minutes, tenants, front, plant, data },
    ...{ kills, workersOf, faults, faultsAt, passedAt, planted },
    ...outcome,
  };
}

export const sumOf = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

const shownMax = 10;
const listed = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');

/** For people: what was done, the identity before and after, and what holds. */
export function textOf(report: Report): string {
  const { before, after, checks, deadLetters, months, options } = report;
  return [
    `seed ${options.seed}, ${counted(report.seconds, 'second')}, ${counted(months.length, 'month')} closed, ${counted(report.starts, 'start')} of the stack`,
    `${counted(report.requests, 'request')} of events, ${grouped(report.retries)} tries in vain of these and others`,
    `${counted(sumOf(report.kills), 'kill')}: ${listed(report.kills)}`,
    `${counted(sumOf(report.faults), 'fault')}: ${listed(report.faults)}`,
    `  at ${listed(report.faultsAt)}`,
    '',
    table(
      [{ title: '' }, ...names.map((title) => ({ title, align: 'right' as const }))],
      [
        ['when the load ended', ...cellsOf(before.identity)],
        ['at rest', ...cellsOf(after.identity)],
      ],
    ).trimEnd(),
    '',
    deadLetters.length === 0
      ? 'no dead letter'
      : `${counted(deadLetters.length, 'dead letter')}, sent back, and none left`,
    ...checks.flatMap(({ name, faults: found }) => [
      `${found.length === 0 ? 'holds ' : 'FAILED'}  ${name}`,
      ...found.slice(0, shownMax).map((fault) => `        ${fault}`),
      ...(found.length > shownMax ? [`        … and ${found.length - shownMax} more`] : []),
    ]),
    '',
  ].join('\n');
}

export const names = ['accepted', 'recorded', 'repeated', 'quarantined', 'in flight'] as const;
export const cellsOf = ({
  accepted,
  recorded,
  repeated,
  quarantined,
  inFlight,
}: Identity): string[] =>
  [accepted, recorded, repeated, quarantined, inFlight].map((count) => grouped(count));
