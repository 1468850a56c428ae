import type { PutOutcome } from '../../../core/kernel/log.ts';
import type { MeterCatalog } from '../../../core/metering/meter-catalogs.ts';
import { joined } from '../../../core/metering/totals/coverage.ts';
import type { Revised, UsageTotals } from '../../../core/metering/totals/ports.ts';
import type { Functions, Ports } from '../run-context.ts';
import { countedOutside } from './counted-outside.ts';
import { withoutHoles } from './log-bugs.ts';
import type { PlantedBug } from './planted-bug.ts';

/** The refresher with some of its ports seen through something. */
const refreshing =
  (seen: (ports: Ports) => Partial<Ports>) =>
  (real: Functions): Partial<Functions> => ({
    total: (ports) => real.total({ ...ports, ...seen(ports) }),
  });

/** The same totals, to put other methods over. */
export const over = (totals: UsageTotals, other: Partial<UsageTotals>): UsageTotals => ({
  read: (key) => totals.read(key),
  put: (key, next) => totals.put(key, next),
  readRange: (range) => totals.readRange(range),
  readProgress: (key, consistency) => totals.readProgress(key, consistency),
  putProgress: (key, next) => totals.putProgress(key, next),
  listProgress: (page) => totals.listProgress(page),
  ...other,
});

/** Every block past the fold progress is added, whether or not the totals have it already. */
function adding({ totals }: Ports): Partial<Ports> {
  return {
    totals: over(totals, {
      read: async (key) => {
        const stored = await totals.read(key);
        if (stored === undefined) return undefined;
        return { ...stored, value: { ...stored.value, coverage: new Map() } };
      },
      put: async (key, next) => {
        const before = await totals.read(key);
        const coverage = joined(before?.value.coverage ?? new Map(), next.value.coverage);
        return totals.put(key, { ...next, value: { ...next.value, coverage } });
      },
    }),
  };
}

/** Partitions are put when the fold progress has been. */
function progressFirst({ totals }: Ports): Partial<Ports> {
  let waiting: { readonly hour: string; readonly put: () => Promise<PutOutcome> }[] = [];
  const hourText = ({ tenant, hour }: { tenant: string; hour: number }) =>
    JSON.stringify([tenant, hour]);
  return {
    totals: over(totals, {
      put: async (key, next) => {
        waiting.push({ hour: hourText(key), put: () => totals.put(key, next) });
        return 'put';
      },
      putProgress: async (key, next) => {
        const outcome = await totals.putProgress(key, next);
        const mine = waiting.filter(({ hour }) => hour === hourText(key));
        waiting = waiting.filter(({ hour }) => hour !== hourText(key));
        for (const { put } of mine) await put();
        return outcome;
      },
    }),
  };
}

/** What was folded under an older catalog passes for folded under the newest. */
function neverAgain({ totals, catalogs }: Ports): Partial<Ports> {
  const newest = async <Value extends { readonly catalogVersion: number }>(
    tenant: string,
    stored: Revised<Value> | undefined,
  ): Promise<Revised<Value> | undefined> => {
    const { version } = await catalogs.latest(tenant, 'strong');
    if (stored === undefined) return undefined;
    return { ...stored, value: { ...stored.value, catalogVersion: version } };
  };
  return {
    totals: over(totals, {
      read: async (key) => newest(key.tenant, await totals.read(key)),
      readProgress: async (key, consistency) =>
        newest(key.tenant, await totals.readProgress(key, consistency)),
    }),
  };
}

/** The catalog is read once, for as long as the sandbox lives. */
function rememberingCatalogs({ catalogs }: Ports): Partial<Ports> {
  const known = new Map<string, MeterCatalog>();
  return {
    catalogs: {
      append: (tenant, catalog) => catalogs.append(tenant, catalog),
      latest: async (tenant, consistency) => {
        const catalog = known.get(tenant) ?? (await catalogs.latest(tenant, consistency));
        known.set(tenant, catalog);
        return catalog;
      },
    },
  };
}

/** What can go wrong between the log and the totals. */
export const totalsBugs: readonly PlantedBug[] = [
  {
    name: 'counted-outside-the-block',
    says: 'the aggregator counts by itself what it has appended, after it has',
    functions: countedOutside,
  },
  {
    name: 'totals-by-addition',
    says: 'a refresh adds the blocks past the fold progress to totals that may have them already',
    functions: refreshing(adding),
  },
  {
    name: 'totals-over-any-revision',
    says: 'totals are put over whatever is there, whichever revision they were made from',
    tables: ({ totals }) => ({
      totals: over(totals, {
        put: (key, next) => totals.put(key, { ...next, revision: totals.revisionOf(key) + 1 }),
      }),
    }),
  },
  {
    name: 'totals-of-an-older-catalog',
    says: 'a warm refresher goes on with the catalog it read first',
    functions: refreshing(rememberingCatalogs),
  },
  {
    name: 'catalog-change-not-refolded',
    says: 'a new meter counts only what comes after it',
    functions: refreshing(neverAgain),
  },
  {
    name: 'progress-first',
    says: 'the fold progress is put before the totals it speaks of',
    functions: refreshing(progressFirst),
  },
  {
    name: 'refresh-over-a-hole',
    says: 'a refresh takes a read with a hole for the whole log',
    functions: refreshing(({ usageLog }) => ({ usageLog: withoutHoles(usageLog) })),
  },
  {
    name: 'catalog-read-once',
    says: 'a refresh does not look at the catalog again when it has put the first fold progress of an hour',
    functions: (real) => ({
      total: (ports) => (event, context) =>
        real.total({ ...ports, ...rememberingCatalogs(ports) })(event, context),
    }),
  },
];
