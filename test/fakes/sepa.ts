import type { PutOutcome } from '../../core/kernel/log.ts';
import { batchFrom, batchText } from '../../core/rails/sepa/batch.ts';
import { mandateFrom, mandateText } from '../../core/rails/sepa/mandate.ts';
import type { Mandates, SepaBatches } from '../../core/rails/sepa/ports.ts';

const keyOf = (...parts: readonly string[]): string => JSON.stringify(parts);

/** Texts in memory, put as a table puts them. */
function texts() {
  const kept = new Map<string, { readonly revision: number; readonly text: string }>();
  return {
    kept,
    get: (key: string): string | undefined => kept.get(key)?.text,
    put: (key: string, revision: number, text: string): PutOutcome => {
      if ((kept.get(key)?.revision ?? 0) !== revision - 1) return 'taken';
      kept.set(key, { revision, text });
      return 'put';
    },
  };
}

/** Mandates in memory. */
export function inMemoryMandates(): Mandates {
  const mandates = texts();
  const owners = new Map<string, string>();
  const all = () => [...mandates.kept.values()].map(({ text }) => mandateFrom(text));
  return {
    async get(tenant, { customer, reference }) {
      const text = mandates.get(keyOf(tenant, customer, reference));
      return text === undefined ? undefined : mandateFrom(text);
    },
    ofCustomer: async (tenant, customer) =>
      all()
        .filter((one) => one.tenant === tenant && one.customer === customer)
        .toSorted((a, b) => (a.reference < b.reference ? -1 : 1)),
    put: async (mandate) => {
      const { tenant, customer, reference, revision } = mandate;
      return mandates.put(keyOf(tenant, customer, reference), revision, mandateText(mandate));
    },
    async claim(tenant, { customer, reference }) {
      const key = keyOf(tenant, reference);
      const owner = owners.get(key) ?? customer;
      owners.set(key, owner);
      return owner;
    },
  };
}

/** Batches in memory. */
export function inMemorySepaBatches(): SepaBatches & {
  readonly all: () => readonly ReturnType<typeof batchFrom>[];
} {
  const batches = texts();
  const all = () => [...batches.kept.values()].map(({ text }) => batchFrom(text));
  return {
    all,
    async get(tenant, id) {
      const text = batches.get(keyOf(tenant, id));
      return text === undefined ? undefined : batchFrom(text);
    },
    put: async (batch) =>
      batches.put(keyOf(batch.tenant, batch.id), batch.revision, batchText(batch)),
    async list(tenant, { before, limit }) {
      const found = all()
        .filter((one) => one.tenant === tenant && (before === undefined || one.id < before))
        .toSorted((a, b) => (a.id < b.id ? 1 : -1));
      return { batches: found.slice(0, limit), more: found.length > limit };
    },
  };
}
