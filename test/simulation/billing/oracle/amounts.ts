import type { Violation } from '../../journal.ts';
import type { CountedEvent } from '../ledger.ts';
import type { BillingContext } from '../run-context.ts';
import { keyOf, subjectOf } from '../whose.ts';
import type { Agreements, Bounds, Terms } from './agreements.ts';
import type { ReadDocument } from './books-reader.ts';
import { monthAfter, monthIn } from './calendar.ts';
import { type Payer, type Rated, rated } from './rating.ts';
import type { KnownBooks } from './watch.ts';

/** Who there is to pay. */
interface Account extends Payer {
  readonly key: string;
  /** What holds of whoever has no profile. */
  readonly otherwise: Terms;
  /** The month from which on there is such a customer. */
  readonly since: string;
}

/** Whether a document bills it as missing of a term, and not as anything that a month comes to by itself. */
export const isMissing = ({ charge }: { readonly charge: string }): boolean =>
  charge.startsWith('["term"');

/** A customer's month as the oracle counts it. */
export interface CountedMonth {
  readonly account: Account;
  readonly label: string;
  readonly own: readonly CountedEvent[];
  readonly month: Rated;
  /** What of what it comes to counts towards a commitment over a term. */
  readonly counted: bigint;
  /** Subjects that were taken when nothing reached back to the month any more. */
  readonly tooLate: ReadonlySet<string>;
}

/**
 * Counts again what every customer used in every month, rates it, and compares that with all that was billed of the
 * month, in whatever document; and looks for months that ought to be closed.
 */
export function countedMonths(
  world: BillingContext,
  books: KnownBooks,
): readonly CountedMonth[] | Violation {
  const { ledger, scenario } = world;
  const { name } = books.tenant;
  const agreements = world.agreementsOf(name);
  const accounts = accountsOf(world, books);
  const billed = billedIn(books.documents);
  const counted = ledger.counted.filter(({ tenant }) => tenant === name);
  const months: CountedMonth[] = [];
  for (const account of accounts) {
    for (const label of scenario.labels) {
      const found = countedMonth(world, { account, label, books, billed, agreements, counted });
      if ('rule' in found) return found;
      months.push(found);
    }
  }
  return months;
}

/** A month by what it may have been agreed by, which of these fits what is billed; or what is wrong with it. */
function countedMonth(
  { journal }: BillingContext,
  of: {
    readonly account: Account;
    readonly label: string;
    readonly books: KnownBooks;
    readonly billed: Billed;
    readonly agreements: Agreements;
    readonly counted: readonly CountedEvent[];
  },
): CountedMonth | Violation {
  const { account, label, books, billed, agreements, counted } = of;
  let firstWrong: Violation | undefined;
  const late = agreements.takenLate(account.key, label);
  for (const terms of agreements.agreedFor(account.key, label, account.otherwise)) {
    const bounds = agreements.boundsOf(account.key, label, terms);
    const own = counted.filter((event) => isOwn(event, { ...of, bounds }));
    // What cannot be read is nothing used.
    const used = own.some(({ isUnreadable }) => isUnreadable !== true);
    for (const tooLate of late) {
      const usage = own.filter(({ subject }) => !tooLate.has(subject));
      const month = rated(account, { label, terms, bounds }, own);
      const left = rated(account, { label, terms, bounds }, usage);
      noteMonth(journal, month);
      const owed = owedOf(account, label, used, { month, left });
      const wrong =
        wrongAboutClosing(books, { account, label, month, used }) ??
        wrongInMonth(books, { account, label, month: owed, billed });
      if (wrong === undefined) {
        return { account, label, own, month, counted: owed.counted, tooLate };
      }
      firstWrong ??= wrong;
    }
  }
  return firstWrong ?? { rule: 'months tile', detail: `${label} of ${account.key}`, about: label };
}

/**
 * What a payer without a profile has not used costs nothing, and nothing is charged to it in advance; nor to a customer
 * for a month before it was put.
 */
function owedOf(
  { key, since }: Account,
  label: string,
  used: boolean,
  { month, left: { exact, counted } }: { readonly month: Rated; readonly left: Rated },
): Rated {
  if (subjectOf(key) === undefined && label >= since) return { ...month, exact, counted };
  return { ...month, exact: used ? exact : 0n, counted: used ? counted : 0n, inAdvance: 0n };
}

function noteMonth(journal: BillingContext['journal'], { versions, plans }: Rated): void {
  if (versions > 1) journal.reached('price changed within a month');
  if (plans > 1) journal.reached('plan changed within a month');
}

