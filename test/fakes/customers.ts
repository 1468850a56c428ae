import {
  type CustomerRecord,
  type Customers,
  type CustomersErased,
  forgottenCustomer,
  type SubjectClaim,
} from '../../core/catalog/ports.ts';
import type { PutOutcome } from '../../core/kernel/log.ts';

interface Revised {
  readonly revision: number;
}

/** Customers in memory; every read is strongly consistent. */
export function inMemoryCustomers(): Customers & CustomersErased {
  const records = new Map<string, CustomerRecord>();
  const past = new Map<string, CustomerRecord[]>();
  const claims = new Map<string, SubjectClaim>();
  const keyOf = (tenant: string, name: string): string => JSON.stringify([tenant, name]);
  const putOver = <Item extends Revised>(
    items: Map<string, Item>,
    key: string,
    item: Item,
  ): PutOutcome => {
    if ((items.get(key)?.revision ?? 0) !== item.revision - 1) return 'taken';
    items.set(key, structuredClone(item));
    return 'put';
  };
  return {
    get: async (tenant, key) => records.get(keyOf(tenant, key)),
    put: async (tenant, record) => putOver(records, keyOf(tenant, record.key), record),
    list: async (tenant, { after, limit }) => {
      const found = [...records.entries()]
        .filter(([id, { key }]) => id === keyOf(tenant, key) && key > after)
        .map(([, record]) => record)
        .sort((a, b) => (a.key < b.key ? -1 : 1));
      return { records: found.slice(0, limit), more: found.length > limit };
    },
    keepPast: async (tenant, record) => {
      const place = keyOf(tenant, record.key);
      const kept = past.get(place) ?? [];
      if (!kept.some(({ revision }) => revision === record.revision)) {
        past.set(
          place,
          [...kept, structuredClone(record)].sort((a, b) => b.revision - a.revision),
        );
      }
      return 'put';
    },
    listPast: async (tenant, { key, before, limit }) => {
      const found = (past.get(keyOf(tenant, key)) ?? []).filter(
        ({ revision }) => revision < before,
      );
      return { records: found.slice(0, limit), more: found.length > limit };
    },
    oldestPast: async (tenant, key) => past.get(keyOf(tenant, key))?.at(-1),
    claims: async (tenant, subjects) =>
      new Map(
        subjects.flatMap((subject) => {
          const claim = claims.get(keyOf(tenant, subject));
          return claim === undefined ? [] : [[subject, claim]];
        }),
      ),
    dropPast: async (tenant, { key, revision }) => {
      const kept = past.get(keyOf(tenant, key)) ?? [];
      past.set(
        keyOf(tenant, key),
        kept.filter((record) => record.revision !== revision),
      );
    },
    forgetClaim: async (tenant, { taken, ...claim }) => {
      const periods = taken.length === 0 ? {} : { taken };
      const next = { ...claim, customer: forgottenCustomer, ...periods };
      return putOver(claims, keyOf(tenant, claim.subject), next);
    },
    putClaim: async (tenant, claim) => putOver(claims, keyOf(tenant, claim.subject), claim),
  };
}
