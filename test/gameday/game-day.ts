import { setTimeout as sleep } from 'node:timers/promises';
import type { Options } from './options.ts';
import { killAlong } from './play/killer.ts';
import { load } from './play/load.ts';
import { closeMonth, invoicesOf, readPdf, workOn } from './play/office.ts';
import { comeToRest, untilIdle } from './play/rest.ts';
import { type Stage, setStage } from './play/stage.ts';
import { diceOf, Tally } from './tally.ts';
import { type Check, checksOf, reconciliation } from './verdict/checks.ts';
import { usedBySubject } from './verdict/expected.ts';
import { type Flow, flowOf } from './verdict/identity.ts';
import { storesOf } from './verdict/stores.ts';

/** What came of a game day. */
export interface Outcome {
  readonly tally: Tally;
  readonly seconds: number;
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
  readonly options: Options;
  tell(line: string): void;
}

/** Between two requests of one client. */
const pauseMs = 1_200;
/** Of the minutes, what kills are spread over: the rest goes by while the stack comes up again. */
const killedShare = 0.75;
const lookMs = 500;
const tellMs = 15_000;
const stepMs = { least: 4_000, most: 40_000 };
const stepsWanted = 6;
const begunWithinMs = 300_000;
const closeWithinMs = 900_000;
/** With a fault of ours a month may never close: its totals are not what its logs come to. */
const closeWithFaultMs = 15_000;

/** Plays a game day to its end, and checks it. Throws where it cannot be played. */
export async function playGameDay(
  options: Options,
  tell: (line: string) => void,
): Promise<Outcome> {
  const startedAt = performance.now();
  const tally = new Tally(options);
  const stage = await setStage(tally, options);
  try {
    tell(`the stack is up; what it logs is in ${stage.logFile}`);
    const { broken } = stage.supervisor;
    const ended = await Promise.race([played({ stage, tally, options, tell }), broken.promise]);
    const { requests, retries } = stage.ledger;
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    return { ...ended, tally, seconds, requests, retries, starts: stage.supervisor.starts };
  } finally {
    await stage.close();
  }
}

type Ended = Pick<Outcome, 'months' | 'before' | 'after' | 'deadLetters' | 'checks'>;

async function played(play: Play): Promise<Ended> {
  const { stage, tally, tell } = play;
  const { supervisor, calendar, ledger, offices } = stage;
  const months = [...(await underFaults(play))];
  tally.off();
  const before = await flow(stage);
  tell('the load is over, and faults are off: it comes to rest');
  // What functions were working on is free again when the stack is started, and not only after minutes.
  await supervisor.kill('runtime');
  tally.killed({ victim: 'runtime' });
  const deadLetters = [...(await comeToRest(stage))];

  months.push(await calendar.endMonth());
  tell(`closing what is open up to ${months.at(-1) ?? ''}`);
  const withinMs = play.options.plant.length > 0 ? closeWithFaultMs : closeWithinMs;
  const open = await Promise.all(
    months.flatMap((month) =>
      offices.map(async (office) =>
        (await closeMonth(office, month, withinMs)) ? [] : [`${office.tenant.name}: ${month}`],
      ),
    ),
  );
  for (const office of offices) await workOn(office, months.at(-1) ?? '', ledger);
  await untilIdle(stage);
  const morning = await calendar.nextMorning();
  deadLetters.push(...(await comeToRest(stage)));

  tell('counting again');
  const stores = await storesOf(await supervisor.ready(), stage.directory, offices);
  const after = flowOf(ledger, stores);
  const used = usedBySubject(ledger, stores);
  const end = `${calendar.month(2)}-01`;
  const ofTenants = await Promise.all(
    offices.flatMap((office) => [
      checksOf(office, { months, end, used }),
      reconciliation(office, morning).then((check) => [check]),
    ]),
  );
  const checks = [
    { name: 'nothing is lost while it is in flight', faults: before.faults },
    { name: 'each accepted event is counted once', faults: [...after.faults, ...notClosed(after)] },
    { name: 'all months come to be closed', faults: open.flat() },
    ...ofTenants.flat(),
    await documents(stage, months),
    { name: 'no client is answered what it should not be', faults: ledger.surprises },
  ];
  return { months, before, after, deadLetters, checks: merged(checks) };
}

/** The sum has to close with nothing in flight. */
function notClosed({ identity }: Flow): string[] {
  const { accepted, recorded, repeated, quarantined, inFlight } = identity;
  const sum = recorded + repeated + quarantined;
  return inFlight === 0 && accepted === sum
    ? []
    : [`${accepted} are accepted, and ${sum} recorded, repeated or quarantined`];
}

const flow = async ({ supervisor, directory, offices, ledger }: Stage): Promise<Flow> =>
  flowOf(ledger, await storesOf(await supervisor.ready(), directory, offices));

/** Load, faults and kills, until there were enough or the minutes are over; the months that have ended. */
async function underFaults({ stage, tally, options, tell }: Play): Promise<readonly string[]> {
  const { supervisor, ledger, calendar } = stage;
  const { kills, faults, minutes, seed } = options;
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
    pauseMs: (minutes * 60_000 * killedShare) / Math.max(1, kills),
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

/** Every invoice there is has a PDF, and it is the one that was served before. */
async function documents({ offices, ledger }: Stage, months: readonly string[]): Promise<Check> {
  const before = ledger.surprises.length;
  for (const office of offices) {
    for (const month of months) {
      for (const invoice of await invoicesOf(office, month)) await readPdf(office, invoice, ledger);
    }
  }
  return { name: 'every invoice has one PDF', faults: ledger.surprises.slice(before) };
}

/** Those of one name as one. */
function merged(checks: readonly Check[]): readonly Check[] {
  const byName = new Map<string, readonly string[]>();
  for (const { name, faults } of checks) byName.set(name, [...(byName.get(name) ?? []), ...faults]);
  return [...byName].map(([name, faults]) => ({ name, faults }));
}
