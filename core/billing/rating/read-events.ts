import { inParallel } from '../../kernel/in-parallel.ts';
import { invariant } from '../../kernel/invariant.ts';
import { millisecondsPer } from '../../kernel/timestamp.ts';
import { Corrections } from '../../metering/corrections/corrections.ts';
import { entriesIn } from '../../metering/log/block.ts';
import {
  type LogKey,
  logKeyText,
  partitionOf,
  type ShardEpoch,
  shardsOf,
} from '../../metering/log/log-key.ts';
import type { StoredBlock, UsageLog } from '../../metering/log/ports.ts';
import type { Meter } from '../../metering/meter.ts';
import { EventFields, readingOf } from '../../metering/meter-reading.ts';
import { readsRounded } from '../../metering/totals/totals.ts';
import type { IdentifiedEvent, UsageEvent } from '../../metering/usage-event.ts';
import type { EventValue } from '../../pricing/charge-usage.ts';
import type { SubjectPeriod } from './subject-periods.ts';
import type { CountedHour } from './usage-tallies.ts';

/** Whose events, and when. */
export interface CountedQuestion {
  readonly tenant: string;
  readonly usedBy: readonly SubjectPeriod[];
  /** Where totals say that there are any. */
  readonly hours: readonly CountedHour[];
}

interface EventQuestion extends CountedQuestion {
  /** A `sum`. */
  readonly meter: Meter;
  /** By which values are read. */
  readonly rules: number;
}

/** Where events are read from. */
export interface EventPorts {
  readonly usageLog: UsageLog;
  readonly shardEpochs: readonly ShardEpoch[];
}

/** An event's value, with the dimension values the meter reads off it. */
export interface MeteredValue extends EventValue {
  readonly dimensions: readonly (string | null)[];
}

const LOGS_AT_ONCE = 16;

/** A log with the last block that totals count of each partition. */
interface CountedLog {
  readonly key: LogKey;
  readonly blocksOf: Map<number, number>;
}

/** The values of the events that totals have counted of a meter. */
export const readEventValues = (
  ports: EventPorts,
  question: EventQuestion,
): Promise<MeteredValue[]> =>
  readCounted(ports, question, (counted) => meteredValue(counted, question));

/**
 * What `read` makes of the events that totals have counted, one by one, from the usage log: exactly those, of any type,
 * as corrections that totals have come to leave them, however many have come since; in no order.
 */
export async function readCounted<Made>(
  { usageLog, shardEpochs }: EventPorts,
  question: CountedQuestion,
  read: (counted: IdentifiedEvent) => readonly Made[],
): Promise<Made[]> {
  const logs = logsOf(question, shardEpochs);
  const periods = Map.groupBy(question.usedBy, ({ subject }) => subject);
  const found = await inParallel(LOGS_AT_ONCE, logs, async (log) => {
    const blocks = await blocksUpTo(usageLog, log.key, Math.max(...log.blocksOf.values()));
    return countedIn(log, blocks, periods).flatMap(read);
  });
  return found.flat();
}

function logsOf({ tenant, hours }: CountedQuestion, epochs: readonly ShardEpoch[]): CountedLog[] {
  const logs = new Map<string, CountedLog>();
  for (const { partition, coverage } of hours) {
    for (const [minute, blocks] of coverage) {
      const key = { tenant, shard: partition % shardsOf(minute, epochs), minute };
      const text = logKeyText(key);
      const log = logs.get(text) ?? { key, blocksOf: new Map<number, number>() };
      logs.set(text, log);
      log.blocksOf.set(partition, blocks);
    }
  }
  return [...logs.values()];
}

async function blocksUpTo(usageLog: UsageLog, key: LogKey, blocks: number): Promise<StoredBlock[]> {
  const read: StoredBlock[] = [];
  while (read.length < blocks) {
    const page = await usageLog.read(key, read.length, 'strong');
    invariant(page.blocks.length > 0, 'what totals have counted is in the log');
    read.push(...page.blocks);
  }
  return read.slice(0, blocks);
}

function countedIn(
  { key: { tenant, minute }, blocksOf }: CountedLog,
  blocks: readonly StoredBlock[],
  usedBy: PeriodsBySubject,
): IdentifiedEvent[] {
  const corrections = new Corrections();
  const wanted = blocks.flatMap(({ seq, bytes }) => {
    const place = { minute, seq };
    const counted = entriesIn(tenant, bytes).filter(
      ({ event }) =>
        isWanted(event, usedBy) && seq <= (blocksOf.get(partitionOf(event.subject)) ?? 0),
    );
    for (const { event } of counted) corrections.add(place, event);
    return counted.map((entry) => ({ place, entry }));
  });
  return wanted.flatMap(({ place, entry }) => {
    const { reads, outBy } = corrections.corrected(place, entry);
    return reads === undefined || outBy !== undefined ? [] : [reads];
  });
}

type PeriodsBySubject = ReadonlyMap<string, readonly SubjectPeriod[]>;

function isWanted({ subject, occurredAt }: UsageEvent, usedBy: PeriodsBySubject): boolean {
  const slot = occurredAt - (occurredAt % millisecondsPer.quarterHour);
  const parts = usedBy.get(subject) ?? [];
  return parts.some(({ period }) => period.start <= slot && slot < period.end);
}

function meteredValue(
  counted: IdentifiedEvent,
  { meter, rules }: Pick<EventQuestion, 'meter' | 'rules'>,
): MeteredValue[] {
  const { event, identity } = counted;
  const reading = readingOf(meter, counted, new EventFields(event));
  if (reading?.tally?.kind !== 'sum' || (reading.isRounded && !readsRounded(rules))) return [];
  const at = {
    occurredAt: event.occurredAt,
    identity: Buffer.from(identity).toString('base64url'),
  };
  return [{ at, value: reading.tally.sum, dimensions: reading.dimensions }];
}
