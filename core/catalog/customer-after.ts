import { daysFrom } from '../kernel/calendar-days.ts';
import {
  type BillingDayChange,
  type LocalCalendar,
  localCalendar,
  type ZoneChange,
} from '../kernel/local-calendar.ts';
import { laterMonth, type Month } from '../kernel/month.ts';
import type { Period } from '../kernel/timestamp.ts';
import type { Customer, CustomerChange, PlanChange } from './customer.ts';
import { tenuresAfter } from './tenures.ts';

/** The days and months of a customer, by the time zones and the billing days that it has had. */
export const customerCalendar = ({
  timezone,
  timezones,
  billingDay,
  billingDays,
}: Pick<Customer, 'timezone' | 'timezones' | 'billingDay' | 'billingDays'>): LocalCalendar =>
  localCalendar(timezone, timezones, billingDays ?? daysOf(billingDay));

const daysOf = (billingDay: number | undefined): readonly BillingDayChange[] =>
  billingDay === undefined ? [] : [{ day: billingDay, from: ALWAYS.slice(0, 7) }];

/** Whether the months of a customer are not those of the calendar, or were not once. */
export const hasBillingDay = ({
  billingDay,
  billingDays,
}: Pick<Customer, 'billingDay' | 'billingDays'>): boolean =>
  billingDay !== undefined || billingDays !== undefined;

/** Since no customer was before. */
const ALWAYS = '1970-01-01';

/** Another time zone skips up to 26 hours: a month of one day could end before it begins. */
const MONTH_DAYS_MIN = 2;

/** The day from which a change counts, by the calendar from before it: today, where it names none. */
export const dayOfChange = (
  before: Customer | undefined,
  { customer, from, now }: Pick<CustomerChange, 'customer' | 'from' | 'now'>,
): string => from ?? customerCalendar(before ?? customer).dayAt(now);

/**
 * What a customer is after a change: as it was sent, where its time zone, a bare plan and its subjects count from the
 * day of the change on, and its billing day from the first month after that. `takenOf` says when a subject that is new
 * to it was somebody's.
 */
export function customerAfter(
  before: Customer | undefined,
  change: CustomerChange,
  takenOf: (subject: string) => readonly Period[],
): Customer {
  const { customer, from, now, monthsReachedBack = 0 } = change;
  const day = dayOfChange(before, change);
  const start = customerCalendar(before ?? customer).dayStart(day);
  const { timezones: sentZones, billingDays: sentDays, tenures: sentTenures, ...others } = customer;
  const { plan: _, since: __, ...sent } = others;
  const timezones = before === undefined ? sentZones : zonesAfter(before, customer, day);
  const tenures = tenuresAfter(
    before ?? { subjects: [], ...(sentTenures === undefined ? {} : { tenures: sentTenures }) },
    {
      subjects: sent.subjects,
      start,
      notBefore: from === undefined ? undefined : start,
      takenOf,
      now,
      monthsReachedBack,
    },
  );
  const billingDays = before === undefined ? sentDays : billingDaysAfter(before, change, day);
  const plan = planAfter(before, change, day);
  const ofMonths = { ...sent, ...(billingDays === undefined ? {} : { billingDays }) };
  const since = sinceAfter(before, { plan, day, calendar: customerCalendar(ofMonths) });
  return {
    ...ofMonths,
    ...(timezones === undefined ? {} : { timezones }),
    ...(plan === undefined ? {} : { plan }),
    ...(since === undefined ? {} : { since }),
    ...(tenures.length === 0 ? {} : { tenures }),
  };
}

function planAfter(
  before: Customer | undefined,
  { customer, barePlan, from }: CustomerChange,
  day: string,
): Customer['plan'] {
  const known = before?.plan ?? [];
  const calendar = customerCalendar(before ?? customer);
  const asked =
    barePlan === undefined
      ? customer.plan
      : plansAfter(known, {
          ...{ plan: barePlan, day },
          from: from ?? calendar.firstDay(calendar.monthOf(day)),
        });
  return customer.archived === true ? plansUntil(day, before?.plan ?? asked ?? []) : asked;
}

/** A plan that is said to begin earlier is agreed to. */
function sinceAfter(
  before: Customer | undefined,
  {
    plan = [],
    day,
    calendar,
  }: { readonly plan: Customer['plan']; readonly day: string; readonly calendar: LocalCalendar },
): Month | undefined {
  const known = before === undefined ? calendar.monthOf(day) : before.since;
  if (known === undefined) return undefined;
  const [first] = plan;
  const begins = first === undefined ? known : calendar.monthOf(first.from);
  return begins < known ? begins : known;
}

/**
 * The billing days that a customer has had, where it has had several. Another one counts from the first month that has
 * not begun on that day by either: so no month that has begun begins or began on another day, and the one that goes on
 * ends where the next begins; a month later, where one of a single day would be left. Undefined where there has only
 * ever been one.
 */
function billingDaysAfter(
  before: Customer,
  { customer, now }: CustomerChange,
  dayOf: string,
): readonly BillingDayChange[] | undefined {
  const { billingDay: day = 1 } = customer;
  if ((before.billingDay ?? 1) === day) return before.billingDays;
  const calendar = customerCalendar(before);
  const today = calendar.dayAt(now);
  const counted = dayOf > today ? dayOf : today;
  const next = laterMonth(calendar.monthOf(counted));
  const byDay = localCalendar(customer.timezone, [], daysOf(day));
  const after = byDay.firstDay(next) > counted ? next : laterMonth(next);
  const days = daysFrom(calendar.firstDay(laterMonth(after, -1)), byDay.firstDay(after));
  const from = days < MONTH_DAYS_MIN ? laterMonth(after) : after;
  const known = before.billingDays ?? [{ day: before.billingDay ?? 1, from: ALWAYS.slice(0, 7) }];
  const kept = known.filter((one, index) => index === 0 || one.from < from);
  const all = kept.at(-1)?.day === day ? kept : [...kept, { day, from }];
  return all.length === 1 ? undefined : all;
}

/** Undefined where there has only ever been one. */
function zonesAfter(
  before: Customer,
  { timezone }: Customer,
  day: string,
): readonly ZoneChange[] | undefined {
  if (before.timezone === timezone) return before.timezones;
  const known = before.timezones ?? [{ timezone: before.timezone, from: ALWAYS }];
  const kept = known.filter(({ from }, index) => index === 0 || from < day);
  const zones = kept.at(-1)?.timezone === timezone ? kept : [...kept, { timezone, from: day }];
  return zones.length === 1 && zones[0]?.timezone === timezone ? undefined : zones;
}

/** Who is archived has what it had until that day, and then no plan. */
function plansUntil(day: string, known: readonly PlanChange[]): readonly PlanChange[] {
  const kept = known.filter(({ from }) => from < day);
  const hasEnded = kept.at(-1)?.plan === null;
  return hasEnded ? kept : [...kept, { plan: null, from: day }];
}

/** A plan that is in force on the day already stays as it is, and is not followed by another. */
function plansAfter(
  before: readonly PlanChange[],
  { plan, day, from }: { readonly plan: string; readonly day: string; readonly from: string },
): readonly PlanChange[] {
  const known = before.filter((change) => change.from <= day);
  if (known.at(-1)?.plan === plan) return known;
  return [...before.filter((change) => change.from < from), { plan, from }];
}
