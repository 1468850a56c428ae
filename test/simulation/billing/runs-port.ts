import type { BillingRuns } from '../../../core/billing/run/ports.ts';
import type { Process } from '../scheduler.ts';
import type { BillingContext } from './run-context.ts';

/** What runs leave for people, across the network. */
export function billingRunsPort(
  { network, tables: { runs } }: BillingContext,
  process: Process,
): BillingRuns {
  const written = async (name: string, about: string, write: () => Promise<void>) => {
    const answer = await network.write(process, {
      name,
      about: () => about,
      perform: async () => {
        await write();
        return 'done';
      },
      unanswered: 'unknown',
    });
    if (answer !== 'done') throw new Error(`${name} was not answered`);
  };
  const read = <Answer>(name: string, about: string, perform: () => Promise<Answer>) =>
    network.read(process, { name, about: () => about, perform });
  return {
    park: (parked) =>
      written(
        'runs.park',
        `${parked.tenant} ${parked.month} ${parked.customer} ${parked.code}`,
        () => runs.park(parked),
      ),
    parkedMonth: (tenant, month, customer) =>
      read('runs.parkedMonth', `${tenant} ${month}`, () =>
        runs.parkedMonth(tenant, month, customer),
      ),
    parkedDraft: (tenant, id) => read('runs.parkedDraft', id, () => runs.parkedDraft(tenant, id)),
    // Sweeps and dry runs look at ten years, and nearly all of their months have nothing: those take no turns.
    listParked: async (tenant, page) => {
      const found = await runs.listParked(tenant, page);
      if (found.months.length === 0) return found;
      return read('runs.listParked', `${tenant} ${page.month}`, () =>
        runs.listParked(tenant, page),
      );
    },
    putNote: (note) =>
      written('runs.putNote', `${note.tenant} ${note.month}`, () => runs.putNote(note)),
    note: async (tenant, month) => {
      if ((await runs.note(tenant, month)) === undefined) return undefined;
      return read('runs.note', `${tenant} ${month}`, () => runs.note(tenant, month));
    },
    putUnassigned: async (found) => {
      const { tenant, month, partition, subjects } = found;
      // Nearly all of the 64 partitions are empty: those take no turns.
      if (subjects.length === 0) return runs.putUnassigned(found);
      const about = `${tenant} ${month} ${partition}`;
      return written('runs.putUnassigned', about, () => runs.putUnassigned(found));
    },
    unassigned: async (tenant, month) => {
      // Most months have none: those take no turns.
      if ((await runs.unassigned(tenant, month)).length === 0) return [];
      return read('runs.unassigned', `${tenant} ${month}`, () => runs.unassigned(tenant, month));
    },
    acceptUsage: runs.acceptUsage,
    acceptedUsage: runs.acceptedUsage,
  };
}
