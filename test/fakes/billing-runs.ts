import type { BillingRuns, ParkedMonth, RunNote } from '../../core/billing/run/ports.ts';
import { type AcceptedUsage, unbilledKey } from '../../core/billing/unbilled/unbilled-usage.ts';
import { boundedKey } from '../../core/kernel/bounded-key.ts';

const byBytes = (a: string, b: string): number =>
  Buffer.compare(Buffer.from(boundedKey(a)), Buffer.from(boundedKey(b)));

/** What billing runs leave for people, in memory: copies of what was put. */
export function inMemoryBillingRuns(): BillingRuns {
  const parked = new Map<string, ParkedMonth>();
  const notes = new Map<string, RunNote>();
  const unassigned = new Map<string, Map<number, readonly string[]>>();
  const accepted = new Map<string, Map<string, AcceptedUsage>>();
  const keyOf = (...parts: readonly string[]) => JSON.stringify(parts);
  return {
    park: async (one) => {
      parked.set(keyOf(one.tenant, one.month, one.customer), structuredClone(one));
    },
    parkedMonth: async (tenant, month, customer) => parked.get(keyOf(tenant, month, customer)),
    parkedDraft: async (tenant, id) =>
      [...parked.values()].find((one) => one.tenant === tenant && one.draft?.id === id),
    listParked: async (tenant, { month, after, limit }) => {
      // As a table has them: by the bytes of keys.
      const isPast = (one: ParkedMonth) => after === '' || byBytes(one.customer, after) > 0;
      const all = [...parked.values()]
        .filter((one) => one.tenant === tenant && one.month === month && isPast(one))
        .sort((a, b) => byBytes(a.customer, b.customer));
      return { months: all.slice(0, limit), more: all.length > limit };
    },
    putNote: async (note) => {
      notes.set(keyOf(note.tenant, note.month), structuredClone(note));
    },
    note: async (tenant, month) => notes.get(keyOf(tenant, month)),
    putUnassigned: async ({ tenant, month, partition, subjects }) => {
      const key = keyOf(tenant, month);
      unassigned.set(key, new Map([...(unassigned.get(key) ?? []), [partition, [...subjects]]]));
    },
    unassigned: async (tenant, month) =>
      [...(unassigned.get(keyOf(tenant, month))?.values() ?? [])].flat().sort(),
    acceptUsage: async (tenant, one) => {
      const key = keyOf(tenant, one.month);
      const known = accepted.get(key) ?? new Map<string, AcceptedUsage>();
      accepted.set(key, known.set(unbilledKey(one), structuredClone(one)));
    },
    acceptedUsage: async (tenant, month) => new Map(accepted.get(keyOf(tenant, month))),
  };
}
