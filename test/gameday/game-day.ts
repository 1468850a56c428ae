import { setTimeout as sleep } from 'node:timers/promises';
import { atRest, type Ending, flow } from './ending.ts';
import type { RoundOptions } from './options.ts';
import { killAlong } from './play/killer.ts';
import { load } from './play/load.ts';
import { type Stage, setStage } from './play/stage.ts';
import { diceOf, Tally } from './tally.ts';
import type { Check } from './verdict/checks.ts';
import type { Flow } from './verdict/identity.ts';

/** What came of a game day. */
export interface Outcome {
  readonly tally: Tally;
  readonly seconds: number;
  /** Of them, how long the load lasted. */
  readonly loadSeconds: number;
  readonly starts: number;
  readonly requests: number;
  readonly retries: number;
  readonly months: readonly string[];
  /** When the load ended, and when all had come to rest. */
  readonly before: Flow;
  readonly after: Flow;
  /** Those that were found when all had come to rest, and sent back. */
  readonly deadLetters: readonly string[];
  readonly checks: readonly Check[];
}

/** A game day that is being played; `tell` is told what happens, a line each. */
interface Play {
  readonly stage: Stage;
  readonly tally: Tally;
  readonly options: RoundOptions;
  tell(line: string): void;
}

/** Between two requests of one client. */
const pauseMs = 700;
/** Of the minutes, what kills are spread over. */
const killedShare = 0.9;
const lookMs = 500;
const tellMs = 15_000;
const stepMs = { least: 4_000, most: 40_000 };
const stepsWanted = 6;
const begunWithinMs = 300_000;

/** Plays a game day to its end, and checks it. Throws where it cannot be played. */
export async function playGameDay(
  options: RoundOptions,
  tell: (line: string) => void,
): Promise<Outcome> {
  const startedAt = performance.now();
  const tally = new Tally(options);
  const stage = await setStage(tally, options);
  // What does not hold is looked into with its data; of what was planted there is nothing to look into.
  let isKept = options.plant.length === 0;
  try {
    tell(`the stack is up; what it logs is in ${stage.logFile}`);
    const { broken } = stage.supervisor;
    const ended = await Promise.race([played({ stage, tally, options, tell }), broken.promise]);
    const { requests, retries } = stage.ledger;
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    isKept &&= ended.checks.some(({ faults }) => faults.length > 0);
    return { ...ended, tally, seconds, requests, retries, starts: stage.supervisor.starts };
  } finally {
    if (isKept) tell(`it stays in ${stage.directory}`);
    await stage.close(isKept);
  }
}

async function played(play: Play): Promise<Ending & Pick<Outcome, 'loadSeconds' | 'before'>> {
  const { stage, tally, options, tell } = play;
  const loadedAt = performance.now();
  const months = await underFaults(play);
  const loadSeconds = Math.round((performance.now() - loadedAt) / 1000);
  tally.off();
  const before = await flow(stage);
  tell('the load is over, and faults are off: it comes to rest');
  // What functions were working on is free again when the stack is started, and not only after minutes.
  await stage.supervisor.kill('runtime');
  tally.killed({ victim: 'runtime' });
  const ending = await atRest(stage, { months, isPlanted: options.plant.length > 0, tell });
  const inFlight = { name: 'nothing is lost while it is in flight', faults: before.faults };
  return { loadSeconds, before, ...ending, checks: [inFlight, ...ending.checks] };
}

/** Load, faults and kills, until there were enough or the minutes are over; the months that have ended. */
async function underFaults({ stage, tally, options, tell }: Play): Promise<readonly string[]> {
  const { supervisor, ledger, calendar } = stage;
  const { kills, faults, minutes, seed, front } = options;
  const over = new AbortController();
  const startedAt = performance.now();
  const sinceMs = (): number => performance.now() - startedAt;
  tally.on();
  const loaded = load(stage, {
    dice: diceOf(seed, 'clients'),
    stepMs: Math.min(stepMs.most, Math.max(stepMs.least, (minutes * 60_000) / stepsWanted)),
    pauseMs,
    over: over.signal,
    onMonth: (month, isClosed) => {
      tell(`${month} ${isClosed ? 'is closed' : 'is left to later runs'}`);
    },
  });
  const killed = killAlong(supervisor, {
    dice: diceOf(seed, 'kills'),
    kills,
    hasWebFunction: front === 'both',
    untilMs: startedAt + minutes * 60_000 * killedShare,
    over: over.signal,
    onKill: (kill) => {
      tally.killed(kill);
    },
  });
  const isEnough = (): boolean =>
    kills + faults > 0 && tally.killCount() >= kills && tally.faultCount() >= faults;
  // However slow the machine is, what is asked for has to happen at all.
  const hasBegun = (): boolean =>
    ledger.acceptedTimes > 0 &&
    tally.isPlanted() &&
    tally.killCount() >= Math.min(1, kills) &&
    tally.faultCount() >= Math.min(1, faults);
  const mayGoOn = (): boolean =>
    sinceMs() < minutes * 60_000 || (!hasBegun() && sinceMs() < minutes * 60_000 + begunWithinMs);
  for (let told = 0; mayGoOn() && !(isEnough() && hasBegun()); ) {
    await sleep(lookMs);
    if (sinceMs() - told < tellMs) continue;
    told = sinceMs();
    tell(
      `${Math.round(told / 1000)} s: ${ledger.acceptedTimes} events accepted, ${tally.killCount()} kills, ${tally.faultCount()} faults, it is ${new Date(calendar.now()).toISOString().slice(0, 10)}`,
    );
  }
  over.abort();
  await killed;
  return loaded;
}
