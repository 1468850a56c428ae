import type { BillingRuns, ParkedMonth, RunNote } from '../../core/billing/run/ports.ts';

/** What billing runs leave for people, in memory; what is read shares nothing with what was put. */
export function inMemoryBillingRuns(): BillingRuns {
  const parked = new Map<string, ParkedMonth>();
  const notes = new Map<string, RunNote>();
  const unassigned = new Map<string, Map<number, readonly string[]>>();
  const keyOf = (...parts: readonly string[]) => JSON.stringify(parts);
  return {
    park: async (month) => {
      parked.set(keyOf(month.tenant, month.period, month.customer), structuredClone(month));
    },
    parkedDraft: async (tenant, id) =>
      structuredClone(
        [...parked.values()].find((month) => month.tenant === tenant && month.draft?.id === id),
      ),
    listParked: async (tenant, { period, after, limit }) => {
      const all = [...parked.values()]
        .filter(
          (month) => month.tenant === tenant && month.period === period && month.customer > after,
        )
        .sort((a, b) => (a.customer < b.customer ? -1 : 1));
      return structuredClone({ months: all.slice(0, limit), more: all.length > limit });
    },
    putNote: async (note) => {
      notes.set(keyOf(note.tenant, note.period), structuredClone(note));
    },
    note: async (tenant, period) => structuredClone(notes.get(keyOf(tenant, period))),
    putUnassigned: async ({ tenant, period, partition, subjects }) => {
      const key = keyOf(tenant, period);
      unassigned.set(key, new Map([...(unassigned.get(key) ?? []), [partition, [...subjects]]]));
    },
    unassigned: async (tenant, period) =>
      [...(unassigned.get(keyOf(tenant, period))?.values() ?? [])].flat().sort(),
  };
}
