import type { FacilitatorKey, FacilitatorKeys } from '../../core/gate/chain/facilitator-key.ts';
import type { PutOutcome } from '../../core/kernel/log.ts';
import { type Collection, isWatched } from '../../core/rails/collection.ts';
import type {
  Collections,
  Connection,
  RailCredentials,
  RailSecrets,
} from '../../core/rails/ports.ts';
import {
  collectionFrom,
  collectionText,
  connectionFrom,
  connectionText,
} from '../../core/rails/stored.ts';

const keyOf = (...parts: readonly (string | number)[]): string => JSON.stringify(parts);

/** Collections as texts in memory, put as a table puts them. */
export function inMemoryCollections(): Collections & { readonly all: () => readonly Collection[] } {
  const collections = new Map<string, string>();
  const connections = new Map<string, string>();
  const all = (): Collection[] => [...collections.values()].map(collectionFrom);
  const ofInvoice = (tenant: string, invoice: string): Collection[] =>
    all()
      .filter((one) => one.tenant === tenant && one.invoice === invoice)
      .toSorted((a, b) => a.attempt - b.attempt);
  const put = (
    map: Map<string, string>,
    key: string,
    { text, before, revision }: { text: string; before: number; revision: number },
  ): PutOutcome => {
    if (before !== revision - 1) return 'taken';
    map.set(key, text);
    return 'put';
  };
  return {
    all,
    async get({ tenant, invoice, attempt }) {
      const text = collections.get(keyOf(tenant, invoice, attempt));
      return text === undefined ? undefined : collectionFrom(text);
    },
    async last(tenant, invoice) {
      return ofInvoice(tenant, invoice).at(-1);
    },
    async list(tenant, invoice) {
      return ofInvoice(tenant, invoice);
    },
    async newest(tenant, invoice, { below, limit }) {
      return ofInvoice(tenant, invoice)
        .filter(({ attempt }) => below === undefined || attempt < below)
        .toReversed()
        .slice(0, limit);
    },
    async put(collection) {
      const { tenant, invoice, attempt, revision } = collection;
      const key = keyOf(tenant, invoice, attempt);
      const known = collections.get(key);
      const before = known === undefined ? 0 : collectionFrom(known).revision;
      return put(collections, key, { text: collectionText(collection), before, revision });
    },
    async open(tenant, { after, limit }) {
      const open = all()
        .filter((one) => one.tenant === tenant && isWatched(one))
        .map((one) => ({ one, place: keyOf(one.invoice, String(one.attempt).padStart(9, '0')) }))
        .toSorted((a, b) => (a.place < b.place ? -1 : 1))
        .filter(({ place }) => after === undefined || place > after);
      const page = open.slice(0, limit);
      return {
        collections: page.map(({ one }) => one),
        next: open.length > limit ? page.at(-1)?.place : undefined,
      };
    },
    async connection(tenant, rail) {
      const text = connections.get(keyOf(tenant, rail));
      return text === undefined ? undefined : connectionFrom(text);
    },
    async putConnection(connection) {
      const { tenant, rail, revision } = connection;
      const key = keyOf(tenant, rail);
      const known = connections.get(key);
      const before = known === undefined ? 0 : connectionFrom(known).revision;
      return put(connections, key, { text: connectionText(connection), before, revision });
    },
    async *everyConnection() {
      const page: Connection[] = [...connections.values()].map(connectionFrom);
      if (page.length > 0) yield page;
    },
  };
}

/** Keys of facilitators in memory. */
export function inMemoryFacilitatorKeys(): FacilitatorKeys {
  const keys = new Map<string, FacilitatorKey>();
  return {
    get: async (tenant) => keys.get(tenant),
    put: async (tenant, key) => {
      keys.set(tenant, key);
    },
    remove: async (tenant) => {
      keys.delete(tenant);
    },
  };
}

/** Secrets of rails in memory. */
export function inMemoryRailSecrets(): RailSecrets {
  const secrets = new Map<string, RailCredentials>();
  return {
    get: async (tenant, rail) => secrets.get(keyOf(tenant, rail)),
    put: async (tenant, rail, credentials) => {
      secrets.set(keyOf(tenant, rail), credentials);
    },
    remove: async (tenant, rail) => {
      secrets.delete(keyOf(tenant, rail));
    },
  };
}
