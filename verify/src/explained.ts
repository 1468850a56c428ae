import type { AgreedStretch } from './closing.ts';
import { BadEntry, listIn, objectIn, objectsIn, textIn } from './entry.ts';
import { type Finding, found, note, unknown } from './findings.ts';
import { grouped } from './grouped.ts';
import { canonical, isObject, type Json, type JsonObject, jsonFrom } from './json.ts';
import { PLACES, sumOf, unitsOf } from './numbers.ts';
import {
  areOfEvents,
  type ExplainedWindows,
  ofWindows,
  type ReadEvent,
  readEventIn,
  windowsIn,
} from './windows.ts';

/** An event, by what tells it from others, whose it is, and when it was. */
export interface LoggedEvent {
  readonly source: string;
  readonly id: string;
  readonly subject: string;
  readonly time: string;
}

/** Where a line comes from, as `GET /v1/invoices/{id}/lines/{line}` says it, all its pages together. */
export interface Explained {
  readonly invoice: string;
  readonly line: string;
  /** The line as it is shown there. */
  readonly shown: string;
  readonly aggregation: string;
  /** As of the day when it was asked for, of all the usage of the line's part of the month. */
  readonly quantity: bigint;
  /** What of that no document up to this one has billed. */
  readonly notBilled: bigint;
  /** Of a level that has several prices: the quantity of the whole month. */
  readonly monthQuantity: bigint | undefined;
  /** Events' own values in the order of their times; only where all pages of events are there. */
  readonly values: readonly bigint[] | undefined;
  /** Those events, likewise. */
  readonly events?: readonly LoggedEvent[];
  /** The sum of all tallies; only where they add up, and all pages are there. */
  readonly tallied: bigint | undefined;
  readonly tallies: number;
  /** Of a meter of trailing windows; with what it read off events, where all pages of those are there. */
  readonly windows?: ExplainedWindows & { readonly events: readonly ReadEvent[] | undefined };
}

const levels: ReadonlySet<string> = new Set([
  ...['min', 'max', 'latest', 'unique_count', 'weighted_sum', 'session_count'],
]);

export const isLevel = ({ aggregation, windows }: Explained): boolean =>
  levels.has(aggregation) || windows !== undefined;

function quantityIn(from: JsonObject, name: string): bigint {
  const units = unitsOf(from[name], PLACES);
  if (units !== undefined) return units;
  throw new BadEntry(`${name} is a quantity, got ${JSON.stringify(from[name])}`);
}

/** The lines that some texts explain. Pages of one line follow each other. @throws BadEntry */
export function explainedFrom(texts: readonly string[]): readonly Explained[] {
  const pages = texts.map((text) => {
    const page = jsonFrom(text);
    if (isObject(page)) return page;
    throw new BadEntry('what explains a line is an object');
  });
  const byLine = grouped(pages, (page) =>
    JSON.stringify([textIn(objectIn(page, 'invoice'), 'id'), textIn(objectIn(page, 'line'), 'id')]),
  );
  return [...byLine.values()].flatMap((own) => lineFrom(own) ?? []);
}

function lineFrom(pages: readonly JsonObject[]): Explained | undefined {
  const [first] = pages;
  if (first === undefined || !isObject(first['usage'])) return undefined;
  const usage = first['usage'];
  const { difference, monthQuantity } = usage;
  return {
    invoice: textIn(objectIn(first, 'invoice'), 'id'),
    line: textIn(objectIn(first, 'line'), 'id'),
    shown: canonical(objectIn(first, 'line')),
    quantity: quantityIn(usage, 'quantity'),
    notBilled: isObject(difference) ? quantityIn(difference, 'quantity') : 0n,
    monthQuantity: monthQuantity === undefined ? undefined : quantityIn(usage, 'monthQuantity'),
    tallied: talliedIn(pages, usage),
    tallies: allIn(pages, 'tallies').length,
    ...readIn(pages, usage),
  };
}

const allIn = (pages: readonly JsonObject[], name: string): readonly JsonObject[] =>
  pages.flatMap((page) => objectsIn(page, name));

const isWhole = (pages: readonly JsonObject[]): boolean =>
  pages.at(-1)?.['nextCursor'] === undefined;

const isOfEvents = (pages: readonly JsonObject[]): boolean => pages[0]?.['events'] !== undefined;

function talliedIn(pages: readonly JsonObject[], usage: JsonObject): bigint | undefined {
  const tallied = sumOf(allIn(pages, 'tallies').map((one) => quantityIn(one, 'quantity')));
  if (isOfEvents(pages) || !isWhole(pages) || usage['addsUp'] !== true) return undefined;
  const { opening } = usage;
  const opened = isObject(opening) && opening['quantity'] !== undefined;
  return tallied + (opened ? quantityIn(opening, 'quantity') : 0n);
}

