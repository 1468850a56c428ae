import type { Clock, TimeLeft } from '../../kernel/clock.ts';
import { inParallel } from '../../kernel/in-parallel.ts';
import type { Queue } from '../../kernel/queue.ts';
import { millisecondsPer } from '../../kernel/timestamp.ts';
import type { SettledEvents } from '../flow.ts';
import type { EventMessage } from '../intake/event-message.ts';
import {
  hourOfMinute,
  type LogKey,
  logKeyOf,
  logKeyText,
  type ShardEpoch,
} from '../log/log-key.ts';
import type { UsageLogWriter } from '../log/usage-log.ts';
import type { Pseudonyms } from '../pseudonyms/pseudonyms.ts';
import type { Quarantine } from '../quarantine/ports.ts';
import { quarantineEntryOf } from '../quarantine/quarantine.ts';
import { joinedByHour, type TouchedHour, touchedHourBody } from '../totals/touched.ts';
import { type IdentifiedEvent, identified, type UsageEvent } from '../usage-event.ts';
import { isSameButForName, underPseudonyms } from './under-pseudonyms.ts';

/** What aggregation works on. */
export interface AggregationPorts {
  readonly writer: UsageLogWriter;
  readonly quarantine: Quarantine;
  readonly touched: Queue;
  readonly clock: Clock;
  readonly epochs: readonly ShardEpoch[];
  /** What subjects are recorded under; left out, under themselves. */
  readonly pseudonyms?: Pseudonyms;
  /** Events older than this go to quarantine, unless a person admitted them. */
  readonly logReachSeconds: number;
  /** Told of every event that goes to quarantine, once per delivery. */
  readonly onQuarantined: (entry: { readonly tenant: string; readonly reason: string }) => void;
  /** Told of what became of the events of messages that are done with, once a delivery and minute. */
  readonly onSettled: (settled: SettledEvents) => void;
}

/** The events of a batch that belong to one log, and the messages that brought them. */
interface LogShare {
  readonly key: LogKey;
  readonly events: IdentifiedEvent[];
  /** Those that are older than is counted unasked. */
  readonly late: IdentifiedEvent[];
  readonly messages: Set<number>;
}

const LOGS_AT_ONCE = 16;
const QUARANTINED_AT_ONCE = 8;

/**
 * Appends a batch of messages to the logs and settles each message: fulfilled only when every event of it is in a log
 * or in quarantine, and the touched queue has been told of every log it concerned. Told also when all its events were
 * there already: the delivery before may have died between the put and the telling.
 *
 * When time runs short, what has not begun is left to the next delivery. Logs are taken in the order of the messages,
 * so that some messages are done with however scattered their events are.
 */
export async function aggregateEvents(
  ports: AggregationPorts,
  sent: readonly EventMessage[],
  time: TimeLeft,
): Promise<PromiseSettledResult<void>[]> {
  const { messages, failures } = await named(ports, sent);
  const fail = (concerned: Iterable<number>, error: unknown): void => {
    for (const message of concerned) failures.set(message, error);
  };
  const touched: { readonly hour: TouchedHour; readonly messages: ReadonlySet<number> }[] = [];
  const fates: Fates = { recorded: new Set(), quarantined: new Set() };
  const ready = [...messages.entries()].filter(([index]) => !failures.has(index));
  await inParallel(LOGS_AT_ONCE, dealt(ready, ports), async (share) => {
    const { key, messages: concerned } = share;
    const onTouched = (blocks: number): void => {
      touched.push({ hour: touchedHour(key, blocks), messages: concerned });
    };
    try {
      if (time.isShort()) throw new Error('out of time, with a log to a minute of each event');
      await appendTimely(ports, share, { onTouched, fates });
      await quarantineLate(ports, share, { onTouched, fates });
    } catch (error) {
      fail(concerned, error);
    }
  });
  try {
    await announce(
      ports.touched,
      touched.map(({ hour }) => hour),
    );
  } catch (error) {
    for (const { messages: concerned } of touched) fail(concerned, error);
  }

  tellSettled(
    ports,
    messages.filter((_, index) => !failures.has(index)),
    fates,
  );
  return messages.map((_, index) =>
    failures.has(index)
      ? { status: 'rejected', reason: failures.get(index) }
      : { status: 'fulfilled', value: undefined },
  );
}

/** Messages as they are recorded, and those that could not be made so. */
async function named({ pseudonyms }: AggregationPorts, sent: readonly EventMessage[]) {
  if (pseudonyms === undefined) return { messages: sent, failures: new Map<number, unknown>() };
  const { messages, failures } = await underPseudonyms(pseudonyms, sent);
  return { messages, failures: new Map(failures) };
}

/** What became of events, where it was not that their log had them. */
interface Fates {
  readonly recorded: Set<UsageEvent>;
  readonly quarantined: Set<UsageEvent>;
}

