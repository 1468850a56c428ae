import { ownerAt, ownersOfEach } from '../../catalog/subject-owners.ts';
import type { TenantBilling } from '../../catalog/tenant-billing.ts';
import type { Clock } from '../../kernel/clock.ts';
import { definedOnly } from '../../kernel/defined-only.ts';
import { laterMonth, type Month, monthOfDate } from '../../kernel/month.ts';
import { payerKeyOf } from '../../kernel/payer.ts';
import { localDate, utc } from '../../kernel/time-zone.ts';
import { millisecondsPer, type Timestamp } from '../../kernel/timestamp.ts';
import type { UsageEvent } from '../../metering/usage-event.ts';
import type { RatingPorts } from '../ports.ts';
import type { BillingRuns } from '../run/ports.ts';
import { type PayerMonth, payerMonths } from '../unbilled/payer-months.ts';

/** What says whose months events are in. */
export interface PlacingPorts {
  readonly rating: RatingPorts;
  readonly runs: BillingRuns;
  readonly clock: Clock;
}

/** A tenant, and how it bills. */
export interface BilledTenant {
  readonly tenant: string;
  readonly billing: TenantBilling;
}

/** A payer's month, how many of the events are in it, and when the last of those was. */
export interface PlacedMonth {
  readonly month: PayerMonth;
  readonly events: number;
  readonly last?: Timestamp;
}

/** Whose months events are in. */
export interface PlacedEvents {
  readonly months: readonly PlacedMonth[];
  /** Events that no payer's month has. */
  readonly withoutPayer: number;
  /** Events of payers beyond those that are looked at. */
  readonly ofOthers: number;
}

/** Events of one payer. */
type OfPayer = readonly [payer: string, events: readonly UsageEvent[]];

const PAYERS_MAX = 50;
/** Months of calendars far apart overlap: usage is in that of its own day, or in one of those beside it. */
const MONTHS_ASKED = [0, -1, 1];

/** Puts events into the months of who pays for them: of so many payers, those that have most of them. */
export async function placedEvents(
  ports: PlacingPorts,
  of: BilledTenant,
  events: readonly UsageEvent[],
): Promise<PlacedEvents> {
  const { byPayer, nobody } = await eventsByPayer(ports, of, events);
  const most = [...byPayer].sort(([, a], [, b]) => b.length - a.length);
  const { months, left } = await monthsOf(ports, of, most.slice(0, PAYERS_MAX));
  const ofOthers = most.slice(PAYERS_MAX).reduce((sum, [, own]) => sum + own.length, 0);
  if (of.billing.defaultPlan === undefined || left.length === 0) {
    return { months, withoutPayer: nobody + left.length, ofOthers };
  }
  // What a subject was billed for by itself stays its own, whoever has it now.
  const own = Map.groupBy(left, ({ subject }): string => payerKeyOf({ subject }));
  const again = await monthsOf(ports, of, [...own].slice(0, PAYERS_MAX));
  const late = [...own].slice(PAYERS_MAX).reduce((sum, [, some]) => sum + some.length, 0);
  return {
    months: [...months, ...again.months],
    withoutPayer: nobody + again.left.length,
    ofOthers: ofOthers + late,
  };
}

/** By who has the subject then; without anybody, the subject itself where subjects can pay. */
async function eventsByPayer(
  { rating }: PlacingPorts,
  { tenant, billing }: BilledTenant,
  events: readonly UsageEvent[],
): Promise<{ readonly byPayer: ReadonlyMap<string, UsageEvent[]>; readonly nobody: number }> {
  const subjects = [...new Set(events.map(({ subject }) => subject))];
  const owners = await ownersOfEach(rating.customers, tenant, subjects);
  const byPayer = new Map<string, UsageEvent[]>();
  let nobody = 0;
  for (const event of events) {
    const { subject, occurredAt } = event;
    const self = billing.defaultPlan === undefined ? undefined : payerKeyOf({ subject });
    const payer = ownerAt(owners.get(subject), occurredAt) ?? self;
    if (payer === undefined) nobody += 1;
    else byPayer.set(payer, [...(byPayer.get(payer) ?? []), event]);
  }
  return { byPayer, nobody };
}

/** The months that have the events of payers, and the events that none of theirs has. */
async function monthsOf(
  ports: PlacingPorts,
  { tenant, billing }: BilledTenant,
  payers: readonly OfPayer[],
): Promise<{ readonly months: readonly PlacedMonth[]; readonly left: readonly UsageEvent[] }> {
  const months = new Map<string, PlacedMonth>();
  let open = payers;
  for (const offset of MONTHS_ASKED) {
    const asked = monthsAsked(open, billing, offset);
    const placed = new Set<UsageEvent>();
    for (const [month, keys] of asked) {
      const found = payerMonths(ports, tenant, {
        ...{ month, billing, now: ports.clock.now(), payers: [...keys] },
      });
      for await (const some of found) {
        for (const one of some) place(one, new Map(open), { months, placed });
      }
    }
    open = open
      .map(([payer, events]): OfPayer => [payer, events.filter((event) => !placed.has(event))])
      .filter(([, events]) => events.length > 0);
  }
  return { months: [...months.values()], left: open.flatMap(([, events]) => events) };
}

