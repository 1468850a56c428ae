import { performance } from 'node:perf_hooks';

/** How many ask at once, and for how long. */
export interface Load {
  readonly callers: number;
  readonly seconds: number;
  /** Not counted: programs are compiled, and caches filled. */
  readonly secondsBefore: number;
}

/** What a load came to. */
export interface Loaded {
  readonly perSecond: number;
  readonly msP50: number;
  readonly msP99: number;
  /** Of all that was done, what was not counted too. */
  readonly done: number;
}

/** Callers that ask one thing after another, each as soon as it has its answer; throws what one of them does. */
export async function underLoad(
  { callers, seconds, secondsBefore }: Load,
  ask: (caller: number) => Promise<void>,
): Promise<Loaded> {
  const begun = performance.now();
  const from = begun + secondsBefore * 1_000;
  const until = from + seconds * 1_000;
  const times: number[] = [];
  let done = 0;
  const caller = async (number: number): Promise<void> => {
    for (let now = performance.now(); now < until; ) {
      await ask(number);
      done += 1;
      const then = performance.now();
      if (now >= from && then <= until) times.push(then - now);
      now = then;
    }
  };
  await Promise.all(Array.from({ length: callers }, (_, number) => caller(number)));
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.floor(share * times.length)] ?? Number.NaN;
  return { perSecond: times.length / seconds, msP50: at(0.5), msP99: at(0.99), done };
}

/** Numbers of a seed (mulberry32), as whole numbers below a limit: the same for both sides. */
export function numbersFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}
