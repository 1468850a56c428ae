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
import { type Holder, holders, meanOfThird, memoryOf, type Sample } from './memory.ts';

/** What came of a soak. */
export interface Soaked {
  readonly samples: readonly Sample[];
  /** In MB, the means of the first and the last third of the samples. */
  readonly thirds: Readonly<Record<Holder, { readonly first: number; readonly last: number }>>;
  readonly flow: Flow;
  readonly retries: number;
}

const pauseMs = 2_250;
const idleWithinMs = 300_000;
const samplesWanted = 15;
/** Before the first sample, caches fill. */
const warmUpShare = 0.2;
/** Flat is what grows by no more than this share of itself from the first third of the samples to the last. */
const growthMax = 0.1;

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
    await untilIdle(stage, { withinMs: idleWithinMs, delayed: true });
    const stores = await storesOf(await stage.supervisor.ready(), stage.directory, stage.offices);
    const thirds = Object.fromEntries(
      holders.map((holder) => [
        holder,
        { first: meanOfThird(samples, 0, holder), last: meanOfThird(samples, 2, holder) },
      ]),
    ) as Soaked['thirds'];
    return { samples, thirds, flow: flowOf(stage.ledger, stores), retries: stage.ledger.retries };
  } finally {
    await stage.close(false);
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
    const share = warmUpShare + (1 - warmUpShare) * (number / samplesWanted);
    const at = startedAt + share * minutes * 60_000;
    await sleep(Math.max(0, at - performance.now()));
    const sample = {
      seconds: Math.round((performance.now() - startedAt) / 1000),
      events: ledger.acceptedTimes,
      ...(await memoryOf(supervisor)),
    };
    samples.push(sample);
    tell(rowOf(sample).join('  '));
  }
  return samples;
}

const rowOf = ({ seconds, events, workers, megabytes }: Sample): string[] => [
  grouped(seconds),
  grouped(events),
  grouped(workers),
  ...holders.map((holder) => grouped(megabytes[holder].toFixed(1))),
];

/** What holds memory that is not flat. */
const growing = ({ thirds }: Soaked): readonly Holder[] =>
  holders.filter((holder) => thirds[holder].last > (1 + growthMax) * thirds[holder].first);

export const soakHolds = (soaked: Soaked): boolean =>
  growing(soaked).length === 0 && soaked.flow.faults.length === 0;

/** For people. */
export function soakText(soaked: Soaked): string {
  const { samples, thirds, flow } = soaked;
  const columns = ['seconds', 'events', 'workers', ...holders].map((title) => ({
    title,
    align: 'right' as const,
  }));
  const { accepted, recorded, repeated, quarantined, inFlight } = flow.identity;
  return [
    'in MB; the main thread and the workers are those of the runtime, once garbage is collected',
    table(columns, samples.map(rowOf)).trimEnd(),
    ...holders.map((holder) => {
      const { first, last } = thirds[holder];
      const verdict = growing(soaked).includes(holder) ? 'GROWS' : 'flat ';
      return `${verdict}  ${holder}: ${first.toFixed(1)} in the first third, ${last.toFixed(1)} in the last`;
    }),
    `${grouped(accepted)} accepted = ${grouped(recorded)} recorded + ${grouped(repeated)} repeated + ${grouped(quarantined)} quarantined + ${grouped(inFlight)} in flight`,
    ...flow.faults.map((fault) => `FAILED  ${fault}`),
    '',
  ].join('\n');
}
