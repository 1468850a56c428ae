import type {
  DocumentAt,
  DocumentStore,
  RenderedDocument,
} from '../../core/documents/document-store.ts';

/** Documents that can be looked at. */
export interface InMemoryDocuments extends DocumentStore {
  /** What is kept, by `tenant id form`. */
  readonly kept: ReadonlyMap<string, RenderedDocument>;
}

const placeOf = ({ tenant, id, form }: DocumentAt): string => `${tenant} ${id} ${form}`;

/** Documents in memory; what is read shares nothing with what was put. */
export function inMemoryDocuments(): InMemoryDocuments {
  const kept = new Map<string, RenderedDocument>();
  return {
    kept,
    put: async (at, document) => {
      if (kept.has(placeOf(at))) return 'taken';
      kept.set(placeOf(at), structuredClone(document));
      return 'put';
    },
    get: async (at) => {
      const document = kept.get(placeOf(at));
      if (document === undefined) return undefined;
      const { bytes, sha256 } = document;
      return { bytes: bytes.slice(), sha256: sha256.slice() };
    },
    has: async (at) => kept.has(placeOf(at)),
  };
}
