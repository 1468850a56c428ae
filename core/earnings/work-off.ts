import type { BooksCells } from '../books/ports.ts';
import { pagesPast, pageUpTo } from '../kernel/pages.ts';
import { millisecondsPer, type Timestamp } from '../kernel/timestamp.ts';
import { loadShares } from '../shares/load-shares.ts';
import { findWorths, type WorthPorts } from './find-worths.ts';
import { type FoldPorts, foldBooks, markAll } from './fold-books.ts';
import { type EarningsMessage, type RecountMessage, sendAll } from './message.ts';
import type { ShareMonth } from './ports.ts';
import { beginRound, goOnWithRound, markedParts, type RoundPorts, roundMessage } from './rounds.ts';
import {
  beginDueStatements,
  goOnWithStatements,
  type StatementRoundPorts,
  statementsMessage,
} from './statements/state-month.ts';

/** What messages of the earnings queue are worked off with. */
export interface EarningsPorts extends FoldPorts, WorthPorts, RoundPorts, StatementRoundPorts {
  readonly cells: Pick<BooksCells, 'listPeriod'>;
}

const TENANTS_PER_PAGE = 100;
const PAYERS_PER_PAGE = 500;
/** A step of a round takes as long as its function may, at most. */
const SILENT_FOR_MAX = 30 * millisecondsPer.minute;

/** Works off one message; each that comes twice, late or in another order does no harm. */
export async function workOff(ports: EarningsPorts, message: EarningsMessage): Promise<void> {
  switch (message.kind) {
    case 'look':
      return lookEverywhere(ports);
    case 'fold':
      return fold(ports, message.tenant);
    case 'recount':
      return recount(ports, message);
    case 'worths':
      return goOnWithWorths(ports, message);
    case 'round':
      return goOnWithRound(ports, message);
    case 'statements':
      return goOnWithStatements(ports, message);
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
  else await goOnWithMonths(ports, tenant);
}

/** Months that are due, and rounds of which nothing was heard for so long that what carried them on is lost. */
async function goOnWithMonths(ports: EarningsPorts, tenant: string): Promise<void> {
  const all = await ports.months.months(tenant);
  for (const month of all) {
    await carryOn(ports, month);
    if (month.isDue && !isUnderWay(month.round)) await goOnWithDue(ports, month);
  }
  await beginDueStatements(ports, tenant, all);
}

async function carryOn({ queue, clock }: EarningsPorts, of: ShareMonth): Promise<void> {
  const { round, statements, at } = of;
  if (clock.now() - at <= SILENT_FOR_MAX) return;
  await sendAll(queue, [
    ...(isUnderWay(round) ? [roundMessage(of, round)] : []),
    ...(isUnderWay(statements) ? [statementsMessage(of, statements)] : []),
  ]);
}

const isUnderWay = <Round extends { readonly doneAt: Timestamp | undefined }>(
  round: Round | undefined,
): round is Round => round !== undefined && round.doneAt === undefined;

async function goOnWithDue(
  ports: EarningsPorts,
  { tenant, month }: Pick<ShareMonth, 'tenant' | 'month'>,
): Promise<void> {
  const of = { tenant, month };
  const marked = await markedParts(ports, of);
  await sendAll(
    ports.queue,
    marked.map((part) => ({ kind: 'worths', ...of, part })),
  );
  if (marked.length === 0) await beginRound(ports, of);
}

/** The last part of a month with marks is where it begins to be added up. */
async function goOnWithWorths(
  ports: EarningsPorts,
  message: Extract<EarningsMessage, { readonly kind: 'worths' }>,
): Promise<void> {
  const { tenant, month, part } = message;
  const outcome = await findWorths(ports, tenant, { month, part });
  if (outcome === 'more') await sendAll(ports.queue, [message]);
  else await beginRound(ports, message);
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
  const isMore = last !== undefined && cells.length === PAYERS_PER_PAGE;
  await sendAll(ports.queue, [
    isMore ? { kind, tenant, month, after: last } : { kind: 'fold', tenant },
  ]);
}
