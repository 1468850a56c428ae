import type { Clock } from '../../core/kernel/clock.ts';
import { inParallel } from '../../core/kernel/in-parallel.ts';
import { millisecondsPer } from '../../core/kernel/timestamp.ts';
import type { IdentifiedEvent } from '../../core/metering/block.ts';
import type { EventMessage } from '../../core/metering/event-message.ts';
import {
  hourOfMinute,
  type LogKey,
  logKeyOf,
  logKeyText,
  type ShardEpoch,
} from '../../core/metering/log-key.ts';
import type { Quarantine, Queue } from '../../core/metering/ports.ts';
import { quarantineEntryOf } from '../../core/metering/quarantine.ts';
import { joinedByHour, type TouchedHour, touchedHourBody } from '../../core/metering/totals.ts';
import { contentCheckOf, identityOf, type UsageEvent } from '../../core/metering/usage-event.ts';
import type { UsageLogWriter } from '../../core/metering/usage-log.ts';

export interface AggregateUsagePorts {
  readonly writer: UsageLogWriter;
  readonly quarantine: Quarantine;
  readonly touched: Queue;
  readonly clock: Clock;
  readonly epochs: readonly ShardEpoch[];
  /** Events older than this go to quarantine, unless a person admitted them. */
  readonly logReachSeconds: number;
  /** Told of every event that goes to quarantine, once per delivery. */
  readonly onQuarantined: (entry: { readonly tenant: string; readonly reason: string }) => void;
}

/** The events of a batch that belong to one log, and the messages that brought them. */
interface LogShare {
  readonly key: LogKey;
  readonly events: IdentifiedEvent[];
  readonly messages: Set<number>;
}

const LOGS_AT_ONCE = 16;
const QUARANTINED_AT_ONCE = 8;

/**
 * Appends a batch of messages to the logs and settles each message: fulfilled only when every event of it is in a log or
 * in quarantine, and the touched queue has been told of every log it concerned. Told also when all its events were there
 * already: the delivery before may have died between the put and the telling.
 */
export const aggregateUsage =
  (ports: AggregateUsagePorts) =>
  async (messages: readonly EventMessage[]): Promise<PromiseSettledResult<void>[]> => {
    const failures = new Map<number, unknown>();
    const failing = (concerned: Iterable<number>) => (error: unknown) => {
      for (const message of concerned) failures.set(message, error);
    };
    const { shares, tooOld } = dealt(messages, ports);

    for (const { tenant, message, events } of tooOld) {
      await quarantined(ports, tenant, events, 'too-old').catch(failing([message]));
    }
    const touched: { readonly hour: TouchedHour; readonly messages: ReadonlySet<number> }[] = [];
    await inParallel(LOGS_AT_ONCE, shares, async ({ key, events, messages: concerned }) => {
      try {
        const { conflicts, blocks } = await ports.writer.append(key, events);
        touched.push({ hour: touchedHour(key, blocks), messages: concerned });
        await quarantined(ports, key.tenant, conflicts, 'conflict');
      } catch (error) {
        failing(concerned)(error);
      }
    });
    await announced(ports.touched, touched).catch(
      failing(touched.flatMap(({ messages: concerned }) => [...concerned])),
    );

    return messages.map((_, index) =>
      failures.has(index)
        ? { status: 'rejected', reason: failures.get(index) }
        : { status: 'fulfilled', value: undefined },
    );
  };

/** Deals the events out to their logs; those that are older than is counted unasked stay apart. */
function dealt(messages: readonly EventMessage[], ports: AggregateUsagePorts) {
  const shares = new Map<string, LogShare>();
  const tooOld: { tenant: string; message: number; events: UsageEvent[] }[] = [];
  const oldest = ports.clock.now() - ports.logReachSeconds * millisecondsPer.second;
  for (const [message, { tenant, admitted, events }] of messages.entries()) {
    const late: UsageEvent[] = [];
    for (const event of events) {
      if (!admitted && event.occurredAt < oldest) {
        late.push(event);
        continue;
      }
      const key = logKeyOf(tenant, event, ports.epochs);
      const share = shareOf(shares, key);
      share.messages.add(message);
      share.events.push({
        event,
        identity: identityOf(tenant, event),
        check: contentCheckOf(event),
      });
    }
    if (late.length > 0) tooOld.push({ tenant, message, events: late });
  }
  return { shares: shares.values(), tooOld };
}

function shareOf(shares: Map<string, LogShare>, key: LogKey): LogShare {
  const text = logKeyText(key);
  const share = shares.get(text) ?? { key, events: [], messages: new Set() };
  shares.set(text, share);
  return share;
}

async function quarantined(
  ports: AggregateUsagePorts,
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
async function announced(
  queue: Queue,
  touched: readonly { readonly hour: TouchedHour }[],
): Promise<void> {
  if (touched.length === 0) return;
  const outcome = await queue.send(
    joinedByHour(touched.map(({ hour }) => hour)).map(touchedHourBody),
  );
  if (outcome === 'unavailable') throw new Error('the touched queue did not take the announcement');
}