interface Telling {
  readonly onTouched: (blocks: number) => void;
  readonly fates: Fates;
}

/** Of messages from before they said when their events were accepted, nothing is told: nothing was then, either. */
function tellSettled(
  { onSettled }: AggregationPorts,
  messages: readonly EventMessage[],
  { recorded, quarantined }: Fates,
): void {
  for (const [acceptedMinute, own] of Map.groupBy(messages, (one) => one.acceptedMinute)) {
    if (acceptedMinute === undefined) continue;
    const events = own.flatMap((message) => message.events);
    const counts = {
      recorded: events.filter((event) => recorded.has(event)).length,
      quarantined: events.filter((event) => quarantined.has(event)).length,
    };
    const known = events.length - counts.recorded - counts.quarantined;
    onSettled({ acceptedMinute, ...counts, known });
  }
}

/** Appends what is not too late. */
async function appendTimely(
  ports: AggregationPorts,
  { key, events }: LogShare,
  { onTouched, fates }: Telling,
): Promise<void> {
  if (events.length === 0) return;
  const { conflicts, firsts, blocks } = await ports.writer.append(key, events, (recorded) => {
    for (const { event } of recorded) fates.recorded.add(event);
  });
  onTouched(blocks);
  const others = await withoutSame(ports, key.tenant, conflicts, firsts);
  for (const event of others) fates.quarantined.add(event);
  await quarantine(ports, key.tenant, others, 'conflict');
}

/**
 * What is too late goes to quarantine, unless it is in the log: then it came in time, and this is another delivery of
 * it.
 */
async function quarantineLate(
  ports: AggregationPorts,
  { key, late }: LogShare,
  { onTouched, fates }: Telling,
): Promise<void> {
  if (late.length === 0) return;
  const { missing: asSent, firsts, blocks } = await ports.writer.missingFrom(key, late);
  const missing = await withoutSame(ports, key.tenant, asSent, firsts);
  if (missing.length < late.length) onTouched(blocks);
  for (const event of missing) fates.quarantined.add(event);
  await quarantine(ports, key.tenant, missing, 'too-old');
}

/** Those that the log does not have under another name of their subject either. */
async function withoutSame(
  { pseudonyms }: AggregationPorts,
  tenant: string,
  events: readonly UsageEvent[],
  firsts: ReadonlyMap<UsageEvent, UsageEvent>,
): Promise<readonly UsageEvent[]> {
  if (pseudonyms === undefined) return events;
  const others: UsageEvent[] = [];
  for (const event of events) {
    const first = firsts.get(event);
    const isKnown =
      first !== undefined && (await isSameButForName(pseudonyms, tenant, event, first));
    if (!isKnown) others.push(event);
  }
  return others;
}

/** Deals the events out to their logs. */
function dealt(
  messages: readonly (readonly [number, EventMessage])[],
  ports: AggregationPorts,
): Iterable<LogShare> {
  const shares = new Map<string, LogShare>();
  const oldest = ports.clock.now() - ports.logReachSeconds * millisecondsPer.second;
  for (const [message, { tenant, admitted, events }] of messages) {
    for (const event of events) {
      const share = shareOf(shares, logKeyOf(tenant, event, ports.epochs));
      const isLate = !admitted && event.occurredAt < oldest;
      share.messages.add(message);
      (isLate ? share.late : share.events).push(identified(tenant, event));
    }
  }
  return shares.values();
}

function shareOf(shares: Map<string, LogShare>, key: LogKey): LogShare {
  const text = logKeyText(key);
  const share = shares.get(text) ?? { key, events: [], late: [], messages: new Set() };
  shares.set(text, share);
  return share;
}

async function quarantine(
  ports: AggregationPorts,
  tenant: string,
  events: readonly UsageEvent[],
  reason: 'conflict' | 'too-old',
): Promise<void> {
  await inParallel(QUARANTINED_AT_ONCE, events, async (event) => {
    const entry = quarantineEntryOf(tenant, event, reason, ports.clock.now());
    const outcome = await ports.quarantine.put(entry);
    // Taken: an earlier delivery put it.
    if (outcome === 'unknown')
      throw new Error('quarantine did not answer: deliver the message again');
    if (outcome === 'put') ports.onQuarantined({ tenant, reason });
  });
}

const touchedHour = ({ tenant, shard, minute }: LogKey, blocks: number): TouchedHour => ({
  tenant,
  shard,
  hour: hourOfMinute(minute),
  coverage: new Map([[minute, blocks]]),
});

/** One message per tenant, shard and hour, however many of its minutes were touched. */
async function announce(queue: Queue, touched: readonly TouchedHour[]): Promise<void> {
  if (touched.length === 0) return;
  const outcome = await queue.send(joinedByHour(touched).map(touchedHourBody));
  if (outcome === 'unavailable') throw new Error('the touched queue did not take the announcement');
}
