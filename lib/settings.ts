import { Duration } from 'aws-cdk-lib';
import type { Node } from 'constructs';
import {
  days,
  email,
  logRetention,
  oneOf,
  type Parse,
  seconds,
  shardEpochs,
  wholeNumber,
} from './settings-parsing.ts';

/** From `from` on, a minute's usage log is split into `shards` logs per tenant. */
interface ShardEpoch {
  /** RFC 3339, UTC, on the hour, because totals are kept by the hour. */
  readonly from: string;
  /** A power of two, at most 64. */
  readonly shards: number;
}

/** How long a message may wait in a work queue, and then in its dead letter queue. */
export const messageRetention = Duration.days(7);
export const deadLetterRetention = Duration.days(14);

/** What an operator may choose. Everything else about the stack is fixed. */
export interface Settings {
  /**
   * How long events are gathered into one batch before they are appended.
   * @default 5 seconds
   */
  readonly eventsWindow: Duration;
  /**
   * How many messages one batch of events may hold; a message carries up to a whole request's events.
   * @default 1000
   */
  readonly eventsBatchSize: number;
  /**
   * How many batches of events are appended at the same time.
   * @default 10
   */
  readonly aggregateConcurrencyMax: number;
  /**
   * How long the announcement of new usage waits, so that one refresh serves many batches.
   * The greatest part of the time from accepted to visible, and the setting that costs money.
   * @default 45 seconds
   */
  readonly touchedDelay: Duration;
  /**
   * How long announcements are gathered into one refresh.
   * @default 2 seconds
   */
  readonly touchedWindow: Duration;
  /**
   * How many announcements one refresh may hold.
   * @default 1000
   */
  readonly touchedBatchSize: number;
  /**
   * How many refreshes run at the same time.
   * @default 5
   */
  readonly totalConcurrencyMax: number;
  /**
   * How old an event may be when it is posted.
   * @default 35 days
   */
  readonly eventMaxAge: Duration;
  /**
   * How far in the future an event may be when it is posted.
   * @default 5 minutes
   */
  readonly eventMaxLead: Duration;
  /**
   * How far back the usage logs are sure to reach; what is older goes to quarantine.
   * @default 70 days
   */
  readonly logReach: Duration;
  /**
   * Into how many logs a minute is split, by epoch. Only ever add an epoch that lies in the future.
   * @default 4 shards from 1970 on
   */
  readonly shardEpochs: readonly ShardEpoch[];
  /**
   * Requests per second the HTTP interface lets through.
   * @default 2000
   */
  readonly requestRateMax: number;
  /**
   * Requests at once the HTTP interface lets through.
   * @default 1000
   */
  readonly requestBurstMax: number;
  /**
   * How long log lines are kept; one of the periods CloudWatch Logs offers.
   * @default 30 days
   */
  readonly logRetention: Duration;
  /**
   * Who is written to when an alarm goes off.
   * @default - nobody; subscribe to the topic yourself
   */
  readonly alarmEmail: string | undefined;
  /**
   * Whether the keys this deployment issues are for real usage or for trying things out.
   * @default 'live'
   */
  readonly keyMode: 'live' | 'test';
}

/**
 * Reads the settings from the context of `node` (`cdk -c farthing:…=…`, or `context` in cdk.json).
 * Throws an Error that names the key, what it takes and what it got.
 */
export function settingsFrom(node: Node): Settings {
  const keys: string[] = [];
  const read = <A>(key: `farthing:${string}`, parse: Parse<A>): A => {
    keys.push(key);
    const given: unknown = node.tryGetContext(key);
    return parse(key, given);
  };
  const settings: Settings = {
    eventsWindow: read('farthing:eventsWindowSeconds', seconds(0, 300, 5)),
    eventsBatchSize: read('farthing:eventsBatchSize', wholeNumber(1, 10_000, 1_000)),
    aggregateConcurrencyMax: read('farthing:aggregateConcurrencyMax', wholeNumber(2, 1_000, 10)),
    touchedDelay: read('farthing:touchedDelaySeconds', seconds(0, 900, 45)),
    touchedWindow: read('farthing:touchedWindowSeconds', seconds(0, 300, 2)),
    touchedBatchSize: read('farthing:touchedBatchSize', wholeNumber(1, 10_000, 1_000)),
    totalConcurrencyMax: read('farthing:totalConcurrencyMax', wholeNumber(2, 1_000, 5)),
    eventMaxAge: read('farthing:eventMaxAgeDays', days(1, 3_650, 35)),
    eventMaxLead: read('farthing:eventMaxLeadSeconds', seconds(0, 86_400, 300)),
    logReach: read('farthing:logReachDays', days(1, 3_650, 70)),
    shardEpochs: read('farthing:shardEpochs', shardEpochs),
    requestRateMax: read('farthing:requestRateMax', wholeNumber(1, 100_000, 2_000)),
    requestBurstMax: read('farthing:requestBurstMax', wholeNumber(1, 100_000, 1_000)),
    logRetention: read('farthing:logRetentionDays', logRetention),
    alarmEmail: read('farthing:alarmEmail', email),
    keyMode: read('farthing:keyMode', oneOf(['live', 'test'])),
  };
  refuseUnknown(node, keys);
  return settings;
}

function refuseUnknown(node: Node, keys: readonly string[]): void {
  const given = Object.keys(node.getAllContext() as Record<string, unknown>);
  const unknown = given.find((key) => key.startsWith('farthing:') && !keys.includes(key));
  if (unknown === undefined) return;
  throw new Error(`set one of ${keys.join(', ')}, got the unknown ${unknown}`);
}

/** Returns `settings` if they agree with each other, and otherwise throws an Error that says which do not. */
export function consistent(settings: Settings): Settings {
  requireWindow('events', settings.eventsBatchSize, settings.eventsWindow);
  requireWindow('touched', settings.touchedBatchSize, settings.touchedWindow);
  const waiting = messageRetention.toDays() + deadLetterRetention.toDays();
  const reach = settings.logReach.toDays();
  const least = settings.eventMaxAge.toDays() + waiting;
  if (reach < least) {
    throw new Error(
      `set farthing:logReachDays to at least ${least}, got ${reach}: an event may be ${settings.eventMaxAge.toDays()} days old when it is posted and then wait ${waiting} days in the queues`,
    );
  }
  return settings;
}

function requireWindow(name: 'events' | 'touched', batchSize: number, window: Duration): void {
  if (batchSize <= 10 || window.toSeconds() >= 1) return;
  throw new Error(
    `set farthing:${name}WindowSeconds to at least 1, or farthing:${name}BatchSize to at most 10, got ${batchSize} without a window: SQS gathers more than 10 messages only over a window`,
  );
}
