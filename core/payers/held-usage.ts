import { millisecondsPer, timestampOf } from '../kernel/timestamp.ts';
import { eventsIn } from '../metering/log/block.ts';
import { partitionOf, partitions, shardsHolding } from '../metering/log/log-key.ts';
import type { SlotTally } from '../metering/totals/totals.ts';
import type { HeldPorts, HeldRecord, PayerHeld } from './ports.ts';

/** A record, or only how far the reading has come; `at` is where to go on after it. */
export interface HeldStep {
  readonly at: readonly number[];
  readonly record?: HeldRecord;
}

/** Hours of one log, or of one partition's totals, past a place. */
interface HoursPast {
  readonly of: number;
  readonly from: readonly number[];
}

const QUARTERS = 4;
const HOURS_AHEAD = 2;
const HOURS_PER_PAGE = 200;
/** Past all that there is of something. */
const PAST_ALL = Number.MAX_SAFE_INTEGER;

/** The tallies of its subjects, past `[partition, hour, number of the tally]`. Of levels, the partitions past all. */
export async function* heldTotals(
  ports: HeldPorts,
  payer: PayerHeld,
  place: 'totals' | 'levels',
  from: readonly number[],
): AsyncGenerator<HeldStep> {
  const past = place === 'levels' ? partitions : 0;
  for (const own of partitionsOf(payer.subjects)) {
    const of = own + past;
    if (of >= (from[0] ?? 0)) yield* talliesPast(ports, payer, place, { of, from });
  }
}

async function* talliesPast(
  { totals, clock }: HeldPorts,
  { tenant, subjects }: PayerHeld,
  place: 'totals' | 'levels',
  { of: partition, from }: HoursPast,
): AsyncGenerator<HeldStep> {
  const wanted = new Set(subjects);
  const range = {
    ...{ tenant, partition, consistency: 'strong' as const },
    from: from[0] === partition ? (from[1] ?? 0) : 0,
    to: Math.floor(clock.now() / millisecondsPer.hour) + HOURS_AHEAD,
  };
  for await (const { hour, totals: held } of totals.readRange(range)) {
    for (const [index, tally] of held.tallies.entries()) {
      const at = [partition, hour, index];
      if (!wanted.has(tally.subject) || !isPast(at, from)) continue;
      yield { at, record: tallied(place, hour, tally) };
    }
    yield { at: [partition, hour, PAST_ALL] };
  }
}

function tallied(place: 'totals' | 'levels', hour: number, tally: SlotTally): HeldRecord {
  const at = timestampOf(hour * millisecondsPer.hour);
  if (place === 'levels') return { place, at, tally };
  const start = timestampOf(at + (tally.slot * millisecondsPer.hour) / QUARTERS);
  return { place, start, tally };
}

/**
 * The events of its subjects, from the log itself, past `[shard, hour, minute, block, row]`. Which hours there are is
 * known from how far they are folded, as every hour with an event is folded, whether a meter counts it or not.
 */
export async function* heldEvents(
  ports: HeldPorts,
  payer: PayerHeld,
  from: readonly number[],
): AsyncGenerator<HeldStep> {
  const shards = [...shardsHolding(partitionsOf(payer.subjects))].sort((a, b) => a - b);
  for (const shard of shards) {
    if (shard >= (from[0] ?? 0)) yield* eventsPast(ports, payer, { of: shard, from });
  }
}

async function* eventsPast(
  ports: HeldPorts,
  payer: PayerHeld,
  { of: shard, from }: HoursPast,
): AsyncGenerator<HeldStep> {
  let after = (from[0] === shard ? (from[1] ?? 0) : 0) - 1;
  for (;;) {
    const asked = { tenant: payer.tenant, shard, after, limit: HOURS_PER_PAGE };
    const hours = await ports.totals.listProgress(asked);
    for (const { hour } of hours) {
      yield* eventsOfHour(ports, payer, { shard, hour, from });
      yield { at: [shard, hour, PAST_ALL] };
      after = hour;
    }
    if (hours.length < HOURS_PER_PAGE) return;
  }
}

async function* eventsOfHour(
  { usageLog }: HeldPorts,
  { tenant, subjects }: PayerHeld,
  asked: { readonly shard: number; readonly hour: number; readonly from: readonly number[] },
): AsyncGenerator<HeldStep> {
  const { shard, hour, from } = asked;
  const wanted = new Set(subjects);
  for await (const { minute, seq, bytes } of usageLog.readHour({ tenant, shard, hour })) {
    const end = [shard, hour, minute, seq, PAST_ALL];
    if (!isPast(end, from)) continue;
    for (const [row, event] of eventsIn(bytes).entries()) {
      const at = [shard, hour, minute, seq, row];
      if (!wanted.has(event.subject) || !isPast(at, from)) continue;
      yield { at, record: { place: 'events', event } };
    }
    yield { at: end };
  }
}

const partitionsOf = (subjects: readonly string[]): readonly number[] =>
  [...new Set(subjects.map(partitionOf))].sort((a, b) => a - b);

function isPast(place: readonly number[], other: readonly number[]): boolean {
  const index = place.findIndex((number, at) => number !== other[at]);
  return index !== -1 && (place[index] ?? 0) > (other[index] ?? -1);
}
