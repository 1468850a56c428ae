import type { Books } from '../../books/books.ts';
import { tenantBillingOf } from '../../catalog/tenant-billing.ts';
import type { Clock } from '../../kernel/clock.ts';
import { laterDate } from '../../kernel/local-calendar.ts';
import { laterMonth, type Month } from '../../kernel/month.ts';
import { pageUpTo } from '../../kernel/pages.ts';
import type { Queue } from '../../kernel/queue.ts';
import { localDate } from '../../kernel/time-zone.ts';
import type { Payees } from '../../shares/ports.ts';
import { changeMonth } from '../change-month.ts';
import { contentLines } from '../content-lines.ts';
import { type StatementsMessage, sendAll } from '../message.ts';
import type { ShareMonth, ShareMonths, StatementRound } from '../ports.ts';
import { dueAccounts, makeStatements, type StatementPorts } from './make-statements.ts';

export interface StatementRoundPorts extends StatementPorts {
  readonly months: ShareMonths;
  readonly payees: Pick<Payees, 'get' | 'list'>;
  readonly queue: Queue;
  readonly clock: Clock;
  /** How many payees are gone through for one message. */
  readonly payeesPerStep?: number;
}

interface MonthOf {
  readonly tenant: string;
  readonly month: Month;
}

const PAYEES_PER_STEP = 2_000;
const STATEMENTS_AT_ONCE = 100;
/** All content past so many lines is one line of each share and country. */
const LINES_MAX = 500;

/** Whether all that has changed is posted. */
const isAccrued = ({ isDue, round }: Pick<ShareMonth, 'isDue' | 'round'>): boolean =>
  !isDue && round?.doneAt !== undefined;

/**
 * Begins to make the statements of a month that is accrued; answers undefined for any other. While they are being made,
 * they are not begun again, but carried on.
 */
export async function beginStatements(
  ports: Pick<StatementRoundPorts, 'months' | 'queue' | 'clock'>,
  of: MonthOf,
): Promise<ShareMonth | undefined> {
  let begun: StatementRound | undefined;
  const month = await changeMonth(ports, of, (before) => {
    begun = undefined;
    if (!isAccrued(before)) return undefined;
    const { statements } = before;
    if (statements !== undefined && statements.doneAt === undefined) {
      begun = statements;
      return undefined;
    }
    const n = (statements?.n ?? 0) + 1;
    begun = { n, begunAt: ports.clock.now(), doneAt: undefined, after: '', made: 0, waiting: 0 };
    return { statements: begun };
  });
  if (begun === undefined) return undefined;
  await sendAll(ports.queue, [statementsMessage(of, begun)]);
  return month;
}

export const statementsMessage = (
  { tenant, month }: MonthOf,
  { n, after }: StatementRound,
): StatementsMessage => ({ kind: 'statements', tenant, month, n, after });

/**
 * Begins with the statements of the last month that is accrued, once it has ended as many days ago as the tenant says.
 * What was earned of earlier months that nobody was told of is on them.
 */
export async function beginDueStatements(
  ports: Pick<StatementRoundPorts, 'months' | 'queue' | 'clock' | 'settings'>,
  tenant: string,
  months: readonly ShareMonth[],
): Promise<void> {
  const told = months.findLast(({ statements }) => statements !== undefined)?.month ?? '';
  const waiting = months.filter((one) => one.month > told && isAccrued(one));
  if (waiting.length === 0) return;
  const { policy, statementsAfterDays } = await tenantBillingOf(ports.settings, tenant);
  if (statementsAfterDays === undefined) return;
  const today = localDate(ports.clock.now(), policy.timeZone);
  const due = waiting.findLast(
    ({ month }) => laterDate(`${laterMonth(month)}-01`, statementsAfterDays) <= today,
  );
  if (due !== undefined) await beginStatements(ports, { tenant, month: due.month });
}

/**
 * Goes on with the statements of a month: some payees further, by their keys. A message that comes again, or late,
 * makes nothing twice.
 * @throws Rejection `billing-settings.not-found`
 */
export async function goOnWithStatements(
  ports: StatementRoundPorts,
  message: StatementsMessage,
): Promise<void> {
  const { tenant, month } = message;
  const { statements } = (await ports.months.month(tenant, month)) ?? {};
  if (statements === undefined || !isInTurn(statements, message)) return;
  const limit = ports.payeesPerStep ?? PAYEES_PER_STEP;
  const { records, more } = await ports.payees.list(tenant, { after: statements.after, limit });
  const payees = records.map(({ key }) => key);
  const nothing = await makeOf(ports, tenant, { month, payees });
  const { made, due } = await standingOf(ports, tenant, { month, payees });
  const { next } = pageUpTo(payees, (key) => key, more);
  const after: StatementRound = {
    ...statements,
    after: next ?? statements.after,
    doneAt: next === undefined ? ports.clock.now() : undefined,
    made: statements.made + made,
    waiting: statements.waiting + Math.max(due - nothing, 0),
  };
  const put = await changeMonth(ports, message, (before) =>
    before.statements !== undefined && isInTurn(before.statements, message)
      ? { statements: after }
      : undefined,
  );
  if (put.statements !== after || after.doneAt !== undefined) return;
  await sendAll(ports.queue, [statementsMessage(message, after)]);
}

const isInTurn = (round: StatementRound, { n, after }: StatementsMessage): boolean =>
  round.n === n && round.after === after && round.doneAt === undefined;

interface SomePayees {
  readonly month: Month;
  readonly payees: readonly string[];
}

/**
 * What months are worth is gone through once for all that are due. Where more comes meanwhile, once more. Resolves to
 * the number of those of whom there is nothing to tell yet.
 */
async function makeOf(
  ports: StatementRoundPorts,
  tenant: string,
  { month, payees }: SomePayees,
): Promise<number> {
  const due = await duePayees(ports, tenant, { month, payees });
  if (due.length === 0) return 0;
  const asked = { month, payees: new Set(due), most: LINES_MAX };
  const linesOf = await contentLines(ports.months, tenant, asked);
  let nothing = 0;
  for (let from = 0; from < due.length; from += STATEMENTS_AT_ONCE) {
    const run = { month, payees: due.slice(from, from + STATEMENTS_AT_ONCE), linesOf };
    const first = await makeStatements(ports, tenant, run);
    const last = first.again > 0 ? await makeStatements(ports, tenant, run) : first;
    nothing += last.nothing;
  }
  return nothing;
}

const duePayees = async (
  ports: Pick<StatementRoundPorts, 'books'>,
  tenant: string,
  of: SomePayees,
): Promise<readonly string[]> => [
  ...new Set((await dueAccounts(ports, tenant, of)).map(({ payee }) => payee)),
];

/** Of payees, how many statements of a month there are, and how many are due all the same. */
async function standingOf(
  { books }: { readonly books: Books },
  tenant: string,
  { month, payees }: SomePayees,
): Promise<{ readonly made: number; readonly due: number }> {
  const keys = payees.map((payee) => ({ kind: 'payee', payee }) as const);
  const page = await books.read(tenant, { cells: keys });
  const balances = keys.flatMap((key) => page.at(key)?.balances ?? []);
  return {
    made: balances.filter(({ period }) => period === month).length,
    due: (await dueAccounts({ books }, tenant, { month, payees })).length,
  };
}
