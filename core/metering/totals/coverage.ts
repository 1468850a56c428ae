import { invariant } from '../../kernel/invariant.ts';
import { listIn } from '../../kernel/stored.ts';

/** Minute (since 1970) → how many blocks of its log have been folded. */
export type Coverage = ReadonlyMap<number, number>;

/** As JSON has it, by minute. */
export const coverageJson = (coverage: Coverage): readonly (readonly [number, number])[] =>
  [...coverage].sort(([a], [b]) => a - b);

/** The reverse of `coverageJson`; `what` names it in messages. */
export function coverageFrom(value: unknown, what: string): Coverage {
  return new Map(listIn(value, `the coverage of ${what}`).map((pair) => minuteFrom(pair, what)));
}

function minuteFrom(pair: unknown, what: string): [number, number] {
  const [minute, blocks, ...others] = listIn(pair, `a minute in the coverage of ${what}`);
  invariant(
    typeof minute === 'number' && typeof blocks === 'number' && others.length === 0,
    `the coverage of ${what} has pairs of numbers, got ${JSON.stringify(pair).slice(0, 80)}`,
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
