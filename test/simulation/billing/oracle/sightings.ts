import type { Journal } from '../../journal.ts';
import type { BillingState } from '../states.ts';
import { subjectOf } from '../whose.ts';
import type { ReadDocument } from './books-reader.ts';
import { monthAfter } from './calendar.ts';
import type { CustomerAccount } from './customer-account.ts';
import type { Numbers } from './numbers.ts';

const NANO = 10n ** 15n;

/** A month was closed: what that shows of where the run has got to. */
export function noteClosing(
  journal: Journal<BillingState>,
  closing: {
    readonly books: { readonly numbers: Numbers };
    readonly document: ReadDocument;
    readonly account: CustomerAccount;
    readonly carriedIn: bigint;
  },
): void {
  const { books, document, account, carriedIn } = closing;
  const { kind, customer, billed = [], attempt = 1 } = document;
  noteBilled(journal, document);
  if (kind === 'statement') noteStatement(journal, document);
  else if (carriedIn >= NANO || carriedIn <= -NANO) journal.reached('carried in');
  if (account.carried % NANO !== 0n) journal.reached('residue below a nano');
  if (account.waiting.has(document.period?.label ?? '')) journal.reached('earned when closed');
  if (attempt > 1) journal.reached('voided for billing again');
  const isByItself = subjectOf(customer) !== undefined && billed.length > 0;
  if (isByItself) journal.reached('subject billed by itself');
  const years = books.numbers.series.filter((name) => name.startsWith('INV'));
  if (years.length > 1) journal.reached('numbers of two years');
}

function noteBilled(journal: Journal<BillingState>, { period, billed = [] }: ReadDocument): void {
  const label = period?.label ?? '';
  const late = billed.filter((one) => one.period < label && one.exact !== '0');
  if (late.length > 0) journal.reached('late usage adjusted');
  if (late.some(({ exact }) => exact.startsWith('-'))) journal.reached('usage taken back');
  const isAhead = billed.some((one) => one.period === monthAfter(label, 1));
  if (isAhead) journal.reached('charged in advance');
}

function noteStatement(journal: Journal<BillingState>, { content = '{}' }: ReadDocument): void {
  const { reason } = JSON.parse(content) as { reason: string };
  if (reason === 'below-minimum') journal.reached('carried below the minimum');
  if (reason === 'nothing-to-charge') journal.reached('nothing to charge');
}

export function noteVoid(journal: Journal<BillingState>, { afterwards }: ReadDocument): void {
  if (afterwards === 'forgive') journal.reached('voided for good');
}

/** What happened to money, by the document of its block that brought it about. */
export function noteMoney(
  journal: Journal<BillingState>,
  document: ReadDocument,
  ofBlock: readonly string[],
): void {
  const { kind, amount = '0', rail } = document;
  if (kind === 'refund' && rail !== 'transfer') journal.reached('money refunded');
  if (kind === 'write-off') {
    journal.reached(amount.startsWith('-') ? 'lost money came' : 'written off');
  }
  if (kind === 'payment') notePayment(journal, document);
  if (kind === 'application') noteApplication(journal, document, ofBlock);
}

function notePayment(
  journal: Journal<BillingState>,
  { invoice, applied, rail }: ReadDocument,
): void {
  if (applied !== undefined) journal.reached('paid too much');
  if (rail === 'transfer') journal.reached('money moved');
  else if (invoice === undefined) journal.reached('payer paid');
}

/** By what the ids of documents that take it back, or use it, begin with. */
const freedBy = {
  rev: 'invoice due again by a reversal',
  cn: 'credit freed what was paid',
  void: 'void freed what was paid',
} as const;

function noteApplication(
  journal: Journal<BillingState>,
  { amount = '0' }: ReadDocument,
  ofBlock: readonly string[],
): void {
  const isBy = (prefix: string): boolean => ofBlock.some((id) => id.startsWith(`${prefix}_`));
  if (!amount.startsWith('-')) {
    if (isBy('inv')) journal.reached('unapplied money used by the next invoice');
    return;
  }
  for (const prefix of ['rev', 'cn', 'void'] as const) {
    if (isBy(prefix)) journal.reached(freedBy[prefix]);
  }
}
