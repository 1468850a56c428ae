import type { TraceScratch } from '../../../../core/billing/repeats/ports.ts';
import type { PlantedBillingBug } from './planted-billing-bug.ts';
import { runThrough } from './through.ts';

const HOUR_MS = 3_600_000;

/** The scratch under other names. */
const renamed = (scratch: TraceScratch, rename: (name: string) => string): TraceScratch => ({
  isComplete: (name, until) => scratch.isComplete(rename(name), until),
  put: (name, chunk, until) => scratch.put(rename(name), chunk, until),
  complete: (name, until) => scratch.complete(rename(name), until),
  read: (name, from) => scratch.read(rename(name), from),
});

/** When the month before an instant began, in UTC. */
function monthBefore(instant: number): number {
  const now = new Date(instant);
  return Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1);
}

/** What can go wrong where repeats are looked for. */
export const repeatsBugs: readonly PlantedBillingBug[] = [
  {
    name: 'old-traces-trusted',
    says: 'what an earlier run put aside of some hours is taken for what is in them now',
    tables: ({ scratch }) => ({
      scratch: renamed(scratch, (name) =>
        JSON.stringify((JSON.parse(name) as readonly unknown[]).slice(0, 2)),
      ),
    }),
  },
  {
    name: 'scratch-read-past-its-first-chunk',
    says: 'traces are read from the first chunk that begins past the place, not from the one that it is in',
    tables: ({ scratch }) => ({
      scratch: {
        ...scratch,
        read: async function* (name, from) {
          for await (const chunk of scratch.read(name, from)) {
            const first = Buffer.from(chunk.bytes).subarray(0, 8).toString('hex');
            if (first >= from) yield chunk;
          }
        },
      },
    }),
  },
  {
    name: 'repeats-of-the-month-alone',
    says: 'an event is not compared with those of the month before',
    functions: runThrough(({ usageHours, clock }) => ({
      usageHours: {
        readHour: async function* (hour) {
          if (hour.hour * HOUR_MS < monthBefore(clock.now())) return;
          yield* usageHours.readHour(hour);
        },
      },
    })),
  },
];
