import type { Salts } from '../../core/metering/pseudonyms/ports.ts';
import type { RunContext } from './run-context.ts';
import type { Process } from './scheduler.ts';

/** The salts, as a process reaches them. */
export function saltsPort(
  { network, tables: { salts }, journal }: RunContext,
  process: Process,
): Salts {
  return {
    find: (tenant, subjects) =>
      network.read(process, {
        name: 'salts.find',
        about: () => JSON.stringify([tenant, ...subjects]),
        perform: () => salts.find(tenant, subjects),
      }),
    add: (tenant, subject, salt) =>
      network.write(process, {
        name: 'salts.add',
        about: () => JSON.stringify([tenant, subject]),
        perform: async () => {
          const outcome = await salts.add(tenant, subject, salt);
          if (outcome === 'taken') journal.reached('salt raced');
          return outcome;
        },
        unanswered: 'unknown',
      }),
    noteDropped: (tenant, pseudonym) =>
      thrown(
        network.write<'done' | 'unknown'>(process, {
          name: 'salts.noteDropped',
          about: () => JSON.stringify([tenant, pseudonym]),
          perform: async () => {
            await salts.noteDropped(tenant, pseudonym);
            return 'done';
          },
          unanswered: 'unknown',
        }),
      ),
    isDropped: (tenant, pseudonym) =>
      network.read(process, {
        name: 'salts.isDropped',
        about: () => JSON.stringify([tenant, pseudonym]),
        perform: () => salts.isDropped(tenant, pseudonym),
      }),
    drop: (tenant, subject, salt) =>
      thrown(
        network.write<'done' | 'unknown'>(process, {
          name: 'salts.drop',
          about: () => JSON.stringify([tenant, subject]),
          perform: async () => {
            await salts.drop(tenant, subject, salt);
            return 'done';
          },
          unanswered: 'unknown',
        }),
      ),
  };
}

/** What may or may not have been done: these adapters throw then. */
async function thrown(outcome: Promise<'done' | 'unknown'>): Promise<void> {
  if ((await outcome) === 'unknown') throw new Error('no answer came');
}
