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
    parkedDraft: (tenant, id) => read('runs.parkedDraft', id, () => runs.parkedDraft(tenant, id)),
    listParked: (tenant, page) =>
      read('runs.listParked', `${tenant} ${page.month}`, () => runs.listParked(tenant, page)),
    putNote: (note) =>
      written('runs.putNote', `${note.tenant} ${note.month}`, () => runs.putNote(note)),
    note: (tenant, month) =>
      read('runs.note', `${tenant} ${month}`, () => runs.note(tenant, month)),
    putUnassigned: async (found) => {
      const { tenant, month, partition, subjects } = found;
      // Nearly all of the 64 partitions are empty: those take no turns.
      if (subjects.length === 0) return runs.putUnassigned(found);
      const about = `${tenant} ${month} ${partition}`;
      return written('runs.putUnassigned', about, () => runs.putUnassigned(found));
    },
    unassigned: (tenant, month) =>
      read('runs.unassigned', `${tenant} ${month}`, () => runs.unassigned(tenant, month)),
    acceptUsage: runs.acceptUsage,
    acceptedUsage: runs.acceptedUsage,
  };
}
