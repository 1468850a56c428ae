import type {
  ListedRepeat,
  Repeats,
  TraceChunk,
  TraceScratch,
} from '../../core/billing/repeats/ports.ts';

/** The repeats of months, in memory; what is read shares nothing with what was put. */
export function inMemoryRepeats(): Repeats {
  const months = new Map<string, Map<string, ListedRepeat>>();
  const monthOf = (tenant: string, month: string): Map<string, ListedRepeat> => {
    const key = JSON.stringify([tenant, month]);
    const found = months.get(key) ?? new Map<string, ListedRepeat>();
    months.set(key, found);
    return found;
  };
  return {
    add: async (tenant, month, listed) => {
      const all = monthOf(tenant, month);
      if (!all.has(listed.place)) all.set(listed.place, structuredClone(listed));
    },
    overrule: async (tenant, month, listed) => {
      monthOf(tenant, month).set(listed.place, structuredClone(listed));
    },
    get: async (tenant, month, place) => structuredClone(monthOf(tenant, month).get(place)),
    list: async (tenant, { month, after, limit }) => {
      const all = [...monthOf(tenant, month).values()]
        .filter(({ place }) => place > after)
        .sort((a, b) => (a.place < b.place ? -1 : 1));
      return structuredClone({ repeats: all.slice(0, limit), more: all.length > limit });
    },
  };
}

interface Aside {
  readonly chunks: Map<string, TraceChunk>;
  completeUntil: number;
}

/** Traces put aside, in memory; nothing expires. */
export function inMemoryTraceScratch(): TraceScratch {
  const all = new Map<string, Aside>();
  const at = (name: string): Aside => {
    const found = all.get(name) ?? { chunks: new Map<string, TraceChunk>(), completeUntil: 0 };
    all.set(name, found);
    return found;
  };
  return {
    isComplete: async (name, until) => at(name).completeUntil >= until,
    put: async (name, { last, bytes }) => {
      at(name).chunks.set(last, { last, bytes: Uint8Array.from(bytes) });
    },
    complete: async (name, until) => {
      at(name).completeUntil = until;
    },
    async *read(name, from) {
      const chunks = [...at(name).chunks.values()].filter(({ last }) => last >= from);
      yield* chunks.sort((a, b) => (a.last < b.last ? -1 : 1));
    },
  };
}
