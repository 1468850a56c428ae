import type { RatingPorts } from '../../../core/billing/ports.ts';
import type { UsageLog } from '../../../core/metering/log/ports.ts';
import type { UsageTotals } from '../../../core/metering/totals/ports.ts';
import type { HourTotals } from '../../../core/metering/totals/totals.ts';
import { noWallets } from '../../support/no-wallets.ts';
import type { Process } from '../scheduler.ts';
import { usageHoursPort } from './repeats-ports.ts';
import type { BillingContext } from './run-context.ts';

/** Events are taken for 35 days. */
export const monthsReachedBack = 2;

/** All that rating reads, but the books. */
export function ratedPorts(world: BillingContext, process: Process): Omit<RatingPorts, 'books'> {
  const { network, stores, scenario } = world;
  const { customers, plans, settings, catalogs } = stores;
  const read = <Answer>(name: string, about: string, perform: () => Promise<Answer>) =>
    network.read(process, { name, about: () => about, perform });
  return {
    customers: {
      ...customers,
      get: (tenant, key) => read('customers.get', key, () => customers.get(tenant, key)),
      list: (tenant, page) => read('customers.list', tenant, () => customers.list(tenant, page)),
      claims: (tenant, subjects) =>
        read('customers.claims', subjects.join(' '), () => customers.claims(tenant, subjects)),
    },
    plans: {
      ...plans,
      get: (tenant, key) => read('plans.get', key, () => plans.get(tenant, key)),
    },
    settings: {
      ...settings,
      get: (tenant) => read('settings.get', tenant, () => settings.get(tenant)),
      listTenants: (page) =>
        read('settings.listTenants', page.after, () =>
          // A page may be short before the last.
          settings.listTenants({ ...page, limit: 1 }),
        ),
    },
    catalogs,
    totals: totalsPort(world, process),
    usageLog: { ...usageLogPort(world, process), ...usageHoursPort(world, process) },
    shardEpochs: scenario.epochs,
    wallets: noWallets,
    monthsReachedBack,
  };
}

const nothing = Promise.resolve(undefined);
const noBlocks: ReturnType<UsageLog['read']> = Promise.resolve({ blocks: [], more: false });

/** A month has thousands of logs and totals, and nearly all are empty: those take no turns. */
function usageLogPort({ network, stores, usage }: BillingContext, process: Process): UsageLog {
  const { usageLog } = stores;
  return {
    read: (key, after, consistency) => {
      if (!usage.hasMinute(key.tenant, key.minute)) return noBlocks;
      return network.read(process, {
        name: `log.read ${consistency}`,
        about: () => `${key.tenant} ${key.minute}`,
        perform: () => usageLog.read(key, after),
      });
    },
    append: (key, block) => usageLog.append(key, block),
  };
}

function totalsPort(
  { network, stores, usage, dice, journal }: BillingContext,
  process: Process,
): UsageTotals {
  const { totals } = stores;
  return {
    read: (key) => {
      if (!usage.hasHour(key.tenant, key.hour) || totals.revisionOf(key) === 0) return nothing;
      return network.read(process, {
        name: 'totals.read',
        about: () => JSON.stringify(key),
        perform: () => totals.read(key),
      });
    },
    readRange: async function* (range) {
      const all = async (): Promise<{ readonly hour: number; readonly totals: HourTotals }[]> => {
        const hours: { readonly hour: number; readonly totals: HourTotals }[] = [];
        for await (const hour of totals.readRange(range)) hours.push(hour);
        return hours;
      };
      const found = await all();
      if (found.length === 0) return;
      yield* await network.read(process, {
        name: `totals.readRange ${range.consistency}`,
        about: () => JSON.stringify(range),
        perform: async () => {
          const hours = await all();
          if (range.consistency === 'strong' || !dice.chance(network.faults.staleRead))
            return hours;
          journal.reached('stale read');
          return dice.some(hours, 0.5);
        },
      });
    },
    put: (key, next) => totals.put(key, next),
    readProgress: (key) => totals.readProgress(key),
    putProgress: (key, next) => totals.putProgress(key, next),
    listProgress: (page) => totals.listProgress(page),
  };
}
