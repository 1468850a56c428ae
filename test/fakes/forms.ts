import type { FormAt, Forms, RenderedForm } from '../../core/documents/ports.ts';

/** Forms that can be looked at. */
export interface InMemoryForms extends Forms {
  /** What is kept, by `tenant id form`. */
  readonly kept: ReadonlyMap<string, RenderedForm>;
}

const placeOf = ({ tenant, id, form }: FormAt): string => `${tenant} ${id} ${form}`;

/** Forms in memory; what is read shares nothing with what was put. */
export function inMemoryForms(): InMemoryForms {
  const kept = new Map<string, RenderedForm>();
  return {
    kept,
    put: async (at, form) => {
      if (kept.has(placeOf(at))) return 'taken';
      kept.set(placeOf(at), structuredClone(form));
      return 'put';
    },
    get: async (at) => {
      const form = kept.get(placeOf(at));
      if (form === undefined) return undefined;
      const { bytes, sha256 } = form;
      return { bytes: bytes.slice(), sha256: sha256.slice() };
    },
    has: async (at) => kept.has(placeOf(at)),
  };
}
