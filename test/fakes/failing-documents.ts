import type { DocumentStore } from '../../core/documents/document-store.ts';
import type { Mischief } from './failing-books.ts';

/** Documents as the network serves them. */
export const failingDocuments = (store: DocumentStore, mischief: Mischief): DocumentStore => ({
  put: (at, document) => mischief.put(() => store.put(at, document)),
  get: (at) => mischief.around(() => store.get(at)),
  has: (at) => mischief.around(() => store.has(at)),
});