/** What the meter read, where all pages of events are there. Of a level, values do not add up, or are no numbers. */
function readIn(
  pages: readonly JsonObject[],
  usage: JsonObject,
): Pick<Explained, 'aggregation' | 'values' | 'events' | 'windows'> {
  const aggregation = textIn(usage, 'aggregation');
  const all = isOfEvents(pages) && isWhole(pages) ? allIn(pages, 'events') : undefined;
  const windows = windowsIn(usage);
  const isOfLevel = levels.has(aggregation) || windows !== undefined;
  return {
    aggregation,
    values: isOfLevel ? undefined : all?.map((one) => quantityIn(one, 'value')),
    ...(all === undefined ? {} : { events: all.map(eventIn) }),
    ...(windows === undefined
      ? {}
      : { windows: { ...windows, events: all?.map((one) => readEventIn(one)) } }),
  };
}

const eventIn = (from: JsonObject): LoggedEvent => ({
  ...{ source: textIn(from, 'source'), id: textIn(from, 'id') },
  ...{ subject: textIn(from, 'subject'), time: textIn(from, 'time') },
});

/** Whether what was counted comes to the quantity of a line, which all documents up to it have billed. */
export function talliesFinding(
  explained: Explained,
  { shown, billed }: { readonly shown: Json; readonly billed: bigint },
): Finding {
  const { line, quantity, notBilled, tallied, tallies, values } = explained;
  const check = 'tallies';
  if (explained.shown !== canonical(shown))
    return {
      ...{ state: 'fails', check },
      says: `What explains line ${line} is about another line, or shows it otherwise.`,
    };
  const isBilled = quantity - notBilled === billed;
  if (explained.windows !== undefined) return windowsFinding(explained, isBilled);
  if (values !== undefined)
    return found(check, isBilled, {
      so: `The ${values.length} events of line ${line} are what was billed of it.`,
      not: `The events of line ${line} come to another quantity than what was billed of it.`,
    });
  if (tallied === undefined)
    return isLevel(explained)
      ? note(check, `Line ${line} is of a level: its tallies do not add up, and are not added.`)
      : unknown(check, `Of line ${line}, not all pages of its tallies were given.`);
  return found(check, isBilled && tallied === quantity, {
    so: `The ${tallies} tallies of line ${line} add up to the quantity that was billed of it.`,
    not: `The tallies of line ${line} do not add up to the quantity that was billed of it.`,
  });
}

/** Whether the windows of a line come to what was billed of it, and where their events are given, these to them. */
function windowsFinding(explained: Explained, isBilled: boolean): Finding {
  const { line, quantity, monthQuantity = quantity, windows, aggregation } = explained;
  const check = 'tallies';
  if (windows === undefined) return note(check, `Line ${line} has no windows.`);
  const { events, windows: days } = windows;
  // Of a part of a month it is not said what counts on the days of the other parts.
  const isOfEvents = events !== undefined && explained.monthQuantity === undefined;
  if (isOfEvents && !areOfEvents(windows, aggregation, events))
    return {
      ...{ state: 'fails', check },
      says: `The events of line ${line} do not come to its trailing windows.`,
    };
  const of = isOfEvents ? `, each of them of the ${events.length} events` : '';
  return found(check, isBilled && ofWindows(windows) === monthQuantity, {
    so: `The ${days.length} trailing windows of line ${line} come to what was billed of it${of}.`,
    not: `The trailing windows of line ${line} do not come to what was billed of it.`,
  });
}

/** Which versions of plans were given, by what the books call them. */
export interface GivenVersion {
  readonly plan: string;
  readonly body: JsonObject;
}

/** Plans as `GET /v1/plans/{key}` gives them, and versions that came with a proof. @throws BadEntry */
export function versionsFrom(
  plans: readonly Json[],
  prices: readonly Json[],
): readonly GivenVersion[] {
  const whole = plans.flatMap((plan) => {
    if (!isObject(plan)) throw new BadEntry('a plan is an object');
    const key = textIn(plan, 'key');
    return listIn(plan, 'versions').map((body) => ({ plan: key, body }));
  });
  const single = prices.map((one) => {
    if (!isObject(one)) throw new BadEntry('prices are an object');
    return { plan: textIn(one, 'plan'), body: one['version'] ?? null };
  });
  return [...whole, ...single].map(({ plan, body }) => {
    if (!isObject(body)) throw new BadEntry('a version of a plan is an object');
    return { plan, body };
  });
}

export const isOfStretch = (
  { plan, body }: GivenVersion,
  stretch: Pick<AgreedStretch, 'plan' | 'version'>,
): boolean => plan === stretch.plan && body['effectiveFrom'] === stretch.version;
