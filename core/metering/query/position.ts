import { invariant } from '../../kernel/invariant.ts';
import { listIn, storedJsonFrom } from '../../kernel/stored.ts';
import { type Timestamp, timestampOf } from '../../kernel/timestamp.ts';

/** A row's place among all rows of an answer: by window, then by group. Its text is short, however long the values. */
export interface Position {
  readonly start: Timestamp;
  readonly group: readonly (string | null)[];
}

export const positionText = ({ start, group }: Position): string =>
  JSON.stringify([start, ...group]);

/** The reverse of `positionText`. Throws `InvariantViolation` for text that is not its work. */
export function positionFrom(text: string): Position {
  const [start, ...group] = listIn(storedJsonFrom(text, 'a position'), 'a position');
  invariant(typeof start === 'number', 'a position begins with a time');
  return { start: timestampOf(start), group: group.map(valueIn) };
}

function valueIn(part: unknown): string | null {
  if (typeof part === 'string') return part;
  invariant(part === null, `a position has texts and nulls, got ${typeof part}`);
  return part;
}
