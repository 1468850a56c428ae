import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import type { UsageHours } from '../../core/metering/log/ports.ts';
import { openerSaltsOn } from '../../core/transparency/opener-salts.ts';
import type {
  CountedHours,
  DayCheckpoint,
  DayCheckpoints,
  HourParts,
  KeyLeaves,
  LoggedKey,
  LoggedPart,
  LogId,
  LogSigner,
  LogSpan,
  LogSpans,
  LogTiles,
  OpenerSalts,
  SaltPages,
  YearLog,
  YearLogs,
} from '../../core/transparency/ports.ts';
import { saltPageText, seedsFrom } from '../../core/transparency/salt-tree.ts';
import { yearLogFrom, yearLogText } from '../../core/transparency/year-log.ts';

import { inMemorySalts } from './salts.ts';

const keyOf = ({ tenant, year }: LogId): string => JSON.stringify([tenant, year]);

/** Where logs stand, in memory: as they are kept, so that what is not kept is lost. */
export function inMemoryYearLogs(): YearLogs {
  const logs = new Map<string, { readonly id: LogId; readonly revision: number; text: string }>();
  const read = (key: string): YearLog | undefined => {
    const kept = logs.get(key);
    return kept === undefined
      ? undefined
      : yearLogFrom({ ...kept.id, revision: kept.revision }, kept.text);
  };
  return {
    get: async (id) => read(keyOf(id)),
    async latest(tenant) {
      const [last] = [...logs.values()]
        .map(({ id }) => id)
        .filter((id) => id.tenant === tenant)
        .toSorted((a, b) => b.year - a.year);
      return last === undefined ? undefined : read(keyOf(last));
    },
    async put(log) {
      const { tenant, year, revision } = log;
      if ((logs.get(keyOf(log))?.revision ?? 0) !== revision - 1) return 'taken';
      logs.set(keyOf(log), { id: { tenant, year }, revision, text: yearLogText(log) });
      return 'put';
    },
  };
}

export function inMemoryLogSpans(): LogSpans {
  const spans: LogSpan[] = [];
  return {
    async put(span) {
      const at = spans.findIndex(({ tenant, seq }) => tenant === span.tenant && seq === span.seq);
      const known = spans[at];
      if (known !== undefined && known.documents.length >= span.documents.length) return 'taken';
      spans.splice(at < 0 ? spans.length : at, at < 0 ? 0 : 1, span);
      return 'put';
    },
    async find(tenant, seq) {
      return spans
        .filter((span) => span.tenant === tenant && span.seq <= seq)
        .toSorted((a, b) => b.seq - a.seq)[0];
    },
  };
}

/** Tiles in memory, and all of them by path for whoever looks at them. */
export function inMemoryLogTiles(): LogTiles & { readonly all: ReadonlyMap<string, Uint8Array> } {
  const all = new Map<string, Uint8Array>();
  const at = (id: LogId, path: string): string => `${id.tenant}/${id.year}/${path}`;
  return {
    all,
    async put(id, path, bytes) {
      if (all.has(at(id, path))) return 'taken';
      all.set(at(id, path), Uint8Array.from(bytes));
      return 'put';
    },
    get: async (id, path) => all.get(at(id, path)),
  };
}

const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const KEY_BYTES = 32;

/** A key in memory, the same in each test. */
export function inMemoryLogSigner(): LogSigner {
  const der = Buffer.concat([PKCS8_HEAD, Buffer.alloc(KEY_BYTES, 7)]);
  const secret = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(secret).export({ type: 'spki', format: 'der' });
  return {
    algorithm: 'ed25519',
    publicKey: async () => spki.subarray(spki.length - KEY_BYTES),
    sign: async (message) => sign(null, message, secret),
  };
}

