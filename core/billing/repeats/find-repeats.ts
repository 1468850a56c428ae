import { laterMonth, type Month } from '../../kernel/month.ts';
import type { Timestamp } from '../../kernel/timestamp.ts';
import {
  collectTraces,
  type HourPorts,
  putAside,
  type ScratchEntry,
  scratchName,
} from './collect-traces.ts';
import type { ListedRepeat, Repeats, TraceScratch } from './ports.ts';
import {
  type Candidate,
  candidatesIn,
  type Trace,
  Traces,
  traceFrom,
  tracePast,
  tracesEnd,
  traceText,
} from './traces.ts';
import { minuteOfPlace, verifyCandidates } from './verify-candidates.ts';

/** What repeats are found with, and listed in. */
export interface RepeatPorts extends HourPorts {
  readonly repeats: Repeats;
  readonly scratch: TraceScratch;
  /** So many are held in memory at once; what has more is put aside and compared part by part. */
  readonly tracesMax: number;
}

/** The identities of 4,000,000 events, in 32 MB. */
export const tracesPerMessage = 4_000_000;
/** So many hours are looked at again for one message, where there are too many events to hold their traces at once. */
const HOURS_VERIFIED = 24;
/** More of a month than these are not listed: whoever sends so many has to be looked at, not each of them. */
const LISTED_MAX = 1_000;
const MONTHS_BEFORE = 2;

/** Where to look, in UTC hours since 1970. */
export interface Window {
  readonly tenant: string;
  readonly month: Month;
  /** From here on all identities are compared. */
  readonly from: number;
  /** What came again before this is listed where no earlier month has listed it. */
  readonly begins: number;
  /** Exclusive. */
  readonly to: number;
}

/** How far the search for repeats has come: traces are collected up to an hour, then compared up to a trace. */
export type RepeatsStep =
  | { readonly does: 'collect'; readonly hour: number; readonly aside: readonly ScratchEntry[] }
  | { readonly does: 'compare'; readonly from: string; readonly aside: readonly ScratchEntry[] };

export const firstStep = ({ from }: Window): RepeatsStep => ({
  does: 'collect',
  hour: from,
  aside: [],
});

/**
 * Takes one step of finding the repeats in a window of the log: every two events of one identity that totals had before
 * the first step. Answers the next step, undefined after the last: then the month's list has all of them.
 *
 * A step is done in bounded memory, and repeated without harm: what it puts aside is named by what it is, what it lists
 * stays listed.
 */
export async function findRepeats(
  ports: RepeatPorts,
  window: Window,
  { step, now }: { readonly step: RepeatsStep; readonly now: Timestamp },
): Promise<RepeatsStep | undefined> {
  return step.does === 'collect'
    ? collect(ports, window, { step, now })
    : compare(ports, window, step);
}

async function collect(
  ports: RepeatPorts,
  window: Window,
  {
    step: { hour, aside },
    now,
  }: { readonly step: RepeatsStep & { readonly does: 'collect' }; readonly now: Timestamp },
): Promise<RepeatsStep | undefined> {
  const { tenant, to } = window;
  const collected = await collectTraces(ports, tenant, { from: hour, to, enough: ports.tracesMax });
  if (hour === window.from && collected.next >= to) {
    const all = new Traces();
    for (const { traces } of collected.traces) all.addAll(traces);
    await listRepeats(ports, window, candidatesIn(all.sorted(), window.from));
    return undefined;
  }
  const put: ScratchEntry[] = [];
  for (const traces of collected.traces) {
    put.push(await putAside(ports.scratch, { tenant, now }, traces));
  }
  const all = [...aside, ...put];
  return collected.next < to
    ? { does: 'collect', hour: collected.next, aside: all }
    : { does: 'compare', from: traceText(0n), aside: all };
}

async function compare(
  ports: RepeatPorts,
  window: Window,
  { from: fromText, aside }: RepeatsStep & { readonly does: 'compare' },
): Promise<RepeatsStep | undefined> {
  const from = traceFrom(fromText);
  const to = endOfRange(from, aside, ports.tracesMax);
  const all = new Traces();
  for (const one of aside) {
    const chunks = ports.scratch.read(scratchName(window.tenant, one), fromText);
    for await (const chunk of chunks) {
      all.addChunk(chunk, { from, to });
      if (traceFrom(chunk.last) >= to) break;
    }
  }
  const candidates = candidatesIn(all.sorted(), window.from);
  const taken = fewHoursOf(candidates);
  const isFull = (await listRepeats(ports, window, taken)) === 'full';
  const last = taken.at(-1);
  const next = taken.length < candidates.length && last !== undefined ? tracePast(last.key) : to;
  return isFull || next >= tracesEnd
    ? undefined
    : { does: 'compare', from: traceText(next), aside };
}

/** Traces are spread evenly, so that a part of all there can be has that part of all there are. */
function endOfRange(from: Trace, aside: readonly ScratchEntry[], tracesMax: number): Trace {
  const count = aside.reduce((sum, one) => sum + one.count, 0);
  const ranges = BigInt(Math.max(1, Math.ceil(count / tracesMax)));
  // Between two identities, so that no range parts one.
  const end = tracePast((from + tracesEnd / ranges) >> 16n);
  return end < tracesEnd ? end : tracesEnd;
}

/**
 * The first of them, so many that few hours have to be read; at least one. What is in more hours than that is looked
 * for in the first of these: such a sender has one id for everything.
 */
function fewHoursOf(all: readonly Candidate[]): readonly Candidate[] {
  const hours = new Set<number>();
  const candidates = all.map(({ key, hours: its }) => ({
    key,
    hours: its.slice(0, HOURS_VERIFIED),
  }));
  const end = candidates.findIndex((candidate, index) => {
    for (const hour of candidate.hours) hours.add(hour);
    return index > 0 && hours.size > HOURS_VERIFIED;
  });
  return end === -1 ? candidates : candidates.slice(0, end);
}

/** Lists what of candidates is repeated, and says whether the month's list has all that it has room for. */
async function listRepeats(
  { repeats, ...ports }: RepeatPorts,
  window: Window,
  candidates: readonly Candidate[],
): Promise<'full' | 'has-room'> {
  if (candidates.length === 0) return 'has-room';
  const { tenant, month } = window;
  const listed = await repeats.list(tenant, { month, after: '', limit: LISTED_MAX });
  const places = new Set(listed.repeats.map(({ place }) => place));
  for (const repeat of await verifyCandidates(ports, tenant, candidates)) {
    if (places.size >= LISTED_MAX) return 'full';
    if (places.has(repeat.place) || (await isOfEarlierMonth(repeats, window, repeat))) continue;
    await repeats.add(tenant, month, repeat);
    places.add(repeat.place);
  }
  return places.size >= LISTED_MAX ? 'full' : 'has-room';
}

/** Whether another month's list has it, and this month does not wait for it. */
async function isOfEarlierMonth(
  repeats: Repeats,
  { tenant, month, begins }: Window,
  { place }: ListedRepeat,
): Promise<boolean> {
  for (let back = 1; back <= MONTHS_BEFORE; back += 1) {
    const listed = await repeats.get(tenant, laterMonth(month, -back), place);
    if (listed === undefined) continue;
    if (listed.overruled !== undefined || minuteOfPlace(place) < begins * 60) return true;
  }
  return false;
}
