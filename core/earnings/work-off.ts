import type { BooksCells } from '../books/ports.ts';
import type { BillingSettings } from '../catalog/ports.ts';
import { pagesPast, pageUpTo } from '../kernel/pages.ts';
import type { Queue } from '../kernel/queue.ts';
import { loadShares } from '../shares/load-shares.ts';
import type { Shares } from '../shares/ports.ts';
import { type FoldPorts, foldBooks, markAll } from './fold-books.ts';
import { type EarningsMessage, type RecountMessage, sendAll } from './message.ts';

/** What messages of the earnings queue are worked off with. */
export interface EarningsPorts extends FoldPorts {
  readonly settings: BillingSettings;
  readonly shares: Shares;
  readonly queue: Queue;
  readonly cells: Pick<BooksCells, 'listPeriod'>;
}

const TENANTS_PER_PAGE = 100;
const PAYERS_PER_PAGE = 500;

/** Works off one message; each that comes twice, late or in another order does no harm. */
export async function workOff(ports: EarningsPorts, message: EarningsMessage): Promise<void> {
  switch (message.kind) {
    case 'look':
      return lookEverywhere(ports);
    case 'fold':
      return fold(ports, message.tenant);
    case 'recount':
      return recount(ports, message);
  }
}

/** Whoever is billed and has a share is gone on with. Of all others nothing is read but that they have none. */
async function lookEverywhere({ settings, shares, queue }: EarningsPorts): Promise<void> {
  const pages = pagesPast('', async (after) => {
    const { tenants, more } = await settings.listTenants({ after, limit: TENANTS_PER_PAGE });
    return pageUpTo(tenants, (tenant) => tenant, more);
  });
  for await (const tenants of pages) {
    for (const tenant of tenants) {
      const { records } = await shares.list(tenant, { after: '', limit: 1 });
      if (records.length > 0) await sendAll(queue, [{ kind: 'fold', tenant }]);
    }
  }
}

async function fold(ports: EarningsPorts, tenant: string): Promise<void> {
  const shares = await loadShares(ports.shares, tenant);
  const outcome = await foldBooks(ports, tenant, [...shares.values()]);
  if (outcome === 'more') await sendAll(ports.queue, [{ kind: 'fold', tenant }]);
}

/** Marks the payers of a month that are closed, a page at a time. */
async function recount(
  ports: EarningsPorts,
  { kind, tenant, month, after }: RecountMessage,
): Promise<void> {
  const page = { period: month, after, limit: PAYERS_PER_PAGE };
  const cells = await ports.cells.listPeriod(tenant, page);
  const payers = cells.flatMap(({ value }) => (value.kind === 'period' ? value.customer : []));
  await markAll(
    ports,
    tenant,
    payers.map((payer) => ({ month, payer })),
  );
  const last = payers.at(-1);
  if (last !== undefined && cells.length === PAYERS_PER_PAGE) {
    await sendAll(ports.queue, [{ kind, tenant, month, after: last }]);
  }
}
