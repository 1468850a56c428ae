import { hash } from 'node:crypto';
import type {
  DropFiles,
  DropPlace,
  DropRecords,
  RevisedDrop,
} from '../../core/tallies/drops/ports.ts';
import { dropFrom, storedDrop } from '../../core/tallies/drops/stored-drop.ts';
import { inMemoryRecords } from './records.ts';

interface Kept {
  readonly key: string;
  readonly revision: number;
  readonly body: string;
}

/** Drops in memory; every read is strongly consistent. */
export function inMemoryDrops(): DropRecords {
  const drops = inMemoryRecords<Kept>();
  const names = inMemoryRecords<Kept>();
  const zones = inMemoryRecords<Kept>();
  const read = ({ key, revision, body }: Kept): RevisedDrop => ({
    revision,
    drop: dropFrom(key, JSON.parse(body)),
  });
  return {
    async get(tenant, id) {
      const found = await drops.get(tenant, id);
      return found === undefined ? undefined : read(found);
    },
    put: (tenant, { revision, drop }) =>
      drops.put(tenant, { key: drop.id, revision, body: JSON.stringify(storedDrop(drop)) }),
    async list(tenant, page) {
      const { records, more } = await drops.list(tenant, page);
      return { drops: records.map(read), more };
    },
    named: async (tenant, key) => (await names.get(tenant, key))?.body,
    name: (tenant, key, id) => names.put(tenant, { key, revision: 1, body: id }),
    zoneOf: async (tenant, source) => (await zones.get(tenant, source))?.body,
    keepZone: (tenant, source, timeZone) =>
      zones.put(tenant, { key: source, revision: 1, body: timeZone }),
  };
}

/** A bucket of which only the last version of a file is there. */
interface InMemoryDropFiles extends DropFiles {
  readonly all: ReadonlyMap<string, Uint8Array>;
  put(key: string, content: string | Uint8Array): void;
  remove(key: string): void;
}

export function inMemoryDropFiles(): InMemoryDropFiles {
  const all = new Map<string, Uint8Array>();
  const keyOf = ({ tenant, name }: DropPlace): string => `${tenant}/${name}`;
  const versionOf = (bytes: Uint8Array): string => hash('md5', bytes);
  return {
    all,
    put: (key, content) => {
      all.set(key, typeof content === 'string' ? Buffer.from(content) : content);
    },
    remove: (key) => {
      all.delete(key);
    },
    placeOf: (key) => {
      const [, tenant = '', name = ''] = /^([^/]+)\/(.+)$/.exec(key) ?? [];
      return name === '' ? undefined : { tenant, name };
    },
    async head(place) {
      const bytes = all.get(keyOf(place));
      return bytes === undefined ? undefined : { version: versionOf(bytes), bytes: bytes.length };
    },
    async read(place, { version, from, length }) {
      const bytes = all.get(keyOf(place));
      if (bytes === undefined || versionOf(bytes) !== version) return undefined;
      return bytes.slice(from, from + length);
    },
    async putOutcome(place, text) {
      all.set(keyOf(place), Buffer.from(text));
    },
  };
}
