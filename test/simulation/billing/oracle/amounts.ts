import type { Violation } from '../../journal.ts';
import type { CountedEvent } from '../ledger.ts';
import type { BillingContext } from '../run-context.ts';
import { keyOf, subjectOf } from '../whose.ts';
import type { ReadDocument } from './books-reader.ts';
import { monthAfter, monthIn } from './calendar.ts';
import { type Payer, type Rated, rated } from './rating.ts';
import type { KnownBooks } from './watch.ts';

/** Who there is to pay, and for which subjects now. */
interface Account extends Payer {
  readonly key: string;
  readonly subjects: ReadonlySet<string>;
}

/**
 * Counts again what every customer used in every month, rates it, and compares that with all that was billed of the
 * month, in whatever document; and looks for months that ought to be closed.
 */
export async function wrongInAmounts(
  world: BillingContext,
  books: KnownBooks,
): Promise<Violation | undefined> {
  const { journal, ledger, scenario } = world;
  const { name } = books.tenant;
  const accounts = await accountsOf(world, books);
  const billed = billedIn(books.documents);
  const counted = ledger.counted.filter(({ tenant }) => tenant === name);
  for (const account of accounts) {
    for (const label of scenario.labels) {
      const own = counted.filter((event) => isOwn(event, { account, label, books, billed }));
      const month = rated(account, label, own);
      noteMonth(journal, month);
      const wrong =
        wrongAboutClosing(books, { account, label, month, used: own.length > 0 }) ??
        wrongInMonth(books, { account, label, month, billed });
      if (wrong !== undefined) return wrong;
    }
  }
  return undefined;
}

function noteMonth(journal: BillingContext['journal'], { versions, plans }: Rated): void {
  if (versions > 1) journal.reached('price changed within a month');
  if (plans > 1) journal.reached('plan changed within a month');
}

async function accountsOf(world: BillingContext, { tenant, accounts }: KnownBooks) {
  const { plans, settings, name } = tenant;
  const { defaultPlan, timezone = 'UTC' } = settings;
  const found: Account[] = [];
  const owned = new Set<string>();
  for (const { key, timezone: zone, plan } of tenant.customers) {
    const record = await world.stores.customers.get(name, key);
    const subjects = new Set(record?.customer?.subjects);
    for (const subject of subjects) owned.add(subject);
    found.push({ key, zone, changes: plan ?? [], defaultPlan, plans, subjects });
  }
  if (defaultPlan === undefined) return found;
  const strays = tenant.strays.map(keyOf).filter((key) => {
    const subject = subjectOf(key) ?? '';
    return accounts.has(key) || !owned.has(subject);
  });
  for (const key of strays) {
    const subject = subjectOf(key) ?? '';
    const subjects = new Set(owned.has(subject) ? [] : [subject]);
    found.push({ key, zone: timezone, changes: [], defaultPlan, plans, subjects });
  }
  return found;
}

/** What was billed of each charge of each customer's month, all documents together. */
type Billed = ReadonlyMap<string, { readonly exact: bigint; readonly quantity: bigint }>;

function billedIn(documents: readonly ReadDocument[]): Billed {
  const sums = new Map<string, { exact: bigint; quantity: bigint }>();
  for (const { customer, billed = [] } of documents) {
    for (const { period, exact, quantity } of billed) {
      const place = JSON.stringify([customer, period]);
      const sum = sums.get(place) ?? { exact: 0n, quantity: 0n };
      sums.set(place, {
        exact: sum.exact + BigInt(exact),
        quantity: sum.quantity + BigInt(quantity),
      });
    }
  }
  return sums;
}

/**
 * What a subject used in a month that it was billed for by itself stays its own, whatever month that is in the
 * customer's calendar; otherwise its usage is whoever's has the subject.
 */
function isOwn(
  { subject, time }: CountedEvent,
  {
    account,
    label,
    books,
    billed,
  }: {
    readonly account: Account;
    readonly label: string;
    readonly books: KnownBooks;
    readonly billed: Billed;
  },
): boolean {
  const { start, end } = monthIn(account.zone, label);
  if (time < start || time >= end) return false;
  const { timezone = 'UTC', defaultPlan } = books.tenant.settings;
  const isByItself = [-1, 0, 1].some((months) => {
    const own = monthAfter(label, months);
    const month = monthIn(timezone, own);
    const byItself = billed.get(JSON.stringify([keyOf(subject), own]));
    return month.start <= time && time < month.end && (byItself?.quantity ?? 0n) !== 0n;
  });
  const payer = subjectOf(account.key);
  if (payer !== undefined)
    return payer === subject && (isByItself || account.subjects.has(subject));
  return account.subjects.has(subject) && !(isByItself && defaultPlan !== undefined);
}

function wrongAboutClosing(
  { accounts, tenant }: KnownBooks,
  {
    account: { key },
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
