import { decimalOf } from '../../kernel/decimal.ts';
import { timestampOf } from '../../kernel/timestamp.ts';
import { sessionsFrom, sessionTexts } from '../sessions.ts';
import type { Tally } from '../tally.ts';

/** A tally as JSON: the letter of its kind, then its parts, big integers as text. */
export type TallyJson = readonly [
  letter: string,
  ...parts: (string | number | readonly string[])[],
];

/** A tally, or 0 where nothing was counted. */
export const tallyOrNone = (tally: Tally | undefined): TallyJson | 0 =>
  tally === undefined ? 0 : tallyJson(tally);

/** The reverse of `tallyOrNone`. */
export const tallyOrNoneFrom = (json: TallyJson | 0): Tally | undefined =>
  json === 0 ? undefined : tallyFrom(json);

/** What was rounded, as it is kept: its tally, and of how many events. */
export const roundedFrom = ([tally, events]: readonly [TallyJson | 0, number]) => ({
  tally: tallyOrNoneFrom(tally),
  events,
});

function tallyJson(tally: Tally): TallyJson {
  switch (tally.kind) {
    case 'count':
      return ['c', tally.count.toString()];
    case 'sum':
      return ['s', tally.sum.toString()];
    case 'min':
      return ['n', tally.least.toString()];
    case 'max':
      return ['x', tally.greatest.toString()];
    case 'latest':
      return ['l', tally.value.toString(), tally.at.occurredAt, tally.at.identity];
    case 'unique_count':
      return ['u', [...tally.members].sort()];
    case 'session_count':
      return ['e', tally.gap, sessionTexts(tally.sessions)];
    case 'weighted_sum':
      return ['w', tally.sum.toString(), tally.moment.toString()];
  }
}

function tallyFrom([letter, first, second, third]: TallyJson): Tally {
  if (letter === 'u') return { kind: 'unique_count', members: new Set(first as string[]) };
  if (letter === 'e') {
    const sessions = sessionsFrom(second as string[]);
    return { kind: 'session_count', gap: first as number, sessions };
  }
  const value = BigInt(first as string);
  switch (letter) {
    case 'c':
      return { kind: 'count', count: value };
    case 's':
      return { kind: 'sum', sum: decimalOf(value) };
    case 'n':
      return { kind: 'min', least: decimalOf(value) };
    case 'x':
      return { kind: 'max', greatest: decimalOf(value) };
    case 'w':
      return { kind: 'weighted_sum', sum: decimalOf(value), moment: BigInt(second as string) };
    default: {
      const at = { occurredAt: timestampOf(second as number), identity: third as string };
      return { kind: 'latest', at, value: decimalOf(value) };
    }
  }
}
