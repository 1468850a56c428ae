import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { tokenKeyOf } from '../../core/blind/keys.ts';
import type {
  BegunSale,
  EpochPlace,
  PassEpoch,
  PassSale,
  PrivateKeys,
  PrivatePasses,
  PrivatePassRecord,
  SpentToken,
} from '../../core/gate/private/ports.ts';
import { invariant } from '../../core/kernel/invariant.ts';
import { privateKeyOfTests } from '../fixtures/private-key.ts';
import { inMemoryRecords } from './records.ts';

const placeText = ({ tenant, pass, month }: EpochPlace, more = ''): string =>
  JSON.stringify([tenant, month, pass, more]);

/** Things put over the revision before them, in memory. */
function revised<One extends { readonly revision: number }>() {
  const known = new Map<string, One>();
  return {
    known,
    async put(key: string, one: One): Promise<'put' | 'taken'> {
      if ((known.get(key)?.revision ?? 0) !== one.revision - 1) return 'taken';
      known.set(key, structuredClone(one));
      return 'put';
    },
  };
}

/** Private passes in memory; every read is strongly consistent. */
export function inMemoryPrivatePasses(): PrivatePasses & {
  readonly allSales: () => readonly PassSale[];
  readonly allSpent: () => readonly SpentToken[];
} {
  const records = inMemoryRecords<PrivatePassRecord>();
  const epochs = new Map<string, PassEpoch>();
  const published = new Map<string, PassEpoch>();
  const sales = revised<PassSale>();
  const spent = revised<SpentToken>();
  const marks = new Map<string, BegunSale>();
  const inOrder = <One>(of: ReadonlyMap<string, One>) =>
    [...of].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const keyOf = (one: PassEpoch): string => `${one.month} ${one.keyId}`;
  return {
    ...records,
    allSales: () => [...sales.known.values()],
    allSpent: () => [...spent.known.values()],
    epoch: async (place) => epochs.get(placeText(place)),
    async putEpoch(epoch) {
      if (epochs.has(placeText(epoch))) return 'taken';
      epochs.set(placeText(epoch), epoch);
      return 'put';
    },
    async publish(epoch) {
      published.set(keyOf(epoch), epoch);
    },
    byKey: async (keyId) => [...published.values()].find((one) => one.keyId === keyId),
    published: async ({ from, after, limit }) =>
      inOrder(published)
        .filter(([key]) => key >= from && (after === undefined || key > keyOf(after)))
        .slice(0, limit)
        .map(([, one]) => one),
    sale: async (place) => sales.known.get(placeText(place, place.sale)),
    putSale: (sale) => sales.put(placeText(sale, sale.sale), sale),
    sales: async (place, { after, limit }) =>
      inOrder(sales.known)
        .map(([, one]) => one)
        .filter((one) => placeText(one) === placeText(place) && one.sale > (after ?? ''))
        .slice(0, limit),
    async begin(sale) {
      marks.set(placeText(sale, sale.sale), sale);
    },
    begun: async ({ after, limit }) =>
      inOrder(marks)
        .filter(([key]) => after === undefined || key > placeText(after, after.sale))
        .slice(0, limit)
        .map(([, one]) => one),
    async over(sale) {
      marks.delete(placeText(sale, sale.sale));
    },
    spent: async (place) => spent.known.get(placeText(place, place.token)),
    putSpent: (token) => spent.put(placeText(token, token.token), token),
  };
}

const made: KeyObject[] = [createPrivateKey(privateKeyOfTests)];

/** Private keys in memory; those that were made are used again, as it takes long to make one. */
export function inMemoryPrivateKeys(): PrivateKeys {
  const keys = new Map<string, KeyObject>();
  return {
    async make() {
      const at = keys.size;
      const key = made[at] ?? generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
      made[at] = key;
      const tokenKey = tokenKeyOf(key);
      invariant(tokenKey !== undefined, 'a key of tests takes tokens');
      const { spki } = tokenKey;
      const keyId = createHash('sha256').update(spki).digest('base64url');
      keys.set(keyId, key);
      return { spki, keyId };
    },
    find: async (_tenant, keyId) => keys.get(keyId),
  };
}