function accountsOf(world: BillingContext, { tenant, accounts }: KnownBooks): Account[] {
  const { plans, settings, name } = tenant;
  const { defaultPlan, timezone = 'UTC' } = settings;
  const agreements = world.agreementsOf(name);
  const otherwise = { zones: [{ zone: timezone, from: '' }], changes: [] };
  const payer = { defaultPlan, plans, otherwise };
  const customers = agreements.customers.map(({ key, since }) => ({ ...payer, key, since }));
  if (defaultPlan === undefined) return customers;
  const strays = tenant.strays.map(keyOf).filter((key) => {
    const subject = subjectOf(key) ?? '';
    return accounts.has(key) || !agreements.hasOwner(subject);
  });
  return [...customers, ...strays.map((key) => ({ ...payer, key, since: '' }))];
}

interface BilledMonth {
  readonly exact: bigint;
  readonly quantity: bigint;
  /** It was voided, and is to be billed again. */
  readonly isReopened: boolean;
}

/** What was billed of each charge of each customer's month, all documents together. */
type Billed = ReadonlyMap<string, BilledMonth>;

const nothing: BilledMonth = { exact: 0n, quantity: 0n, isReopened: false };

function billedIn(documents: readonly ReadDocument[]): Billed {
  const months = new Map<string, BilledMonth>();
  const change = (customer: string, label: string, by: Partial<BilledMonth>): void => {
    const place = JSON.stringify([customer, label]);
    const month = months.get(place) ?? nothing;
    months.set(place, {
      exact: month.exact + (by.exact ?? 0n),
      quantity: month.quantity + (by.quantity ?? 0n),
      isReopened: by.isReopened ?? month.isReopened,
    });
  };
  for (const { kind, customer, period, afterwards, billed = [] } of documents) {
    for (const one of billed.filter((other) => !isMissing(other))) {
      const [exact, quantity] = [BigInt(one.exact), BigInt(one.quantity)];
      change(customer, one.period, { exact, quantity });
    }
    if (period === undefined) continue;
    if (kind === 'void') change(customer, period.label, { isReopened: afterwards === 'rebill' });
    if (kind === 'invoice' || kind === 'statement')
      change(customer, period.label, { isReopened: false });
  }
  return months;
}

/**
 * What a subject used in a month that it was billed for by itself stays its own, also when that is to be billed again,
 * whatever month that is in the customer's calendar; otherwise its usage is whoever's has the subject.
 */
function isOwn(
  { subject, time }: CountedEvent,
  {
    account,
    agreements,
    bounds: { start, end },
    label,
    books,
    billed,
  }: {
    readonly account: Account;
    readonly agreements: Agreements;
    readonly bounds: Bounds;
    readonly label: string;
    readonly books: KnownBooks;
    readonly billed: Billed;
  },
): boolean {
  if (time < start || time >= end) return false;
  const { timezone = 'UTC', defaultPlan } = books.tenant.settings;
  const isByItself = [-1, 0, 1].some((months) => {
    const own = monthAfter(label, months);
    const month = monthIn(timezone, own);
    const place = JSON.stringify([keyOf(subject), own]);
    const { quantity, isReopened } = billed.get(place) ?? nothing;
    const isTheirs = quantity !== 0n || isReopened;
    return month.start <= time && time < month.end && isTheirs;
  });
  const payer = subjectOf(account.key);
  const owner = agreements.ownerAt(subject, time);
  if (payer !== undefined) return payer === subject && (isByItself || owner === undefined);
  return owner === account.key && !(isByItself && defaultPlan !== undefined);
}

function wrongAboutClosing(
  { accounts, tenant }: KnownBooks,
  {
    account: { key, since },
    label,
    month,
    used,
  }: {
    readonly account: Account;
    readonly label: string;
    readonly month: Rated;
    readonly used: boolean;
  },
): Violation | undefined {
  if (accounts.get(key)?.closed.has(label) === true) return undefined;
  // A month that nothing prices waits for a person, visibly; a subject that used nothing is no customer.
  if (month.versions === 0 || (subjectOf(key) !== undefined && !used)) return undefined;
  if (label < since && !used) return undefined;
  return {
    rule: 'every month that is due is closed',
    detail: `${label} of ${key} of ${tenant.name} is open`,
    about: label,
  };
}

function wrongInMonth(
  { accounts, tenant }: KnownBooks,
  {
    account: { key },
    label,
    month,
    billed,
  }: {
    readonly account: Account;
    readonly label: string;
    readonly month: Rated;
    readonly billed: Billed;
  },
): Violation | undefined {
  const closed = accounts.get(key)?.closed;
  const isAhead = closed?.has(monthAfter(label, -1)) === true;
  const open = isAhead ? month.inAdvance : 0n;
  const wanted = closed?.has(label) === true ? month.exact : open;
  const got = billed.get(JSON.stringify([key, label]))?.exact ?? 0n;
  if (wanted === got) return undefined;
  return {
    rule: 'what is billed of a month is what it comes to',
    detail: `${label} of ${key} of ${tenant.name} comes to ${wanted}e-24, and ${got}e-24 is billed`,
    about: ` ${key} `,
  };
}
