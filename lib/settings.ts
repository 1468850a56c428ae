import { Duration } from 'aws-cdk-lib';
import type { Node } from 'constructs';
import { bounded, logRetention, oneOf, shardEpochs, text } from './settings-parsing.ts';

/** From `from` on, a minute's usage log is split into `shards` logs per tenant. */
export interface ShardEpoch {
  /** RFC 3339, UTC, on a whole minute. */
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
   * @default 100
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

const seconds = (min: number, max: number, byDefault: number) =>
  mapped(bounded(min, max, byDefault), Duration.seconds);
const days = (min: number, max: number, byDefault: number) =>
  mapped(bounded(min, max, byDefault), Duration.days);

const mapped =
  <A, B>(parse: (key: string, given: unknown) => A, convert: (value: A) => B) =>
  (key: string, given: unknown): B =>
    convert(parse(key, given));

/** Context key → how it is read, in the order of docs/settings.md. */
const context = {
  eventsWindow: ['farthing:eventsWindowSeconds', seconds(0, 300, 5)],
  eventsBatchSize: ['farthing:eventsBatchSize', bounded(1, 10_000, 100)],
  aggregateConcurrencyMax: ['farthing:aggregateConcurrencyMax', bounded(2, 1_000, 10)],
  touchedDelay: ['farthing:touchedDelaySeconds', seconds(0, 900, 45)],
  touchedWindow: ['farthing:touchedWindowSeconds', seconds(0, 300, 2)],
  touchedBatchSize: ['farthing:touchedBatchSize', bounded(1, 10_000, 1_000)],
  totalConcurrencyMax: ['farthing:totalConcurrencyMax', bounded(2, 1_000, 5)],
  eventMaxAge: ['farthing:eventMaxAgeDays', days(1, 3_650, 35)],
  eventMaxLead: ['farthing:eventMaxLeadSeconds', seconds(0, 86_400, 300)],
  logReach: ['farthing:logReachDays', days(1, 3_650, 70)],
  shardEpochs: ['farthing:shardEpochs', shardEpochs],
  requestRateMax: ['farthing:requestRateMax', bounded(1, 10_000, 2_000)],
  requestBurstMax: ['farthing:requestBurstMax', bounded(1, 5_000, 1_000)],
  logRetention: ['farthing:logRetentionDays', mapped(logRetention, Duration.days)],
  alarmEmail: ['farthing:alarmEmail', text],
  keyMode: ['farthing:keyMode', oneOf(['live', 'test'])],
} as const satisfies {
  [Name in keyof Settings]: readonly [
    key: `farthing:${string}`,
    parse: (key: string, given: unknown) => Settings[Name],
  ];
};

/** The names an operator may use with `cdk -c` or in cdk.json. */
export const contextKeys: readonly string[] = Object.values(context).map(([key]) => key);

/**
 * Reads the settings from the context of `node` (`cdk -c farthing:…=…`, or `context` in cdk.json).
 * Throws an Error that names the key, what it takes and what it got.
 */
export function settingsFrom(node: Node): Settings {
  refuseUnknownKeys(node);
  const read = <Name extends keyof Settings>(name: Name) => {
    const [key, parse] = context[name];
    const given: unknown = node.tryGetContext(key);
    return parse(key, given) as Settings[Name];
  };
  const settings = Object.fromEntries(
    (Object.keys(context) as (keyof Settings)[]).map((name) => [name, read(name)]),
  ) as unknown as Settings;
  return consistent(settings);
}

function refuseUnknownKeys(node: Node): void {
  const given = Object.keys(node.getAllContext() as Record<string, unknown>);
  const unknown = given.find((key) => key.startsWith('farthing:') && !contextKeys.includes(key));
  if (unknown === undefined) return;
  throw new Error(`use one of ${contextKeys.join(', ')}, got the unknown setting ${unknown}`);
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
