import { inParallel } from '../../kernel/in-parallel.ts';
import { nanosOf } from '../../kernel/money.ts';
import { timestampOf } from '../../kernel/timestamp.ts';
import type { SpendNotice } from '../../spend/notices.ts';
import type { MonetizedStore } from './ports.ts';
import type { MonetizedMoney, MonetizedRecord } from './record.ts';
import type { MonetizedTally } from './tally.ts';

/** What counts records. */
export interface CountingPorts {
  readonly store: MonetizedStore;
  onNotice(notice: SpendNotice): void;
}

const AT_ONCE = 8;

/**
 * Adds what came to the tallies of who paid, each transaction once, however often it is told: what is added stands in
 * the tally before it stands among what is counted, and is put there before anything further is added.
 */
export async function countRecords(
  ports: CountingPorts,
  tenant: string,
  all: readonly MonetizedMoney[],
): Promise<void> {
  for (const [address, money] of Map.groupBy(all, (one) => one.address)) {
    await countOf(ports, tenant, { address, money });
  }
}

async function countOf(
  ports: CountingPorts,
  tenant: string,
  { address, money }: { readonly address: string; readonly money: readonly MonetizedMoney[] },
): Promise<void> {
  const { store } = ports;
  const before = await store.tally(tenant, address);
  if (before !== undefined) await putAmongCounted(store, tenant, before);
  const fresh = new Map<string, MonetizedMoney>();
  const known = await inParallel(AT_ONCE, money, ({ id }) => store.counted(tenant, id));
  for (const [index, one] of money.entries()) {
    const counted = known[index] ?? fresh.get(one.id)?.record;
    if (counted === undefined) fresh.set(one.id, one);
    else if (isAnother(counted, one.record)) await leaveToPeople(ports, tenant, one);
  }
  if (fresh.size === 0) return;
  const added = [...fresh.values()];
  const after: MonetizedTally = {
    ...(before ?? { address, booked: nanosOf(0n), booking: undefined }),
    total: nanosOf(added.reduce((sum, one) => sum + one.money, before?.total ?? 0n)),
    adding: added.map(({ id, record }) => ({ id, record })),
    lastAt: timestampOf(Math.max(before?.lastAt ?? 0, ...added.map(({ record: { at } }) => at))),
    revision: (before?.revision ?? 0) + 1,
  };
  await put(store.putTally(tenant, after));
  await putAmongCounted(store, tenant, after);
}

/** The last is put when all others are: where it is there, they are. */
async function putAmongCounted(
  store: MonetizedStore,
  tenant: string,
  { adding }: MonetizedTally,
): Promise<void> {
  const last = adding.at(-1);
  if (last === undefined || (await store.counted(tenant, last.id)) !== undefined) return;
  const one = async ({ id, record }: typeof last): Promise<void> => {
    if ((await store.putCounted(tenant, id, record)) === 'unknown') throw notKnown();
  };
  await inParallel(AT_ONCE, adding.slice(0, -1), one);
  await one(last);
}

/** Two requests of one transaction are one payment only where the firewall says so; so are other amounts not. */
const isAnother = (counted: MonetizedRecord, told: MonetizedRecord): boolean =>
  counted.amount !== told.amount ||
  counted.address !== told.address ||
  (counted.status === told.status &&
    counted.status === 'SETTLED' &&
    counted.request !== told.request);

async function leaveToPeople(
  { store, onNotice }: CountingPorts,
  tenant: string,
  { id, address, record }: MonetizedMoney,
): Promise<void> {
  onNotice({
    event: 'spend.settlement-unclear',
    ...{ tenant, payer: address, id },
    detail: `the transaction ${record.transaction} is counted, and request ${record.request} says another payment by it`,
  });
  await store.park(tenant, `${id} ${record.request}`, record);
}

/** Where others are at it, or nothing is known, the next one does it again. */
export async function put(outcome: Promise<'put' | 'taken' | 'unknown'>): Promise<void> {
  if ((await outcome) !== 'put') throw notKnown();
}

const notKnown = (): Error => new Error('records are being counted by another one: ask again');
