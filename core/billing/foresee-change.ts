import type { Customer } from '../catalog/customer.ts';
import type { CustomersRead } from '../catalog/ports.ts';
import { type TenantBilling, tenantBillingFrom } from '../catalog/tenant-billing.ts';
import type {
  CustomerDryRunAnswer,
  DryRunMonthAnswer,
  MonthTermsAnswer,
} from '../contract/catalog/customer-dry-run.ts';
import { type ClosedMonth, closedMonths } from '../invoicing/billing-period.ts';
import { draftClosing } from '../invoicing/close-periods.ts';
import type { Clock } from '../kernel/clock.ts';
import { definedOnly } from '../kernel/defined-only.ts';
import { exactText, sumOfExact } from '../kernel/exact-amount.ts';
import type { Month } from '../kernel/month.ts';
import { rfc3339, type Timestamp } from '../kernel/timestamp.ts';
import type { RatingPorts } from './ports.ts';
import { type PreparedMonth, prepareMonths } from './rating/prepare-closings.ts';
import { isOutOfReach, monthsReachedBackOf } from './rating/reach.ts';
import { monthsBack, monthsSwept } from './run/due-months.ts';
import { isBilledIn } from './run/progress.ts';

/** Each is rated twice: what a person waits for takes no longer than some previews. */
const MONTHS_MAX = 12;

/** What a customer is, and what a change makes of it. */
interface ForeseenCustomer {
  readonly before: Customer | undefined;
  readonly after: Customer;
  /** What it would be at. */
  readonly revision: number;
}

/**
 * What a change of a customer does to each of its months that can still be billed or adjusted, as usage, plans and
 * books are now: to those that are open, and to those that are closed and of which usage can come late. Nothing is
 * written. A tenant without billing settings has no months.
 */
export async function foreseeChange(
  { clock, ...rating }: RatingPorts & { readonly clock: Clock },
  tenant: string,
  change: ForeseenCustomer,
): Promise<Pick<CustomerDryRunAnswer, 'months' | 'olderMonths'>> {
  const settings = await rating.settings.get(tenant);
  if (settings === undefined) return { months: [] };
  const billing = tenantBillingFrom(settings.body);
  const { before, after } = change;
  const { key } = after;
  const own = await rating.books.read(tenant, { cells: [customerCell(key)] });
  const closed = closedMonths(own.at(customerCell(key)));
  const isBilled = billedMonths(billing, closed, rating.monthsReachedBack);
  const back = monthsReachedBackOf(after, rating.monthsReachedBack);
  const sought = monthsInReach(clock.now(), closed, back).filter(
    (month) => isBilled(before, month) || isBilled(after, month),
  );
  const months = sought.slice(-MONTHS_MAX);
  const cells = await rating.books.read(tenant, {
    cells: months.map((month) => periodCell(key, month)),
  });
  const closedBy = (month: Month) => cells.at(periodCell(key, month))?.closedBy;
  const isClosed = (month: Month): boolean => closedBy(month) !== undefined;
  const asked = (customer: Customer | undefined) => ({
    key,
    months: months.filter((month) => isBilled(customer, month)),
    isClosed,
  });
  const was = await monthsUnder(rating, tenant, asked(before));
  const later = { ...rating, customers: customersAfter(rating.customers, change) };
  const becomes = before === after ? was : await monthsUnder(later, tenant, asked(after));
  const foreseen = months.map((month): DryRunMonthAnswer => {
    const by = closedBy(month);
    const sides = definedOnly({ before: was.get(month), after: becomes.get(month) });
    const repricesFrom = by === undefined ? repricedFrom(sides, clock.now()) : undefined;
    return {
      period: month,
      ...(by === undefined
        ? {}
        : { closedBy: { id: by.id, ...definedOnly({ number: by.number }) } }),
      changes: JSON.stringify(sides.before) !== JSON.stringify(sides.after),
      ...definedOnly({ repricesFrom }),
      ...sides,
    };
  });
  const older = sought.length - months.length;
  return {
    months: foreseen,
    ...(older === 0 ? {} : { olderMonths: older }),
  };
}

