import type { MonetizedSource, MonetizedStore } from '../../core/gate/monetized/ports.ts';
import type { MonetizedRecord } from '../../core/gate/monetized/record.ts';
import {
  progressFrom,
  progressText,
  recordFrom,
  recordText,
  tallyFrom,
  tallyText,
} from '../../core/gate/monetized/tally.ts';
import type { PutOutcome } from '../../core/kernel/log.ts';

/** A firewall in memory, whose records a test puts, with the web ACL that they are of. */
export function inMemoryRecords(pageSize = 100): MonetizedSource & {
  readonly all: { record: MonetizedRecord; webAcl: string }[];
  readonly asked: { readonly from: number; readonly to: number }[];
} {
  const all: { record: MonetizedRecord; webAcl: string }[] = [];
  const asked: { readonly from: number; readonly to: number }[] = [];
  return {
    ...{ all, asked },
    async records({ webAcl, from, to, after = '0' }) {
      asked.push({ from, to });
      const found = all
        .filter((one) => webAcl === undefined || one.webAcl === webAcl)
        .map(({ record }) => record)
        .filter(({ at }) => at >= from && at <= to)
        .toSorted((a, b) => a.at - b.at);
      const end = Number(after) + pageSize;
      return {
        records: found.slice(Number(after), end),
        next: end < found.length ? String(end) : undefined,
      };
    },
  };
}

/** What is kept of a firewall as texts in memory, put as a table puts them. */
export function inMemoryMonetized(): MonetizedStore & {
  readonly parked: Map<string, MonetizedRecord>;
  /** Of the next put: what becomes of it. */
  readonly fails: { put?: ((name: string) => 'lost' | undefined) | undefined };
} {
  const kept = new Map<string, { readonly revision: number; readonly text: string }>();
  const parked = new Map<string, MonetizedRecord>();
  const fails: { put?: ((name: string) => 'lost' | undefined) | undefined } = {};
  const place = (...parts: readonly string[]): string => JSON.stringify(parts);
  const put = async (
    name: string,
    one: { readonly revision: number; readonly text: string },
  ): Promise<PutOutcome> => {
    if (fails.put?.(name) === 'lost') throw new Error('the process died');
    if ((kept.get(name)?.revision ?? 0) !== one.revision - 1) return 'taken';
    kept.set(name, one);
    return 'put';
  };
  const read = <A>(name: string, from: (text: string) => A): A | undefined => {
    const known = kept.get(name);
    return known === undefined ? undefined : from(known.text);
  };
  return {
    ...{ parked, fails },
    progress: async (tenant, webAcl = '') => read(place('progress', tenant, webAcl), progressFrom),
    putProgress: (tenant, webAcl, progress) =>
      put(place('progress', tenant, webAcl ?? ''), {
        revision: progress.revision,
        text: progressText(progress),
      }),
    counted: async (tenant, id) => read(place('counted', tenant, id), recordFrom),
    putCounted: (tenant, id, record) =>
      put(place('counted', tenant, id), { revision: 1, text: recordText(record) }),
    park: async (_tenant, id, record) => {
      parked.set(id, record);
    },
    tally: async (tenant, address) => read(place('tally', tenant, address), tallyFrom),
    putTally: (tenant, tally) =>
      put(place('tally', tenant, tally.address), {
        revision: tally.revision,
        text: tallyText(tally),
      }),
    async tallies(tenant, { after, limit }) {
      const before = place('tally', tenant).slice(0, -1);
      return [...kept]
        .filter(([name]) => name.startsWith(`${before},`))
        .map(([, { text }]) => tallyFrom(text))
        .toSorted((a, b) => (a.address < b.address ? -1 : 1))
        .filter(({ address }) => after === undefined || address > after)
        .slice(0, limit);
    },
  };
}
