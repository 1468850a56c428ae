import { netOf } from '../books/net-payout.ts';
import type { PayoutOutcomeBody } from '../contract/payouts/shapes.ts';
import { inParallel } from '../kernel/in-parallel.ts';
import { amountText, currencyText, type Nanos, nanosOf } from '../kernel/money.ts';
import { localDate, type TimeZone } from '../kernel/time-zone.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import { batchNameOf, payoutOfReference, runOfBatchName } from '../payouts/names.ts';
import type { PayoutBooks } from '../payouts/ports.ts';
import type { PayoutRuns } from '../payouts/run.ts';
import { amountsTogether, takenOfBatch } from '../payouts/tell-payouts.ts';
import type { BankEntry } from './bank-statement.ts';
import { bankEntryName } from './entry-cause.ts';
import { entryDay } from './entry-day.ts';
import { type EntryProposal, noProposal } from './proposal.ts';

/** Where payouts are found that entries are about. */
export interface PayoutPorts {
  readonly books: Pick<PayoutBooks, 'payout' | 'states'>;
  readonly runs: Pick<PayoutRuns, 'get' | 'items'>;
}

/** What an entry says of payouts: known already by it, or to be confirmed. */
export type PayoutEntry =
  | { readonly kind: 'told'; readonly of: string }
  | { readonly kind: 'proposed'; readonly proposal: EntryProposal };

const AT_ONCE = 8;

/**
 * The entries that are about payouts of ours: by the end-to-end id, which comes back from the payee's bank, or by the
 * ids of the file. Of another amount than was paid, an entry is proposed as nothing.
 */
export async function payoutEntries(
  ports: PayoutPorts,
  tenant: string,
  asked: {
    readonly entries: readonly BankEntry[];
    readonly timeZone: TimeZone;
    readonly now: Timestamp;
  },
): Promise<ReadonlyMap<BankEntry, PayoutEntry>> {
  const { entries, timeZone, now } = asked;
  const today = localDate(now, timeZone);
  const booked = entries.filter(({ state, amount }) => state === 'booked' && amount !== 0n);
  const found = await inParallel(AT_ONCE, booked, async (entry) => {
    const about = await aboutOf(ports, tenant, entry);
    if (about === undefined) return [];
    const day = entryDay(entry, timeZone);
    return [[entry, judged(entry, about, { day, today })] as const];
  });
  return new Map(found.flat());
}

/** What an entry is about, as it is known. */
interface PayoutKnown {
  readonly of: string;
  /** The entries that have said so: that its money went out, and that it came back. */
  readonly settledBy: string | undefined;
  readonly returnedBy: string | undefined;
  /** Amounts that its money can go out, or come back, in. */
  readonly amounts: readonly Nanos[];
}

async function aboutOf(
  ports: PayoutPorts,
  tenant: string,
  entry: BankEntry,
): Promise<PayoutKnown | undefined> {
  const id = payoutOfReference(entry.endToEndId ?? '');
  if (id !== undefined) {
    const payout = await ports.books.payout(tenant, id);
    if (payout === undefined || payout.currency !== entry.currency) return undefined;
    return {
      of: entry.endToEndId ?? id,
      settledBy: payout.settled?.reference,
      returnedBy: payout.returned?.reference,
      amounts: [netOf(payout)],
    };
  }
  // What came back says of which payout.
  return entry.amount < 0n ? aboutBatch(ports, tenant, entry) : undefined;
}

async function aboutBatch(
  ports: PayoutPorts,
  tenant: string,
  { batchIds = [], currency }: BankEntry,
): Promise<PayoutKnown | undefined> {
  const named = batchIds.flatMap((text) => runOfBatchName(text) ?? [])[0];
  const run = named === undefined ? undefined : await ports.runs.get(tenant, named.run);
  if (run === undefined || (run.status !== 'submitted' && run.status !== 'done')) return undefined;
  const taken = await takenOfBatch(ports, run, currency);
  const settled = taken.find(({ state }) => state.settledBy !== undefined);
  const told =
    settled === undefined ? undefined : await ports.books.payout(tenant, settled.payout.payout);
  const isLeft = taken.some(
    ({ state }) => state.settledBy === undefined && state.returnedBy === undefined,
  );
  return {
    of: batchNameOf(run.id, currency),
    // While some of it is under way, what was said of others by themselves is no word on all.
    settledBy: isLeft ? undefined : told?.settled?.reference,
    returnedBy: undefined,
    amounts: amountsTogether(taken),
  };
}

function judged(
  entry: BankEntry,
  { of, settledBy, returnedBy, amounts }: PayoutKnown,
  { day, today }: { readonly day: string | undefined; readonly today: string },
): PayoutEntry {
  const name = bankEntryName(entry);
  const isBack = entry.amount > 0n;
  const known = isBack ? returnedBy : settledBy;
  if (known === name) return { kind: 'told', of };
  const nothing = (why: string): PayoutEntry => ({
    kind: 'proposed',
    proposal: noProposal(`${of}: ${why}`, { matched: ['reference'] }),
  });
  if (known !== undefined) {
    return nothing(`it ${isBack ? 'came back' : 'is settled'} already, by another entry`);
  }
  if (returnedBy !== undefined) return nothing('it came back before: the two entries are nothing');
  if (day === undefined || day > today) return nothing('the bank says no day of it that has come');
  const moved = isBack ? entry.amount : nanosOf(-entry.amount);
  const amount = amounts.find((one) => one === moved || one === entry.instructed);
  if (amount === undefined) {
    const paid = amounts
      .slice(0, 4)
      .map((one) => amountText(one, entry.currency))
      .join(' or ');
    return nothing(`${paid} ${entry.currency} was paid, and another amount was moved`);
  }
  return { kind: 'proposed', proposal: confirmed(entry, { of, name, day, amount }) };
}

function confirmed(
  { amount: signed, currency, returnReason = '' }: BankEntry,
  told: {
    readonly of: string;
    readonly name: string;
    readonly day: string;
    readonly amount: Nanos;
  },
): EntryProposal {
  const { of, name: reference, day: on, amount } = told;
  const isBack = signed > 0n;
  const why = isBack
    ? `a payout came back${returnReason === '' ? '' : `: ${returnReason}`}`
    : 'the money of payouts went out';
  const payouts: PayoutOutcomeBody = {
    ...{ kind: isBack ? 'returned' : 'settled', of, reference, on },
    amount: currencyText(amount, currency),
    ...(isBack && returnReason !== '' ? { reason: returnReason.slice(0, 140) } : {}),
  };
  return {
    ...{ sureness: 'exact', matched: ['reference', 'amount'], why: `${why} (${of})` },
    ...{ applied: [], candidates: [], payouts },
  };
}
