import { setTimeout as sleep } from 'node:timers/promises';
import type { Dice } from '../../simulation/dice.ts';
import type { Killed, Supervisor } from '../stack/supervisor.ts';
import { hasPassed } from './has-passed.ts';

/** What can be killed: a function's workers in the middle of what they run, an engine, a web function, or all of it. */
export const victims = ['workers', 'runtime', 'dynalite', 'fauxqs', 'web-function'] as const;
export type Victim = (typeof victims)[number];

/** Of so many kills three take the stack down, an engine or all of it; it takes seconds to come up again. */
const killsWithRest = 30;
const takenDown: readonly Killed[] = ['runtime', 'dynalite', 'fauxqs'];
/** Of those that take the runtime down, so many are followed by another while it comes up. */
const againShare = 0.2;
const busyLookMs = 50;
const busyLooksMax = 40;
/** However late it is, something is done between two kills. */
const pauseMsMin = 100;

export interface Kill {
  readonly victim: Victim;
  /** Of workers: whose. */
  readonly of?: string;
}

export interface Killing {
  readonly dice: Dice;
  readonly kills: number;
  /** Whether there is a web function to be killed, too. */
  readonly hasWebFunction: boolean;
  /** By `performance.now()`, when all of them should be dead: what a kill took longer, the ones after it wait less. */
  readonly untilMs: number;
  readonly over: AbortSignal;
  onKill(kill: Kill): void;
}

/** Kills one after the other, as the dice say, until so many are dead or the load is over. */
export async function killAlong(supervisor: Supervisor, killing: Killing): Promise<void> {
  const { dice, untilMs, over } = killing;
  const others: readonly Victim[] = killing.hasWebFunction
    ? [...takenDown, 'web-function']
    : takenDown;
  for (let left = killing.kills; left > 0 && !over.aborted; ) {
    const pauseMs = Math.max(pauseMsMin, (untilMs - performance.now()) / left);
    const wait = (dice.below(2_000) / 1_000) * pauseMs;
    const drawn = {
      victim: others[dice.below(killsWithRest)] ?? 'workers',
      at: dice.below(1_000) / 1_000,
      againMs: dice.chance(againShare) ? dice.below(3_000) : undefined,
    };
    if (!(await hasPassed(wait, over))) return;
    for (const kill of await killedBy(supervisor, drawn, left)) {
      left -= 1;
      killing.onKill(kill);
    }
  }
}

interface Throw {
  readonly victim: Victim;
  /** From 0 to 1: whose workers. */
  readonly at: number;
  /** After this long another is killed, which comes up again. */
  readonly againMs: number | undefined;
}

async function killedBy(
  supervisor: Supervisor,
  { victim, at, againMs }: Throw,
  left: number,
): Promise<readonly Kill[]> {
  await supervisor.ready();
  if (victim === 'workers') return workersKilled(supervisor, at);
  if (victim === 'web-function') return supervisor.killWebFunction() ? [{ victim }] : [];
  const first = await killed(supervisor, victim);
  if (againMs === undefined || left === 1) return first;
  await sleep(againMs);
  return [...first, ...(await killed(supervisor, 'runtime'))];
}

async function killed(supervisor: Supervisor, what: Killed): Promise<readonly Kill[]> {
  return (await supervisor.kill(what)) ? [{ victim: what }] : [];
}

/** Waits a little until a function runs something. */
async function workersKilled(supervisor: Supervisor, at: number): Promise<readonly Kill[]> {
  for (let look = 0; look < busyLooksMax; look += 1) {
    const of = await supervisor.askUntilAnswered({ ask: 'interrupt', at });
    if (typeof of === 'string') return [{ victim: 'workers', of }];
    await sleep(busyLookMs);
  }
  return [];
}
