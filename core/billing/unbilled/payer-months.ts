import type { CustomerCell, PeriodCell } from '../../books/cell.ts';
import { subjectOfKey } from '../../catalog/billed-customer.ts';
import type { TenantBilling } from '../../catalog/tenant-billing.ts';
import { billingPeriod, closedMonths } from '../../invoicing/billing-period.ts';
import { laterMonth, type Month } from '../../kernel/month.ts';
import type { Timestamp } from '../../kernel/timestamp.ts';
import type { RatingPorts } from '../ports.ts';
import { type PricedMonth, pricedMonths } from '../rating/prepare-closings.ts';
import { isOutOfReach } from '../rating/reach.ts';
import type { BillingRuns } from '../run/ports.ts';

/** How a payer's month stands with what is used of it. */
type MonthStage =
  /** It has not ended, or not long ago: what is used is about to be billed. */
  | 'open'
  /** It is due, and not closed. */
  | 'waiting'
  /** Nothing looks for it any more. */
  | 'missed'
  /** Closed, and a later month that will be closed reaches back to it. */
  | 'adjustable'
  /** Closed, and out of reach. */
  | 'final';

/** A payer's month with what the books say of it. */
export interface PayerMonth extends PricedMonth {
  readonly stage: MonthStage;
  readonly billed: PeriodCell['billed'];
}

/** A month, asked about at an instant. */
export interface AskedMonth {
  readonly month: Month;
  readonly now: Timestamp;
  readonly billing: TenantBilling;
}

const PAYERS_AT_ONCE = 100;

/** The month of each payer, in groups, so that there are never many at once. */
export async function* payerMonths(
  ports: { readonly rating: RatingPorts; readonly runs: BillingRuns },
  tenant: string,
  { payers, ...asked }: AskedMonth & { readonly payers: readonly string[] },
): AsyncGenerator<readonly PayerMonth[]> {
  const { month } = asked;
  const isSought = await soughtSubjects(ports, tenant, asked);
  for (let first = 0; first < payers.length; first += PAYERS_AT_ONCE) {
    const customers = payers.slice(first, first + PAYERS_AT_ONCE);
    const priced = await pricedMonths(ports.rating, tenant, { customers, month });
    const page = await ports.rating.books.read(tenant, {
      cells: customers.flatMap((key) => [customerCell(key), periodCell(key, month)]),
    });
    yield priced.map((one): PayerMonth => {
      const { key } = one.customer;
      const cell = page.at(periodCell(key, month));
      const isClosed = cell?.closedBy !== undefined;
      return {
        ...one,
        billed: cell?.billed ?? [],
        stage: isClosed
          ? closedStage(page.at(customerCell(key)), month, ports.rating)
          : openStage(one, asked, isSought),
      };
    });
  }
}

const customerCell = (customer: string) => ({ kind: 'customer', customer }) as const;
const periodCell = (customer: string, month: Month) =>
  ({ kind: 'period', month, customer }) as const;

function closedStage(
  cell: CustomerCell | undefined,
  month: Month,
  { monthsReachedBack }: Pick<RatingPorts, 'monthsReachedBack'>,
): MonthStage {
  return isOutOfReach(month, closedMonths(cell), monthsReachedBack) ? 'final' : 'adjustable';
}

function openStage(
  { customer, period }: PricedMonth,
  { now, billing }: AskedMonth,
  isSought: (subject: string) => boolean,
): MonthStage {
  if (now < period.end + billing.graceMilliseconds) return 'open';
  const subject = subjectOfKey(customer.key);
  return subject === undefined || isSought(subject) ? 'waiting' : 'missed';
}

/**
 * Whether a subject that pays for itself is found by a run: it was in the last search of the month, or another search
 * is to come.
 */
async function soughtSubjects(
  { rating, runs }: { readonly rating: RatingPorts; readonly runs: BillingRuns },
  tenant: string,
  { month, billing }: AskedMonth,
): Promise<(subject: string) => boolean> {
  const last = laterMonth(month, rating.monthsReachedBack);
  const lastDue = billingPeriod(last, billing.policy.timeZone).end + billing.graceMilliseconds;
  const note = await runs.note(tenant, month);
  if ((note?.lookedAt ?? 0) < lastDue) return () => true;
  const found = new Set(await runs.unassigned(tenant, month));
  return (subject) => found.has(subject);
}
