import { type ExplainedEvent, explainedEvents } from '../../billing/explain/events.ts';
import type { RatingPorts } from '../../billing/ports.ts';
import { askedMonths } from '../../billing/rating/asked-months.ts';
import { cutMonth } from '../../billing/rating/prepare-closings.ts';
import { type RatingRun, ratingRun, type TalliedMonth } from '../../billing/rating/rating-run.ts';
import { meterOf } from '../../billing/rating/rating-sources.ts';
import { readTallies } from '../../billing/rating/read-tallies.ts';
import { partsWithin } from '../../billing/rating/subject-periods.ts';
import {
  type CountedHour,
  chargeTest,
  type DimensionTest,
} from '../../billing/rating/usage-tallies.ts';
import type { TallySink } from '../../billing/rating/usage-window.ts';
import { customerCalendar } from '../../catalog/customer-after.ts';
import type { PayeeLine, PayeeStatement } from '../../contract/payee-statements/statement.ts';
import { type Month, monthFrom } from '../../kernel/month.ts';
import { Rejection } from '../../kernel/rejection.ts';
import type { Timestamp } from '../../kernel/timestamp.ts';
import type { Meter } from '../../metering/meter.ts';
import type { Moment } from '../../metering/tally.ts';
import { loadShares } from '../../shares/load-shares.ts';
import { shareMatcher } from '../../shares/match-share.ts';
import type { Shares } from '../../shares/ports.ts';
import type { Share } from '../../shares/share.ts';
import { parts } from '../parts.ts';
import type { PayerWorth, ShareMonths, WorthLine } from '../ports.ts';
import { wantedBy } from './explain-line.ts';

/** An event that was counted: what it was of and when, and nothing of whose it was. */
export interface PayeeLineEvent {
  readonly source: string;
  readonly id: string;
  readonly occurredAt: Timestamp;
  readonly meter: string;
  /** The content: the value that the event names. */
  readonly value: string;
  /** What the meter reads off it; 1 where events are counted. */
  readonly quantity: string;
}

/** Where a page of events begins: a payer and a meter by their places, so that it says of nobody who that is. */
export interface PayeeEventPlace {
  readonly part: number;
  readonly payer: number;
  readonly meter: number;
  readonly after?: Moment | undefined;
}

export interface PayeeLineEventPorts {
  readonly months: Pick<ShareMonths, 'worths'>;
  readonly rating: RatingPorts;
  readonly shares: Shares;
}

interface EventsAsked {
  readonly statement: PayeeStatement;
  readonly line: PayeeLine;
  readonly from: PayeeEventPlace;
  readonly limit: number;
}

/** Events behind a line, and how many payers' months cannot be read any more, as they were erased. */
interface EventsPage {
  readonly events: readonly PayeeLineEvent[];
  readonly unreadable: number;
  readonly next: PayeeEventPlace | undefined;
}

/** Each is some reads of totals and of the usage log: a request has to end. */
const MONTHS_PER_PAGE = 8;
/** After so many payers a page ends, be there an event of theirs or not. */
const PAYERS_MAX = 20_000;

/**
 * The events that were counted of a line, payer by payer, as of now; undefined of a line that no usage is behind. A
 * page may be short, or empty, before the last.
 * @throws Rejection `billing-settings.not-found`
 */
export async function eventsBehind(
  ports: PayeeLineEventPorts,
  tenant: string,
  asked: EventsAsked,
): Promise<EventsPage | undefined> {
  const { line, limit } = asked;
  if (line.month === undefined) return undefined;
  const month = monthFrom(line.month);
  const run = await ratingRun(ports.rating, tenant);
  const known = await loadShares(ports.shares, tenant);
  const events: PayeeLineEvent[] = [];
  let [looked, unreadable] = [0, 0];
  for await (const { place, wanted } of wantedMonths(ports.months, tenant, { ...asked, month })) {
    if (looked >= MONTHS_PER_PAGE || events.length >= limit || wanted === undefined) {
      return { events, unreadable, next: place };
    }
    looked += 1;
    const page = await unlessGone(() =>
      payerEvents(run, known, { month, wanted, after: place.after, limit: limit - events.length }),
    );
    if (page === undefined) unreadable += 1;
    else events.push(...page.events);
    if (page?.next !== undefined) {
      return { events, unreadable, next: { ...place, after: page.next } };
    }
  }
  return { events, unreadable, next: undefined };
}

/** Of a payer that was erased, nobody knows any more when its months began. */
async function unlessGone<Value>(read: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Rejection && error.code === 'customer.not-found') return undefined;
    throw error;
  }
}

/** What of a payer's month is on the line, by one meter. */
interface WantedUsage {
  readonly payer: string;
  readonly meter: string;
  readonly lines: readonly WorthLine[];
}

interface WantedMonth {
  readonly place: PayeeEventPlace;
  /** Undefined where the page is to end, as too many payers had nothing of it. */
  readonly wanted: WantedUsage | undefined;
}