/** Pages of salts in memory, as they are kept. */
export function inMemorySaltPages(): SaltPages & { readonly all: ReadonlyMap<string, string> } {
  const all = new Map<string, string>();
  const revisions = new Map<string, number>();
  const at = (tenant: string, place: string): string => JSON.stringify([tenant, place]);
  return {
    all,
    find: async (tenant, places) =>
      new Map(
        places.flatMap((place) => {
          const [text, revision] = [all.get(at(tenant, place)), revisions.get(at(tenant, place))];
          if (text === undefined || revision === undefined) return [];
          return [[place, { place, revision, seeds: seedsFrom(text) }] as const];
        }),
      ),
    async put(tenant, { place, revision, seeds }) {
      if ((revisions.get(at(tenant, place)) ?? 0) !== revision - 1) return 'taken';
      revisions.set(at(tenant, place), revision);
      all.set(at(tenant, place), saltPageText(seeds));
      return 'put';
    },
  };
}

/** Salts of openers in memory. */
export const inMemoryOpenerSalts = (): OpenerSalts =>
  openerSaltsOn({ salts: inMemorySalts(), pages: inMemorySaltPages() });

/** Leaves of hours in memory. */
export function inMemoryHourParts(): HourParts & { readonly all: readonly LoggedPart[] } {
  const all: LoggedPart[] = [];
  const looked = new Map<string, number>();
  return {
    all,
    async put(part) {
      const isKnown = all.some(
        ({ tenant, hour, part: known }) =>
          tenant === part.tenant && hour === part.hour && known === part.part,
      );
      if (isKnown) return 'taken';
      all.push(part);
      return 'put';
    },
    list: async ({ tenant, from, to }) =>
      all
        .filter((one) => one.tenant === tenant && one.hour >= from && one.hour < to)
        .toSorted((a, b) => (a.hour === b.hour ? a.part - b.part : a.hour - b.hour)),
    looked: async (tenant) => looked.get(tenant) ?? 0,
    putLooked: async (tenant, hour) => {
      looked.set(tenant, hour);
    },
  };
}

/** Leaves of keys in memory. */
export function inMemoryKeyLeaves(): KeyLeaves & { readonly all: ReadonlyMap<string, LoggedKey> } {
  const all = new Map<string, LoggedKey>();
  const at = (tenant: string, keyId: string): string => JSON.stringify([tenant, keyId]);
  return {
    all,
    async put(key) {
      if (all.has(at(key.tenant, key.keyId))) return 'taken';
      all.set(at(key.tenant, key.keyId), key);
      return 'put';
    },
    find: async (tenant, keyIds) =>
      new Map(
        keyIds.flatMap((keyId) => {
          const known = all.get(at(tenant, keyId));
          return known === undefined ? [] : [[keyId, known] as const];
        }),
      ),
  };
}

/** Checkpoints of days in memory. */
export function inMemoryDayCheckpoints(): DayCheckpoints {
  const all = new Map<string, DayCheckpoint>();
  const of = (tenant: string): readonly DayCheckpoint[] =>
    [...all.values()]
      .filter((one) => one.tenant === tenant)
      .toSorted((a, b) => (a.day < b.day ? -1 : 1));
  return {
    async put(day) {
      const key = JSON.stringify([day.tenant, day.day]);
      if (all.has(key)) return 'taken';
      all.set(key, day);
      return 'put';
    },
    last: async (tenant) => of(tenant).at(-1),
    list: async ({ tenant, year }) => of(tenant).filter((one) => one.year === year),
  };
}

/** What totals have counted, of the hours that are asked about: all there is. */
export const allCounted = (usageLog: UsageHours, hours: readonly number[]): CountedHours => ({
  async *listCovered({ tenant, shard, from, to }) {
    for (const hour of hours.filter((one) => one >= from && one < to).sort((a, b) => a - b)) {
      const coverage = new Map<number, number>();
      for await (const { minute, seq } of usageLog.readHour({ tenant, shard, hour }))
        coverage.set(minute, seq);
      if (coverage.size > 0) yield { hour, coverage };
    }
  },
});
