import type { Duration } from 'aws-cdk-lib';
import type { AlarmTopic } from '../constructs/alarm-topic.ts';
import type { NodeFunction } from '../constructs/node-function.ts';

/** What every function, queue and alarm is made with. */
export interface Shared {
  readonly alarms: AlarmTopic;
  /** How long log lines are kept. */
  readonly logRetention: Duration;
  /** Of the metrics of our own. */
  readonly metricsNamespace: string;
}

/** What functions that answer requests read of the buckets that callers take from. */
export type RateEnvironment = Readonly<
  Record<'BUCKETS_TABLE_NAME' | 'TENANT_RATE_MAX' | 'KEY_RATE_PERCENT', string>
>;

/** What every stage is given whose functions answer requests. */
export interface AnsweringProps {
  readonly shared: Shared & { readonly rates: RateEnvironment };
}

/** What operators and scripts find a stage's parts by: names of outputs of the stack, which are never renamed. */
export type Outputs<Names extends string> = Readonly<Record<Names, string>>;

/** Lets functions decide in logs of spend, beside prices and terms. */
export interface DecidesSpend {
  readonly variables: Readonly<
    Record<
      | 'SPEND_TABLE_NAME'
      | 'SPEND_KEPT_TABLE_NAME'
      | 'PSEUDONYMS_FROM'
      | 'EVENTS_QUEUE_URL'
      | 'EVENT_GROUPS',
      string
    >
  >;
  allowDeciding(grantee: NodeFunction): void;
}

/** Tells functions which checkpoints of public logs are to be put on a chain. */
export interface Anchors {
  readonly anchoring: Readonly<Record<'LOG_DAYS_TABLE_NAME' | 'LOG_HOST', string>>;
  allowAnchoring(grantee: NodeFunction): void;
}

/** What every stage is given. */
export interface StageProps {
  readonly shared: Shared;
}
