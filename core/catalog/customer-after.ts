import { type LocalCalendar, localCalendar, type ZoneChange } from '../kernel/local-calendar.ts';
import { type Month, monthOfDate } from '../kernel/month.ts';
import type { Period } from '../kernel/timestamp.ts';
import type { Customer, CustomerChange, PlanChange } from './customer.ts';
import { tenuresAfter } from './tenures.ts';

/** The days of a customer, by the time zones that it has had. */
export const customerCalendar = ({
  timezone,
  timezones,
}: Pick<Customer, 'timezone' | 'timezones'>): LocalCalendar => localCalendar(timezone, timezones);

/** Since no customer was before. */
const ALWAYS = '1970-01-01';

/** The day from which a change counts, by the calendar from before it: today, where it names none. */
export const dayOfChange = (
  before: Customer | undefined,
  { customer, from, now }: Pick<CustomerChange, 'customer' | 'from' | 'now'>,
): string => from ?? customerCalendar(before ?? customer).dayAt(now);

/**
 * What a customer is after a change: as it was sent, where its time zone, a bare plan and its subjects count from the
 * day of the change on. `takenOf` says when a subject that is new to it was somebody's.
 */
export function customerAfter(
  before: Customer | undefined,
  change: CustomerChange,
  takenOf: (subject: string) => readonly Period[],
): Customer {
  const { customer, from, now, monthsReachedBack = 0 } = change;
  const day = dayOfChange(before, change);
  const start = customerCalendar(before ?? customer).dayStart(day);
  const { timezones: sentZones, tenures: sentTenures, plan: _, since: __, ...sent } = customer;
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
  const plan = planAfter(before, change, day);
  const since = sinceAfter(before, { plan, day });
  return {
    ...sent,
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
  const asked =
    barePlan === undefined
      ? customer.plan
      : plansAfter(known, { plan: barePlan, day, from: from ?? firstOfMonth(day) });
  return customer.archived === true ? plansUntil(day, before?.plan ?? asked ?? []) : asked;
}

/** A plan that is said to begin earlier is agreed to. */
function sinceAfter(
  before: Customer | undefined,
  { plan = [], day }: { readonly plan: Customer['plan']; readonly day: string },
): Month | undefined {
  const known = before === undefined ? monthOfDate(day) : before.since;
  if (known === undefined) return undefined;
  const [first] = plan;
  const begins = first === undefined ? known : monthOfDate(first.from);
  return begins < known ? begins : known;
}

const firstOfMonth = (day: string): string => `${monthOfDate(day)}-01`;

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