async function* wantedMonths(
  months: Pick<ShareMonths, 'worths'>,
  tenant: string,
  { statement, line, month, from }: EventsAsked & { readonly month: Month },
): AsyncGenerator<WantedMonth> {
  const isWanted = wantedBy(statement, line);
  let seen = 0;
  for await (const { worth, part, payer } of worthsFrom(months, tenant, { month, from })) {
    seen += 1;
    if (seen > PAYERS_MAX) yield { place: { part, payer, meter: 0 }, wanted: undefined };
    const isFirst = part === from.part && payer === from.payer;
    const own = linesOf(worth, statement, isWanted);
    yield* byMeters(worth.payer, own, isFirst ? from : { part, payer, meter: 0 });
  }
}

/** What payers' months are worth, from a place on. */
async function* worthsFrom(
  months: Pick<ShareMonths, 'worths'>,
  tenant: string,
  { month, from }: { readonly month: Month; readonly from: PayeeEventPlace },
): AsyncGenerator<{ readonly worth: PayerWorth; readonly part: number; readonly payer: number }> {
  for (const [place, name] of parts.slice(from.part).entries()) {
    const part = from.part + place;
    let payer = 0;
    for await (const page of months.worths(tenant, { month, part: name })) {
      for (const worth of page) {
        if (part > from.part || payer >= from.payer) yield { worth, part, payer };
        payer += 1;
      }
    }
  }
}

/** What of a payer's month is on the line, meter by meter, from a place on. */
function* byMeters(
  payer: string,
  lines: readonly WorthLine[],
  from: PayeeEventPlace,
): Generator<WantedMonth> {
  const byMeter = [...Map.groupBy(lines, ({ meter }) => meter)].sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  for (const [meter, [key, own]] of byMeter.entries()) {
    if (meter < from.meter) continue;
    const after = meter === from.meter ? from.after : undefined;
    yield { place: { ...from, meter, after }, wanted: { payer, meter: key, lines: own } };
  }
}

const linesOf = (
  worth: PayerWorth,
  { payee, currency }: PayeeStatement,
  isWanted: ReturnType<typeof wantedBy>,
): readonly WorthLine[] =>
  worth.currency === currency
    ? worth.lines.filter(
        (line) => line.payees.some((one) => one.payee === payee) && isWanted(worth, line),
      )
    : [];

interface PayerAsked {
  readonly month: Month;
  readonly wanted: WantedUsage;
  readonly after: Moment | undefined;
  readonly limit: number;
}

/** @throws Rejection `customer.not-found` */
async function payerEvents(
  run: RatingRun,
  known: ReadonlyMap<string, Share>,
  { month, wanted, after, limit }: PayerAsked,
): Promise<{ readonly events: readonly PayeeLineEvent[]; readonly next: Moment | undefined }> {
  const asked = { customers: [wanted.payer], month };
  const [found] = await askedMonths(run, asked, 0);
  if (found === undefined) return { events: [], next: undefined };
  const { ports, tenant } = run;
  const cut = await cutMonth(found.customer, found.current, run);
  const meter = meterOf(wanted.meter, run.meters);
  const isWanted = chargedTest(cut, meter);
  const usedBy = partsWithin(cut.usedBy, cut.period);
  const hours = new CountedHours(meter.key, isWanted);
  const { rules } = cut;
  await readTallies(
    ports,
    tenant,
    usedBy.map((part) => ({ ...part, rules, into: hours })),
  );
  const question = { tenant, meter, isWanted, rules, usedBy, hours: hours.all(), after, limit };
  const { events, next } = await explainedEvents(ports, question);
  const calendar = customerCalendar(found.customer);
  const match = shareMatcher(known.values(), meter);
  const isOnLine = new Set(wanted.lines.map(({ share, value }) => JSON.stringify([share, value])));
  return {
    next,
    events: events.flatMap((event) => {
      const matched = match(event.dimensions, calendar.dayAt(event.at.occurredAt));
      if (matched === undefined) return [];
      const { share, value } = matched;
      if (!isOnLine.has(JSON.stringify([share.key, value]))) return [];
      return [eventFrom(event, meter.key, value)];
    }),
  };
}

/** Nothing of its subject, nor of other dimensions: they may say who it was. */
const eventFrom = (
  { source, id, at, value: quantity }: ExplainedEvent,
  meter: string,
  value: string,
): PayeeLineEvent => ({ source, id, occurredAt: at.occurredAt, meter, value, quantity });

/** Whether any charge of the month prices usage with these values: of other usage nobody earns. */
function chargedTest({ stretches }: TalliedMonth, meter: Meter): DimensionTest {
  const tests = stretches.flatMap(({ stretch: { version } }) =>
    (version?.charges ?? [])
      .filter((charge) => charge.meter === meter.key)
      .map((charge) => chargeTest(charge, meter, version?.charges ?? [])),
  );
  return (dimensions) => tests.some((test) => test(dimensions));
}

/** Where the events of a meter stand in the usage log. */
class CountedHours implements TallySink {
  readonly #meter: string;
  readonly #isWanted: DimensionTest;
  readonly #hours = new Map<string, CountedHour>();

  constructor(meter: string, isWanted: DimensionTest) {
    this.#meter = meter;
    this.#isWanted = isWanted;
  }

  add({ meter, tally, dimensions }: Parameters<TallySink['add']>[0], hour: CountedHour): void {
    if (meter !== this.#meter || tally === undefined || !this.#isWanted(dimensions)) return;
    this.#hours.set(`${hour.partition},${hour.hour}`, hour);
  }

  all(): readonly CountedHour[] {
    return [...this.#hours.values()];
  }
}
