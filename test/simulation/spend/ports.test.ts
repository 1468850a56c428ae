import { beforeAll, describe, expect, it } from '@jest/globals';
import { activeParts } from '../../../core/spend/ports.ts';
import { Dice } from '../dice.ts';
import { faultsFrom } from '../faults.ts';
import { Journal } from '../journal.ts';
import { Network } from '../network.ts';
import { everybodyWaits, Process, Scheduler } from '../scheduler.ts';
import type { CommonState } from '../states.ts';
import { addStates, noneOf } from '../states.ts';
import { activePayersOf, emptySpendStores, spendLogOf } from './ports.ts';
import { type SpendStoreState, spendStoreStates } from './states.ts';

const SEEDS = 40;
const APPENDS = 12;
const STEPS_MAX = 5_000;
const at = ['acme', 'log'] as const;
const isKnown = (state: string): state is SpendStoreState => state in spendStoreStates;

/** Writers that append what they read and one more, over a network with a seed's faults; all that they were told. */
async function played(seed: number) {
  const dice = new Dice(seed);
  const journal = new Journal(spendStoreStates, false);
  const notes = {
    note: () => undefined,
    reached: (state: CommonState) => {
      if (isKnown(state)) journal.reached(state);
    },
  };
  const scheduler = new Scheduler(dice);
  const network = new Network(scheduler, dice, notes, faultsFrom(dice));
  const stores = emptySpendStores(20);
  const told: { readonly seq: number; readonly writer: string }[] = [];
  const marked: string[] = [];
  const writer = async (process: Process): Promise<void> => {
    const surroundings = { network, dice, journal };
    const log = spendLogOf(surroundings, process, stores);
    const active = activePayersOf(surroundings, process, stores);
    const mark = { tenant: 'acme', payer: process.name, hour: 1 };
    for (let turn = 0; turn < APPENDS; turn += 1) {
      try {
        await active.mark(mark);
        marked.push(process.name);
        const { blocks } = await log.read(...at, 0, turn % 2 === 0 ? 'strong' : 'eventual');
        const seq = (blocks.at(-1)?.seq ?? 0) + 1;
        const bytes = Buffer.from(process.name);
        if ((await log.append(...at, { seq, bytes })) === 'put') {
          told.push({ seq, writer: process.name });
        }
        await log.putState(...at, { version: seq, bytes });
      } catch {
        // Refused, or not answered: the next turn asks again.
      }
    }
  };
  for (const name of ['one', 'two', 'three']) void writer(new Process(name));
  for (let step = 0; step < STEPS_MAX; step += 1) {
    await everybodyWaits();
    if (scheduler.isIdle) break;
    const next = scheduler.draw();
    if (next?.process !== undefined && dice.chance(network.faults.crash)) {
      scheduler.crash(next.process, [next]);
    } else {
      next?.run();
    }
  }
  return { states: journal.states, stores, told, marked };
}

describe(`stores of spend logs over ${SEEDS} seeds of faults`, () => {
  const runs: Awaited<ReturnType<typeof played>>[] = [];
  const reached: Record<string, number> = noneOf(spendStoreStates);
  beforeAll(async () => {
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const run = await played(seed);
      addStates(reached, run.states);
      runs.push(run);
    }
  });

  it.each(Object.entries(spendStoreStates))('got into the state "%s": %s', (name) => {
    expect(reached[name]).toBeGreaterThan(0);
  });

  it('have each block that somebody was told is put, from whoever was told so', () => {
    for (const { stores, told } of runs) {
      const kept = new Map(
        stores.log.blocksOf(...at).map(({ seq, bytes }) => [seq, Buffer.from(bytes).toString()]),
      );
      for (const { seq, writer } of told) expect(kept.get(seq)).toBe(writer);
    }
  });

  it('have blocks that nobody was told of', () => {
    const [puts, heard] = [
      runs.reduce((sum, { stores }) => sum + stores.log.blocksOf(...at).length, 0),
      runs.reduce((sum, { told }) => sum + told.length, 0),
    ];

    expect(puts).toBeGreaterThan(heard);
  });

  it('have each mark of which somebody was told that it is there', async () => {
    for (const { stores, marked } of runs) {
      const parts = Array.from({ length: activeParts }, (_, part) =>
        stores.active.list(part, { after: undefined, limit: 10 }),
      );
      const payers = (await Promise.all(parts)).flat().map(({ payer }) => payer);
      expect(payers).toEqual(expect.arrayContaining(marked));
    }
  });
});