/** From when on the plans of a month are others, if that has begun. */
function repricedFrom(
  { before, after }: Pick<DryRunMonthAnswer, 'before' | 'after'>,
  now: Timestamp,
): string | undefined {
  const [was, becomes] = [before?.plans ?? [], after?.plans ?? []];
  const place = was.findIndex(
    (part, index) => JSON.stringify(part) !== JSON.stringify(becomes[index]),
  );
  const [old, other] = [was[place], becomes[place]];
  // Under another time zone all bounds are others, and prices are not.
  if (old === undefined || before?.timezone !== after?.timezone) return undefined;
  // The same plan that only ends earlier is another from there on.
  const isSame = old.plan === other?.plan && old.effectiveFrom === other.effectiveFrom;
  const from = isSame && other.start === old.start ? earlier(old.end, other.end) : old.start;
  return from < rfc3339(now) ? from : undefined;
}

const earlier = (a: string, b: string): string => (a < b ? a : b);

/** The months that a sweep closes, or that one it closes reaches back to, and the one that goes on; oldest first. */
const monthsInReach = (
  now: Timestamp,
  closed: readonly ClosedMonth[],
  monthsReachedBack: number,
): readonly Month[] =>
  monthsBack(now, { from: monthsSwept(monthsReachedBack), to: 0 }).filter(
    (month) =>
      !closed.some((one) => one.month === month) || !isOutOfReach(month, closed, monthsReachedBack),
  );

const customerCell = (customer: string) => ({ kind: 'customer', customer }) as const;
const periodCell = (customer: string, month: Month) =>
  ({ kind: 'period', month, customer }) as const;

/** Customers as they are once one was changed: what that is now will be past. */
function customersAfter(
  customers: CustomersRead,
  { before, after, revision }: ForeseenCustomer,
): CustomersRead {
  const { key } = after;
  const past = { key, revision: revision - 1, customer: before };
  return {
    get: async (tenant, asked) =>
      asked === key ? { key, revision, customer: after } : customers.get(tenant, asked),
    oldestPast: async (tenant, asked) =>
      (await customers.oldestPast(tenant, asked)) ??
      (asked === key && before !== undefined ? past : undefined),
    list: (tenant, page) => customers.list(tenant, page),
    listPast: (tenant, page) => customers.listPast(tenant, page),
    claims: (tenant, subjects) => customers.claims(tenant, subjects),
  };
}

/** Whether a customer has anything to do with a month: it is closed, or runs close it. */
const billedMonths =
  (billing: TenantBilling, closed: readonly ClosedMonth[], monthsReachedBack: number) =>
  (customer: Customer | undefined, month: Month): boolean =>
    customer !== undefined &&
    (closed.some((one) => one.month === month) ||
      isBilledIn(customer, month, { billing, monthsReachedBack }));

/** What each of these months of a customer is by its terms. */
async function monthsUnder(
  rating: RatingPorts,
  tenant: string,
  {
    key,
    months,
    isClosed,
  }: {
    readonly key: string;
    readonly months: readonly Month[];
    readonly isClosed: (month: Month) => boolean;
  },
): Promise<ReadonlyMap<Month, MonthTermsAnswer>> {
  if (months.length === 0) return new Map();
  const prepared = await prepareMonths(rating, tenant, { customer: key, months });
  const under = new Map<Month, MonthTermsAnswer>();
  for (const one of prepared) {
    const { month } = one.month.period;
    under.set(month, await underTerms(rating, tenant, one, isClosed(month)));
  }
  return under;
}

async function underTerms(
  { books }: RatingPorts,
  tenant: string,
  { month: { period, stretches }, prepared }: PreparedMonth,
  isClosed: boolean,
): Promise<MonthTermsAnswer> {
  const terms = {
    start: rfc3339(period.start),
    end: rfc3339(period.end),
    timezone: period.timeZone,
    plans: stretches.flatMap(({ plan, stretch: { version, period: part } }) =>
      version === undefined
        ? []
        : [
            {
              plan,
              effectiveFrom: version.effectiveFrom,
              start: rfc3339(part.start),
              end: rfc3339(part.end),
            },
          ],
    ),
  };
  if (prepared.status === 'unpriced') return { ...terms, unpriced: prepared.detail };
  const { request } = prepared;
  const comesTo = {
    currency: request.terms.currency,
    ratedAmount: exactText(sumOfExact(request.current.charges.map(({ exact }) => exact))),
  };
  if (isClosed) return { ...terms, ...comesTo };
  const { draft, obstacle } = await draftClosing(books, tenant, request);
  return { ...terms, ...comesTo, total: draft.total, ...definedOnly({ obstacle }) };
}
