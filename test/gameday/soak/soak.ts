import { setTimeout as sleep } from 'node:timers/promises';
import { grouped } from '../../../cli/output/numbers.ts';
import { table } from '../../../cli/output/table.ts';
import type { Options } from '../options.ts';
import { load } from '../play/load.ts';
import { untilIdle } from '../play/rest.ts';
import { setStage } from '../play/stage.ts';
import { diceOf, Tally } from '../tally.ts';
import { type Flow, flowOf } from '../verdict/identity.ts';
import { storesOf } from '../verdict/stores.ts';
import { type Holder, holders, megabytesOf, type Sample, slopeOf } from './memory.ts';

/** What came of a soak. */
export interface Soaked {
  readonly samples: readonly Sample[];
  /** In MB an hour, of the second half of the samples: before it, caches fill. */
  readonly slopes: Readonly<Record<Holder, number>>;
  readonly flow: Flow;
  readonly retries: number;
}

const pauseMs = 1_500;
const samplesWanted = 60;
/** Flat is what would grow by no more than this share of itself in an hour. */
const growthMax = 0.25;

/** A steady load without faults or kills, and what everything holds meanwhile. */
export async function soak(options: Options, tell: (line: string) => void): Promise<Soaked> {
  const tally = new Tally({ ...options, faults: 0, plant: [] });
  const stage = await setStage(tally, options);
  try {
    tell(`the stack is up; what it logs is in ${stage.logFile}`);
    const over = new AbortController();
    const loaded = load(stage, {
      ...{ dice: diceOf(options.seed, 'clients'), pauseMs, over: over.signal },
      stepMs: undefined,
      onMonth: () => undefined,
    });
    const samples = await Promise.race([
      sampled(stage, options, tell),
      stage.supervisor.broken.promise,
    ]);
    over.abort();
    await loaded;
    await untilIdle(stage);
    const stores = await storesOf(await stage.supervisor.ready(), stage.directory, stage.offices);
    const later = samples.slice(Math.floor(samples.length / 2));
    const slopes = Object.fromEntries(
      holders.map((holder) => [holder, slopeOf(later, holder)]),
    ) as Record<Holder, number>;
    return { samples, slopes, flow: flowOf(stage.ledger, stores), retries: stage.ledger.retries };
  } finally {
    await stage.close();
  }
}

async function sampled(
  { supervisor, ledger }: Awaited<ReturnType<typeof setStage>>,
  { minutes }: Options,
  tell: (line: string) => void,
): Promise<readonly Sample[]> {
  const startedAt = performance.now();
  const samples: Sample[] = [];
  for (let number = 1; number <= samplesWanted; number += 1) {
    const at = startedAt + (number * minutes * 60_000) / samplesWanted;
    await sleep(Math.max(0, at - performance.now()));
    const sample = {
      seconds: Math.round((performance.now() - startedAt) / 1000),
      events: ledger.acceptedTimes,
      megabytes: await megabytesOf(supervisor),
    };
    samples.push(sample);
    tell(rowOf(sample).join('  '));
  }
  return samples;
}

const rowOf = ({ seconds, events, megabytes }: Sample): string[] => [
  grouped(seconds),
  grouped(events),
  ...holders.map((holder) => grouped(Math.round(megabytes[holder]))),
];

/** What holds memory that is not flat, and by how much it grows. */
const growing = ({ samples, slopes }: Soaked): readonly Holder[] => {
  const last = samples.at(-1);
  return holders.filter(
    (holder) => last !== undefined && slopes[holder] > growthMax * last.megabytes[holder],
  );
};

export const soakHolds = (soaked: Soaked): boolean =>
  growing(soaked).length === 0 && soaked.flow.faults.length === 0;

/** For people. */
export function soakText(soaked: Soaked): string {
  const { samples, slopes, flow } = soaked;
  const columns = ['seconds', 'events', ...holders].map((title) => ({
    title,
    align: 'right' as const,
  }));
  const shown = samples.filter((_, index) => index % 6 === 5);
  const { accepted, recorded, repeated, quarantined, inFlight } = flow.identity;
  return [
    'in MB; the heaps of workers are a part of the runtime',
    table(columns, shown.map(rowOf)).trimEnd(),
    ...holders.map(
      (holder) =>
        `${growing(soaked).includes(holder) ? 'GROWS' : 'flat '}  ${holder}: ${slopes[holder].toFixed(1)} MB an hour in the second half`,
    ),
    `${grouped(accepted)} accepted = ${grouped(recorded)} recorded + ${grouped(repeated)} repeated + ${grouped(quarantined)} quarantined + ${grouped(inFlight)} in flight`,
    ...flow.faults.map((fault) => `FAILED  ${fault}`),
    '',
  ].join('\n');
}
