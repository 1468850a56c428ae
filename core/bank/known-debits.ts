import type { SepaOutcomeBody } from '../contract/sepa/shapes.ts';
import { inParallel } from '../kernel/in-parallel.ts';
import { amountText, currencyText, type Nanos, nanosOf } from '../kernel/money.ts';
import { localDate, type TimeZone } from '../kernel/time-zone.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import type { Collection } from '../rails/collection.ts';
import type { Collections } from '../rails/ports.ts';
import type { SepaBatch } from '../rails/sepa/batch.ts';
import { isBatchId, placeOfEndToEndId } from '../rails/sepa/names.ts';
import type { SepaBatches } from '../rails/sepa/ports.ts';
import { settlementOf } from '../rails/sepa/sepa-rail.ts';
import { creditsOf } from '../rails/sepa/tell-of-batch.ts';
import type { BankEntry } from './bank-statement.ts';
import { bankEntryName } from './entry-cause.ts';
import { entryDay } from './entry-day.ts';
import { type EntryProposal, noProposal } from './proposal.ts';

/** Where direct debits are found that entries are about. */
export interface DebitPorts {
  readonly collections: Pick<Collections, 'get'>;
  readonly batches: Pick<SepaBatches, 'get'>;
}

/** What an entry says of a direct debit or a batch: known already by it, or to be confirmed. */
export type DebitEntry =
  | { readonly kind: 'told'; readonly of: string }
  | { readonly kind: 'proposed'; readonly proposal: EntryProposal };

const AT_ONCE = 8;

/**
 * The entries that are about direct debits of ours: by the end-to-end id, which comes back from the payer's bank, or by
 * the ids of the file. Of another amount than was collected, an entry is proposed as nothing.
 */
export async function debitEntries(
  ports: DebitPorts,
  tenant: string,
  asked: {
    readonly entries: readonly BankEntry[];
    readonly timeZone: TimeZone;
    readonly now: Timestamp;
  },
): Promise<ReadonlyMap<BankEntry, DebitEntry>> {
  const { entries, timeZone, now } = asked;
  const today = localDate(now, timeZone);
  const found = await inParallel(AT_ONCE, entries, async (entry) => {
    const day = entryDay(entry, timeZone);
    const about = await aboutOf(ports, tenant, entry);
    if (about === undefined || entry.state !== 'booked' || entry.amount === 0n) return [];
    return [[entry, judged(entry, about, { day, today })] as const];
  });
  return new Map(found.flat());
}

/** What an entry is about, as it is known. */
interface DebitKnown {
  readonly of: string;
  readonly customer?: string;
  /** The entries that have said so: that its money came, and that it went back. */
  readonly settledBy: string | undefined;
  readonly returnedBy: string | undefined;
  /** Amounts that money of it can come in: of a batch, there may be two. */
  readonly amounts: readonly Nanos[];
}

async function aboutOf(
  ports: DebitPorts,
  tenant: string,
  { endToEndId = '', batchIds = [], amount }: BankEntry,
): Promise<DebitKnown | undefined> {
  const place = placeOfEndToEndId(tenant, endToEndId);
  const collection = place === undefined ? undefined : await ports.collections.get(place);
  if (collection?.batch !== undefined) {
    return ofDebit(endToEndId, collection, await ports.batches.get(tenant, collection.batch));
  }
  const id = batchIds.find(isBatchId);
  // What went back says of which direct debit.
  const batch = id === undefined || amount < 0n ? undefined : await ports.batches.get(tenant, id);
  if (batch === undefined) return undefined;
  const amounts = await creditsOf(ports, batch);
  return { of: batch.id, settledBy: batch.credit?.entry, returnedBy: undefined, amounts };
}

function ofDebit(of: string, collection: Collection, batch: SepaBatch | undefined): DebitKnown {
  const item = batch?.items.find(({ endToEndId }) => endToEndId === of);
  return {
    ...{ of, amounts: [collection.amount] },
    settledBy: settlementOf(collection, batch)?.entry,
    returnedBy: collection.returnedBy?.entry,
    ...(item === undefined ? {} : { customer: item.customer }),
  };
}

function judged(
  entry: BankEntry,
  { of, customer, settledBy, returnedBy, amounts }: DebitKnown,
  { day, today }: { readonly day: string | undefined; readonly today: string },
): DebitEntry {
  const bankEntry = bankEntryName(entry);
  const isBack = entry.amount < 0n;
  const known = isBack ? returnedBy : settledBy;
  if (known === bankEntry) return { kind: 'told', of };
  const nothing = (why: string): DebitEntry => ({
    kind: 'proposed',
    proposal: noProposal(`${of}: ${why}`, { matched: ['reference'] }),
  });
  if (known !== undefined) {
    return nothing(`its money ${isBack ? 'went back' : 'has come'} already, by another entry`);
  }
  if (day === undefined || day > today) return nothing('the bank says no day of it that has come');
  const moved = isBack ? nanosOf(-entry.amount) : entry.amount;
  const amount = amounts.find((one) => one === moved || one === entry.instructed);
  if (entry.currency !== 'EUR' || amount === undefined) {
    const collected = [...new Set(amounts.map((one) => amountText(one, 'EUR')))].join(' or ');
    return nothing(`${collected} was collected, and another amount was moved`);
  }
  return { kind: 'proposed', proposal: confirmed(entry, { of, customer, bankEntry, day, amount }) };
}

function confirmed(
  { amount: signed, returnReason = '' }: BankEntry,
  told: {
    readonly of: string;
    readonly customer: string | undefined;
    readonly bankEntry: string;
    readonly day: string;
    readonly amount: Nanos;
  },
): EntryProposal {
  const { of, customer, bankEntry, day: on, amount } = told;
  const isBack = signed < 0n;
  const why = isBack
    ? `a direct debit went back${returnReason === '' ? '' : `: ${returnReason}`}`
    : 'the money of direct debits came';
  const outcome: SepaOutcomeBody = {
    ...{ kind: isBack ? 'returned' : 'settled', of, bankEntry, on },
    amount: currencyText(amount, 'EUR'),
    ...(isBack && /^[A-Z0-9]{1,35}$/.test(returnReason) ? { reason: returnReason } : {}),
  };
  return {
    ...{ sureness: 'exact', matched: ['reference', 'amount'], why: `${why} (${of})` },
    ...{ applied: [], candidates: [], outcome },
    ...(customer === undefined ? {} : { customer }),
  };
}
