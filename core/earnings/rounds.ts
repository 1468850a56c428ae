import type { Books } from '../books/books.ts';
import type { BillingSettings } from '../catalog/ports.ts';
import { tenantBillingOf } from '../catalog/tenant-billing.ts';
import type { Clock } from '../kernel/clock.ts';
import { exactOf } from '../kernel/exact-amount.ts';
import { inParallel } from '../kernel/in-parallel.ts';
import { invariant } from '../kernel/invariant.ts';
import type { Month } from '../kernel/month.ts';
import type { Queue } from '../kernel/queue.ts';
import { type Earned, postShares } from '../payees/post-shares.ts';
import { addUp, type RoundSums } from './add-up.ts';
import { changeMonth, makeDue } from './change-month.ts';
import { type RoundMessage, sendAll } from './message.ts';
import { parts } from './parts.ts';
import type { ShareMonth, ShareMonths, ShareRound, ShareSums } from './ports.ts';

export interface RoundPorts {
  readonly months: ShareMonths;
  readonly books: Books;
  readonly settings: BillingSettings;
  readonly queue: Queue;
  readonly clock: Clock;
  /** How many payees are held, and posted, in one go. */
  readonly payeesAtOnce?: number;
  /** Told of rounds in which payers could not be shared. */
  readonly onAstray?: (
    astray: { readonly tenant: string } & Pick<ShareMonth, 'month'> & { readonly refused: number },
  ) => void;
}

/** A few minutes of a function, and some 40 MB of it. */
const PAYEES_AT_ONCE = 25_000;
const LOOKED_AT_ONCE = 16;

interface MonthOf {
  readonly tenant: string;
  readonly month: Month;
}

/** The parts of a month in which payers are marked. */
export async function markedParts(
  { months }: Pick<RoundPorts, 'months'>,
  { tenant, month }: MonthOf,
): Promise<readonly string[]> {
  const marked = await inParallel(LOOKED_AT_ONCE, parts, async (part) => {
    const marks = await months.marks(tenant, { month, part, limit: 1 });
    return marks.length === 0 ? [] : [part];
  });
  return marked.flat();
}

/**
 * Begins to add up a month that is due, once no payer of it is marked, and no round is under way. What is marked
 * meanwhile puts the month again: then this is not put, and looked at again.
 */
export async function beginRound(ports: RoundPorts, of: MonthOf): Promise<void> {
  let begun: ShareRound | undefined;
  await changeMonth(ports, of, async ({ isDue, round }) => {
    begun = undefined;
    if (!isDue || (round !== undefined && round.doneAt === undefined)) return undefined;
    if ((await markedParts(ports, of)).length > 0) return undefined;
    const read = await ports.months.booksRead(of.tenant);
    begun = {
      ...{ n: (round?.n ?? 0) + 1, asOf: read?.seq ?? 0, begunAt: ports.clock.now() },
      ...{ doneAt: undefined, from: '', sums: [], payers: 0, refused: 0, payees: 0, posted: 0 },
    };
    return { isDue: false, round: begun };
  });
  if (begun !== undefined) await sendAll(ports.queue, [roundMessage(of, begun)]);
}

export const roundMessage = (
  { tenant, month }: MonthOf,
  { n, from }: ShareRound,
): RoundMessage => ({
  ...{ kind: 'round', tenant, month, n, from },
});

/**
 * Goes on with a round: adds up all payers' months for some of the payees, and posts what has changed of what these
 * earn. One that is not in turn any more may have posted what was added up before others did: so the month is added up
 * once more.
 * @throws Rejection `billing-settings.not-found`
 */
export async function goOnWithRound(ports: RoundPorts, message: RoundMessage): Promise<void> {
  const { tenant, month } = message;
  const { round } = (await ports.months.month(tenant, month)) ?? {};
  if (round === undefined || !isInTurn(round, message)) {
    await makeDue(ports, message);
    return;
  }
  const { policy } = await tenantBillingOf(ports.settings, tenant);
  const most = ports.payeesAtOnce ?? PAYEES_AT_ONCE;
  const added = await addUp(ports.months, tenant, { month, from: round.from, most });
  refuseUnequal(message, added.sums);
  const outcomes = await postShares(
    ports.books,
    tenant,
    { month, asOf: round.asOf, timeZone: policy.timeZone },
    added.earned,
  );
  const posted = outcomes.filter((one) => one === 'posted').length;
  const isLate = outcomes.includes('stale');
  const next = roundAfter(round, added, { posted, at: ports.clock.now() });
  const after = await changeMonth(ports, message, (before) => {
    if (before.round === undefined || !isInTurn(before.round, message)) {
      return { isDue: true, round: before.round };
    }
    const isDue = before.isDue || isLate;
    refuseUntold(message, { isDue, round: next });
    return { isDue, round: next };
  });
  if (after.round !== next) return;
  if (next.doneAt === undefined) await sendAll(ports.queue, [roundMessage(message, next)]);
  else if (next.refused > 0) ports.onAstray?.({ tenant, month, refused: next.refused });
}

const isInTurn = (round: ShareRound, { n, from }: RoundMessage): boolean =>
  round.n === n && round.from === from && round.doneAt === undefined;

/** `payees` of its sums is what was told to the books so far, and in the end all that there is. */
function roundAfter(
  round: ShareRound,
  { sums, payers, refused, earned, next }: RoundSums,
  { posted, at }: { readonly posted: number; readonly at: ShareRound['begunAt'] },
): ShareRound {
  const told = (currency: string): bigint =>
    round.sums.find((one) => one.currency === currency)?.payees ?? 0n;
  return {
    ...round,
    ...{ payers, refused, from: next ?? round.from },
    doneAt: next === undefined ? at : undefined,
    sums: sums.map((sum) => ({
      ...sum,
      payees: exactOf(told(sum.currency) + earnedIn(earned, sum.currency)),
    })),
    payees: round.payees + new Set(earned.map(({ payee }) => payee)).size,
    posted: round.posted + posted,
  };
}

const earnedIn = (earned: readonly Earned[], currency: string): bigint =>
  earned
    .filter((one) => one.currency === currency)
    .flatMap((one) => one.earned)
    .reduce((sum, { exact }) => sum + exact, 0n);

/** Nothing is posted of a month of which the parts are not the whole. */
function refuseUnequal({ month, tenant }: MonthOf, sums: readonly ShareSums[]): void {
  for (const { currency, amount, payees, platform, unshared } of sums) {
    const all = payees + platform + unshared;
    invariant(
      all === amount,
      `what payees, the platform and nobody have of ${month} of ${tenant} is what was shared, ${amount}e-24 ${currency}, got ${all}e-24`,
    );
  }
}

/** Where nothing has changed since a round began, all that payees have was told to the books in it. */
function refuseUntold(
  of: MonthOf,
  { isDue, round }: Pick<ShareMonth, 'isDue'> & { readonly round: ShareRound },
): void {
  if (!isDue && round.doneAt !== undefined) refuseUnequal(of, round.sums);
}
