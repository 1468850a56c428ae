import { invariant } from '../../kernel/invariant.ts';

/** Minute (since 1970) → how many blocks of its log have been folded. */
export type Coverage = ReadonlyMap<number, number>;

/** As JSON has it, by minute. */
export const coverageJson = (coverage: Coverage): readonly (readonly [number, number])[] =>
  [...coverage].sort(([a], [b]) => a - b);

/** The reverse of `coverageJson`; `what` names it in messages. */
export function coverageFrom(value: unknown, what: string): Coverage {
  invariant(Array.isArray(value), `the coverage of ${what} is a list`);
  return new Map(value.map((pair) => minuteFrom(pair, what)));
}

function minuteFrom(pair: unknown, what: string): [number, number] {
  invariant(Array.isArray(pair) && pair.length === 2, `the coverage of ${what} is a list of pairs`);
  const [minute, blocks]: readonly unknown[] = pair;
  invariant(
    typeof minute === 'number' && typeof blocks === 'number',
    `the coverage of ${what} has numbers`,
  );
  return [minute, blocks];
}

/** For every minute the larger of the two. */
export function joined(a: Coverage, b: Coverage): Coverage {
  const both = new Map(a);
  for (const [minute, blocks] of b) both.set(minute, Math.max(blocks, both.get(minute) ?? 0));
  return both;
}

/** Whether `a` names at least every block that `b` names. */
export const covers = (a: Coverage, b: Coverage): boolean =>
  [...b].every(([minute, blocks]) => (a.get(minute) ?? 0) >= blocks);
