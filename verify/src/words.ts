import type { Finding, State } from './findings.ts';
import type { DocumentReport, Report, Verdict } from './verify.ts';

/** What stands before a line. */
const marks: Readonly<Record<State, string>> = {
  holds: 'holds   ',
  fails: 'FAILS   ',
  unknown: 'UNKNOWN ',
  note: 'note    ',
};

export const verdicts: Readonly<Record<Verdict, string>> = {
  holds: 'All of it holds.',
  fails: 'Something does not hold: do not rely on it.',
  unknown:
    'Nothing is wrong, but not all could be checked with what was given: see what is unknown.',
};

export function titleOf({ name, is }: DocumentReport): string {
  if (is === undefined) return name;
  const { kind, number, id, customer, total, currency } = is;
  return `${name}: ${kind} ${number ?? id} for ${customer}, ${total} ${currency}`;
}

const lineOf = ({ state, says }: Finding): string => `  ${marks[state]}${says}`;

/** A report for people, line by line. */
export const reportText = ({ documents, log, verdict }: Report): string =>
  [
    ...documents.flatMap((one) => [titleOf(one), ...one.findings.map(lineOf), '']),
    ...(log.length === 0 ? [] : ['The log', ...log.map(lineOf), '']),
    verdicts[verdict],
    '',
  ].join('\n');
