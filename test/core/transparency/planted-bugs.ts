import type { HourParts, KeyLeaves, YearLog } from '../../../core/transparency/ports.ts';
import type { SequencePorts } from '../../../core/transparency/sequence.ts';
import { there } from '../../support/there.ts';

/** A fault of whoever writes a log, by what it does. */
export type Bug = (ports: SequencePorts) => SequencePorts;

export const bugs: Readonly<Record<string, Bug>> = {
  'lets any checkpoint in': (ports) => ({
    ...ports,
    logs: {
      ...ports.logs,
      put: async (log) => {
        const kept = await ports.logs.get(log);
        return ports.logs.put({ ...log, revision: (kept?.revision ?? 0) + 1 });
      },
    },
  }),
  'stages anew what was staged before': (ports) => ({
    ...ports,
    logs: {
      ...ports.logs,
      latest: async (of) => {
        const log = await ports.logs.latest(of);
        const { staged, ...published } = log ?? {};
        if (log === undefined || staged === undefined || staged.entries.length % 3 > 0) return log;
        return { ...(published as YearLog), through: staged.seq - 1 };
      },
    },
  }),
  'puts no entries': (ports) => ({
    ...ports,
    tiles: {
      ...ports.tiles,
      put: async (id, path, bytes) =>
        path.includes('entries') ? 'put' : ports.tiles.put(id, path, bytes),
    },
  }),
  'begins again at the first block': (ports) => ({
    ...ports,
    logs: {
      ...ports.logs,
      latest: async (of) => {
        const log = await ports.logs.latest(of);
        return log === undefined ? undefined : { ...log, through: Math.max(0, log.through - 1) };
      },
    },
  }),
  'leaves a block out': (ports) => ({
    ...ports,
    log: {
      ...ports.log,
      read: async (of, after, consistency) => {
        const page = await ports.log.read(of, after, consistency);
        const [first, second, ...rest] = page.blocks;
        if (first === undefined || second === undefined) return page;
        return { ...page, blocks: [{ ...first, bytes: second.bytes }, second, ...rest] };
      },
      readOne: ports.log.readOne.bind(ports.log),
    },
  }),
  'counts on a span that is not there': (ports) => ({
    ...ports,
    spans: { ...ports.spans, put: async () => 'put' },
  }),
  'makes openers salts anew': (ports) => ({
    ...ports,
    salts: {
      ...ports.salts,
      find: async (of, openers) => {
        const found = [...(await ports.salts.find(of, openers))];
        return new Map(
          found.map(([opener, salt], at) => [opener, at === 3 ? new Uint8Array(32) : salt]),
        );
      },
    },
  }),
  'makes of an hour what another put otherwise': (ports) => ({
    ...ports,
    tiles: {
      ...ports.tiles,
      put: async (id, path, bytes) => {
        const outcome = await ports.tiles.put(id, path, bytes);
        return path.startsWith('usage/') ? 'put' : outcome;
      },
    },
  }),
  'does not say where the leaf of an hour is': (ports) =>
    withHours(ports, { put: async () => 'put' }),
  'looks for no usage that comes late': (ports) =>
    withHours(ports, {
      list: async (range) => {
        const parts = await there(ports.usage).hours.list(range);
        const everything = new Map(
          Array.from({ length: 60 }, (_, minute) => [minute, Number.MAX_SAFE_INTEGER]),
        );
        return parts.map((part) => {
          const all = new Map([...everything].map(([at, to]) => [part.hour * 60 + at, to]));
          return { ...part, covered: new Map([0, 1].map((shard) => [shard, all])) };
        });
      },
    }),
  'seals hours that are sealed': (ports) => withHours(ports, { list: async () => [] }),
  'believes that it has looked': (ports) =>
    withHours(ports, {
      looked: async (of) => {
        const hour = await there(ports.usage).hours.looked(of);
        return hour === 0 ? 0 : hour + 10_000;
      },
    }),
  'does not say where the leaf of a key is': (ports) => withKeys(ports, { put: async () => 'put' }),
  'logs keys that are logged': (ports) =>
    withKeys(ports, {
      find: async (of, ids) => {
        const found = await there(ports.keys).leaves.find(of, ids);
        return new Map([...found].filter((_, at) => at !== 1));
      },
    }),
  'reads usage up to the last block but one': (ports) => ({
    ...ports,
    usage: {
      ...there(ports.usage),
      usageLog: {
        async *readHour(hour) {
          let at = 0;
          for await (const block of there(ports.usage).usageLog.readHour(hour)) {
            at += 1;
            if (at % 3 > 0) yield block;
          }
        },
      },
    },
  }),
};

const withKeys = (ports: SequencePorts, own: Partial<KeyLeaves>): SequencePorts => {
  const keys = there(ports.keys);
  return { ...ports, keys: { ...keys, leaves: { ...keys.leaves, ...own } } };
};

const withHours = (ports: SequencePorts, own: Partial<HourParts>): SequencePorts => {
  const usage = there(ports.usage);
  return { ...ports, usage: { ...usage, hours: { ...usage.hours, ...own } } };
};
