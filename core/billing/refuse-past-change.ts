import type { Books } from '../books/books.ts';
import { type CommitmentTerm, termIn } from '../catalog/commitments.ts';
import { couponEnd } from '../catalog/coupons.ts';
import type { Customer, CustomerChange, PlanChange } from '../catalog/customer.ts';
import { customerCalendar } from '../catalog/customer-after.ts';
import type { CouponBody } from '../contract/catalog/coupon-shapes.ts';
import { type ClosedMonth, closedMonths, refuseInvoiced } from '../invoicing/billing-period.ts';
import { canonicalText } from '../kernel/json.ts';
import { Rejection } from '../kernel/rejection.ts';
import type { Timestamp } from '../kernel/timestamp.ts';

/**
 * Refuses to change what a month that is closed was rated by: the plan and the coupons that the customer had then, and
 * what is said to count from a day in it.
 * @throws Rejection `period.already-invoiced`
 */
export async function refusePastChange(
  books: Books,
  tenant: string,
  {
    before,
    after,
    change,
  }: {
    readonly before: Customer | undefined;
    readonly after: Customer;
    readonly change: Pick<CustomerChange, 'from'>;
  },
): Promise<void> {
  const isCommitted =
    canonicalText(before?.commitments ?? []) !== canonicalText(after.commitments ?? []);
  const days = [
    ...changedPlans(before, after),
    ...changedCoupons(before, after),
    ...changedFrom(before, after, change),
  ];
  if (days.length === 0 && !isCommitted) return;
  const cell = { kind: 'customer', customer: after.key } as const;
  const page = await books.read(tenant, { cells: [cell] });
  const closed = closedMonths(page.at(cell));
  for (const { start, param } of days) refuseInvoiced(start, closed, param);
  if (isCommitted) refuseOtherTerms(before?.commitments, after.commitments, closed);
}

/**
 * A term of which a month is closed keeps the month it began with, as two terms never share one; and it ends with a
 * month that is still open, which charges what is missing. One that is over ends where it did: that was charged.
 */
function refuseOtherTerms(
  before: Customer['commitments'],
  after: Customer['commitments'],
  closed: readonly ClosedMonth[],
): void {
  const isClosed = ({ end }: CommitmentTerm): boolean => closed.some(({ month }) => month >= end);
  for (const { month } of closed) {
    const [was, becomes] = [termIn(before, month), termIn(after, month)];
    const isMoved = was !== undefined && was.from !== becomes?.from;
    const isOver =
      becomes !== undefined && isClosed(becomes) && (was === undefined || !isClosed(was));
    const isReopened = was !== undefined && isClosed(was) && was.end !== becomes?.end;
    if (!isMoved && !isOver && !isReopened) continue;
    const end = isReopened ? was.end : 'a month that is open';
    throw new Rejection(
      'period.already-invoiced',
      `let the term that ${month} is in begin with ${was?.from ?? 'a later month'}, and end with ${end}: ${month} is closed`,
      { param: '/commitments' },
    );
  }
}

interface ChangedDay {
  readonly start: Timestamp;
  readonly param: string;
}

function changedPlans(before: Customer | undefined, after: Customer): ChangedDay[] {
  const from = firstDifference(before?.plan ?? [], after.plan ?? []);
  if (from === undefined) return [];
  return [{ start: customerCalendar(after).dayStart(from), param: '/plan' }];
}

function changedCoupons(before: Customer | undefined, after: Customer): ChangedDay[] {
  const from = firstOtherCoupon(before?.coupons ?? [], after.coupons ?? []);
  if (from === undefined) return [];
  return [{ start: customerCalendar(after).dayStart(from), param: '/coupons' }];
}

/** The first day on which other coupons count, or the same in another order. */
function firstOtherCoupon(
  before: readonly CouponBody[],
  after: readonly CouponBody[],
): string | undefined {
  const was = new Map(before.map((one) => [one.key, one]));
  const becomes = new Map(after.map((one) => [one.key, one]));
  const [first, second] = [was, becomes].map((own, index) =>
    [...own.keys()].filter((key) => (index === 0 ? becomes : was).has(key)),
  );
  const isOtherOrder = JSON.stringify(first) !== JSON.stringify(second);
  const days = [...new Set([...was.keys(), ...becomes.keys()])].flatMap((key) => {
    const [a, b] = [was.get(key), becomes.get(key)];
    if (a === undefined || b === undefined) return (a ?? b)?.from ?? [];
    if (isOtherOrder || offText(a) !== offText(b)) return [a.from, b.from];
    const [endA, endB] = [couponEnd(a), couponEnd(b)];
    return endA === endB ? [] : [endA, endB].flatMap((end) => end ?? []);
  });
  return days.sort()[0];
}

/** What is the same of two coupons that only end on other days. */
const offText = ({ until: _, months: __, ...off }: CouponBody): string => canonicalText(off);

/** What is said to count from a day, if it changes the time zone or whose usage it is. */
function changedFrom(
  before: Customer | undefined,
  after: Customer,
  { from }: Pick<CustomerChange, 'from'>,
): ChangedDay[] {
  if (from === undefined || before === undefined) return [];
  const isSame =
    before.timezone === after.timezone &&
    before.subjects.length === after.subjects.length &&
    before.subjects.every((subject) => after.subjects.includes(subject));
  return isSame ? [] : [{ start: customerCalendar(before).dayStart(from), param: 'from' }];
}

/** The first day on which the two differ. */
function firstDifference(
  before: readonly PlanChange[],
  after: readonly PlanChange[],
): string | undefined {
  const length = Math.max(before.length, after.length);
  for (let index = 0; index < length; index += 1) {
    const [a, b] = [before[index], after[index]];
    if (a?.plan === b?.plan && a?.from === b?.from) continue;
    const days = [a?.from, b?.from].filter((day) => day !== undefined);
    return days.sort()[0];
  }
  return undefined;
}
