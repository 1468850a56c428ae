import { counted, grouped } from '../../cli/output/numbers.ts';
import { table } from '../../cli/output/table.ts';
import type { Outcome } from './game-day.ts';
import type { Options } from './options.ts';
import type { Identity } from './verdict/identity.ts';

const shownMax = 10;

/** For people: what was done, the identity before and after, and what holds. */
export function textOf(outcome: Outcome, { seed }: Options): string {
  const { tally, before, after, checks, deadLetters, months } = outcome;
  const kills = Object.entries(tally.kills).map(([name, count]) => `${name} ${count}`);
  const faults = Object.entries(tally.faults).map(([name, count]) => `${name} ${count}`);
  const places = Object.entries(tally.faultsAt).map(([name, count]) => `${name} ${count}`);
  return [
    `seed ${seed}, ${counted(outcome.seconds, 'second')}, ${counted(months.length, 'month')} closed, ${counted(outcome.starts, 'start')} of the stack`,
    `${counted(outcome.requests, 'request')} of events, ${grouped(outcome.retries)} tries in vain of these and others`,
    `${counted(tally.killCount(), 'kill')}: ${kills.join(', ')}`,
    `${counted(tally.faultCount(), 'fault')}: ${faults.join(', ')}`,
    `  at ${places.join(', ')}`,
    '',
    table(
      [{ title: '' }, ...names.map((title) => ({ title, align: 'right' as const }))],
      [
        ['when the load ended', ...cells(before.identity)],
        ['at rest', ...cells(after.identity)],
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

const names = ['accepted', 'recorded', 'repeated', 'quarantined', 'in flight'] as const;
const cells = ({ accepted, recorded, repeated, quarantined, inFlight }: Identity): string[] =>
  [accepted, recorded, repeated, quarantined, inFlight].map((count) => grouped(count));

/** For programs: the same, as one document. */
export const jsonOf = (outcome: Outcome, options: Options): string => {
  const { tally, ...rest } = outcome;
  const { faults, faultsAt, passedAt, kills, workersOf, planted } = tally;
  const done = { kills, workersOf, faults, faultsAt, passedAt, planted };
  return `${JSON.stringify({ holds: holds(outcome), options, ...done, ...rest }, undefined, 2)}\n`;
};

export const holds = ({ checks }: Outcome): boolean =>
  checks.every(({ faults }) => faults.length === 0);
