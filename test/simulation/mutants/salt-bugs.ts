import type { Salts } from '../../../core/metering/pseudonyms/ports.ts';
import { pseudonymOf } from '../../../core/metering/pseudonyms/pseudonym.ts';
import type { Functions } from '../run-context.ts';
import type { PlantedBug } from './planted-bug.ts';

/** The aggregator with salts that are not what they should be. */
const withSalts =
  (seen: (salts: Salts) => Partial<Salts>) =>
  (real: Functions): Partial<Functions> => ({
    aggregate: (ports, scenario) =>
      real.aggregate({ ...ports, salts: { ...ports.salts, ...seen(ports.salts) } }, scenario),
  });

/** What can go wrong with the salts of pseudonyms. */
export const saltBugs: readonly PlantedBug[] = [
  {
    name: 'own-salt-kept',
    says: 'who comes second with a salt goes on with its own, so that a subject has two pseudonyms',
    functions: withSalts((salts) => ({
      add: async (...salt) => {
        const outcome = await salts.add(...salt);
        return outcome === 'taken' ? 'put' : outcome;
      },
    })),
  },
  {
    name: 'salt-dropped-unnoted',
    says: 'a salt is dropped without a note, so that an event that comes again is taken for another',
    functions: () => ({
      erase: async (salts, tenant, subject) => {
        const salt = (await salts.find(tenant, [subject])).get(subject);
        if (salt === undefined) return 0;
        await salts.drop(tenant, subject, salt);
        return 1;
      },
    }),
  },
  {
    name: 'salt-dropped-before-the-note',
    says: 'that a salt is dropped is noted after it is, and a crash in between loses the note',
    functions: () => ({
      erase: async (salts, tenant, subject) => {
        const salt = (await salts.find(tenant, [subject])).get(subject);
        if (salt === undefined) return 0;
        await salts.drop(tenant, subject, salt);
        await salts.noteDropped(tenant, pseudonymOf(tenant, subject, salt));
        return 1;
      },
    }),
  },
];