function place(
  month: PayerMonth,
  open: ReadonlyMap<string, readonly UsageEvent[]>,
  to: { readonly months: Map<string, PlacedMonth>; readonly placed: Set<UsageEvent> },
): void {
  const { key } = month.customer;
  const own = (open.get(key) ?? []).filter((event) => hasUsed(month, event));
  if (own.length === 0) return;
  const text = JSON.stringify([key, month.period.month]);
  const before = to.months.get(text);
  const events = own.length + (before?.events ?? 0);
  const last = own.reduce((latest, { occurredAt }) => later(latest, occurredAt), before?.last);
  to.months.set(text, { month, events, ...definedOnly({ last }) });
  for (const event of own) to.placed.add(event);
}

const later = (a: Timestamp | undefined, b: Timestamp): Timestamp =>
  a !== undefined && a > b ? a : b;

/** Whether a payer's month has what was used in the quarter hour of an event. */
function hasUsed({ usedBy }: PayerMonth, { subject, occurredAt }: UsageEvent): boolean {
  const slot = occurredAt - (occurredAt % millisecondsPer.quarterHour);
  return usedBy.some(
    (one) => one.subject === subject && one.period.start <= slot && slot < one.period.end,
  );
}

/** By month, whose it is asked for. */
function monthsAsked(
  open: readonly OfPayer[],
  { policy }: TenantBilling,
  offset: number,
): ReadonlyMap<Month, ReadonlySet<string>> {
  const asked = new Map<Month, Set<string>>();
  for (const [payer, events] of open) {
    for (const { occurredAt } of events) {
      const month = laterMonth(monthOfDate(localDate(occurredAt, policy.timeZone)), offset);
      asked.set(month, (asked.get(month) ?? new Set()).add(payer));
    }
  }
  return asked;
}

/** What months without any of the events may go by: a level that goes on, or trailing windows of so many days. */
interface Reaches {
  readonly goesOn: boolean;
  readonly windowDays: number;
}

/** Trailing windows have at most 31 days, so a month is reached by those of two before it. */
const MONTHS_REACHED = 2;

/**
 * The months of the same payers that have none of the events, and whose usage goes by them: all after the first, up to
 * the one that goes on, where a level does; else those whose trailing windows reach back.
 */
export async function monthsAfter(
  ports: PlacingPorts,
  { tenant, billing }: BilledTenant,
  months: readonly PlacedMonth[],
  reaches: Reaches,
): Promise<readonly PlacedMonth[]> {
  const now = ports.clock.now();
  const current = monthOfDate(localDate(now, utc));
  const byPayer = Map.groupBy(months, ({ month }) => month.customer.key);
  const asked = new Map<Month, string[]>();
  for (const [payer, own] of byPayer) {
    const known = own.map(({ month }) => month.period.month).sort();
    for (const month of monthsWithout(known, current, reaches)) {
      asked.set(month, [...(asked.get(month) ?? []), payer]);
    }
  }
  const after: PlacedMonth[] = [];
  for (const [month, payers] of asked) {
    for await (const some of payerMonths(ports, tenant, { month, billing, now, payers })) {
      const reached = some.filter((one) =>
        isReached(one, byPayer.get(one.customer.key) ?? [], reaches),
      );
      after.push(...reached.map((one) => ({ month: one, events: 0 })));
    }
  }
  return after;
}

/** Those after the first that is known, up to the current one, that may be reached from a known one. */
function monthsWithout(
  known: readonly Month[],
  current: Month,
  { goesOn, windowDays }: Reaches,
): readonly Month[] {
  const [first = current] = known;
  const isNear = (month: Month): boolean =>
    windowDays > 0 && known.some((one) => one < month && month <= laterMonth(one, MONTHS_REACHED));
  const months: Month[] = [];
  for (let month = first; month <= current; month = laterMonth(month)) {
    if (!known.includes(month) && (goesOn || isNear(month))) months.push(month);
  }
  return months;
}

const isReached = (
  { period: { start } }: PayerMonth,
  from: readonly PlacedMonth[],
  { goesOn, windowDays }: Reaches,
): boolean =>
  goesOn ||
  from.some(({ last = 0 }) => last < start && start < last + windowDays * millisecondsPer.day);
