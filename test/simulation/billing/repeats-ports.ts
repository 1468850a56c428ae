import type { Repeats, TraceChunk, TraceScratch } from '../../../core/billing/repeats/ports.ts';
import { monthFrom } from '../../../core/kernel/month.ts';
import type { BlockOfHour, UsageHours } from '../../../core/metering/log/ports.ts';
import type { Process } from '../scheduler.ts';
import type { BillingContext } from './run-context.ts';
import type { BillingScenario } from './scenario.ts';

/** A write that fails unless it was answered. */
async function written(
  { network }: BillingContext,
  process: Process,
  call: { readonly name: string; readonly about: string; readonly perform: () => Promise<void> },
): Promise<void> {
  const answer = await network.write(process, {
    name: call.name,
    about: () => call.about,
    perform: async () => {
      await call.perform();
      return 'done';
    },
    unanswered: 'unknown',
  });
  if (answer !== 'done') throw new Error(`${call.name} was not answered`);
}

export function repeatsPort(world: BillingContext, process: Process): Repeats {
  const { repeats } = world.tables;
  const read = <Answer>(name: string, about: string, perform: () => Promise<Answer>) =>
    world.network.read(process, { name, about: () => about, perform });
  return {
    add: (tenant, month, listed) =>
      written(world, process, {
        name: 'repeats.add',
        about: `${tenant} ${month} ${listed.place}`,
        perform: () => repeats.add(tenant, month, listed),
      }),
    overrule: (tenant, month, listed) =>
      written(world, process, {
        name: 'repeats.overrule',
        about: `${tenant} ${month} ${listed.place}`,
        perform: () => repeats.overrule(tenant, month, listed),
      }),
    get: (tenant, month, place) =>
      read('repeats.get', `${tenant} ${month} ${place}`, () => repeats.get(tenant, month, place)),
    list: (tenant, page) =>
      read('repeats.list', `${tenant} ${page.month}`, () => repeats.list(tenant, page)),
  };
}

export function scratchPort(world: BillingContext, process: Process): TraceScratch {
  const { scratch } = world.tables;
  const { journal, network } = world;
  return {
    isComplete: (name, until) =>
      network.read(process, {
        name: 'scratch.isComplete',
        about: () => name,
        perform: async () => {
          const isComplete = await scratch.isComplete(name, until);
          if (isComplete) journal.reached('traces found aside');
          return isComplete;
        },
      }),
    put: (name, chunk, until) =>
      written(world, process, {
        name: 'scratch.put',
        about: `${name} ${chunk.last}`,
        perform: async () => {
          journal.reached('traces put aside');
          await scratch.put(name, chunk, until);
        },
      }),
    complete: (name, until) =>
      written(world, process, {
        name: 'scratch.complete',
        about: name,
        perform: () => scratch.complete(name, until),
      }),
    read: async function* (name, from) {
      yield* await network.read(process, {
        name: 'scratch.read',
        about: () => `${name} ${from}`,
        perform: async () => {
          const chunks: TraceChunk[] = [];
          for await (const chunk of scratch.read(name, from)) chunks.push(chunk);
          return chunks;
        },
      });
    },
  };
}

const nothingMore = Promise.resolve({ done: true, value: undefined } as const);
const noBlocks: AsyncIterable<BlockOfHour> = {
  [Symbol.asyncIterator]: () => ({ next: () => nothingMore }),
};

/** Nearly all hours have nothing: those take no turns. */
export function usageHoursPort(
  { network, stores, usage }: BillingContext,
  process: Process,
): UsageHours {
  const read: UsageHours['readHour'] = async function* (hour) {
    yield* await network.read(process, {
      name: 'log.readHour',
      about: () => JSON.stringify(hour),
      perform: async () => {
        const blocks: BlockOfHour[] = [];
        for await (const block of stores.usageLog.readHour(hour)) blocks.push(block);
        return blocks;
      },
    });
  };
  return { readHour: (hour) => (usage.hasHour(hour.tenant, hour.hour) ? read(hour) : noBlocks) };
}

const REPEATS_MAX = 1_000;

/** Whether any list has what nobody has overruled. */
export async function isAnyUnseen(
  repeats: Repeats,
  { tenants, labels }: Pick<BillingScenario, 'tenants' | 'labels'>,
): Promise<boolean> {
  for (const { name } of tenants) {
    for (const label of labels) {
      const page = { month: monthFrom(label), after: '', limit: REPEATS_MAX };
      const listed = await repeats.list(name, page);
      if (listed.repeats.some(({ overruled }) => overruled === undefined)) return true;
    }
  }
  return false;
}
