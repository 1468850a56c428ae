import type { Duration } from 'aws-cdk-lib';
import type { DropWriter } from './settings/drops.ts';
import type { MonetizedWeb } from './settings/monetized.ts';
import type { ReceiptKey } from './settings/receipt-keys.ts';
import type { ShardEpoch } from './settings/shard-epochs.ts';

/**
 * What may be chosen of a Farthing. docs/settings.md says of each what it takes, under its key of the context, and what
 * goes together; a value that does not fit throws an Error that says what to set.
 */
export interface FarthingProps {
  /**
   * How old an event may be when it is posted, in whole days.
   * @default Duration.days(35)
   */
  readonly eventMaxAge?: Duration;
  /**
   * How far in the future an event may be when it is posted.
   * @default Duration.minutes(5)
   */
  readonly eventMaxLead?: Duration;
  /**
   * Whether a message of events says its tenant, so that one with a backlog does not hold up the others.
   * @default 'tenant'
   */
  readonly eventGroups?: 'tenant' | 'none';
  /**
   * After so long without any events an alarm goes off, in whole minutes: more than the quietest hours have.
   * @default Duration.minutes(0), which is no such alarm
   */
  readonly eventsSilenceMax?: Duration;
  /**
   * How long events are gathered before they are appended.
   * @default Duration.seconds(5)
   */
  readonly eventsWindow?: Duration;
  /**
   * Messages in one batch of events. Above 10 the window must be at least a second.
   * @default 1000
   */
  readonly eventsBatchSize?: number;
  /**
   * Batches of events appended at the same time.
   * @default 2, the least that Lambda takes
   */
  readonly aggregateConcurrencyMax?: number;
  /**
   * How long the announcement of new usage waits, so that one refresh serves many batches.
   * @default Duration.seconds(45)
   */
  readonly touchedDelay?: Duration;
  /**
   * How far back the usage logs are sure to reach: at least `eventMaxAge` and 21 days more.
   * @default Duration.days(70)
   */
  readonly logReach?: Duration;
  /**
   * From when on usage of who has no customer is recorded under pseudonyms, as RFC 3339 in UTC. It stays once it came.
   * @default 'never'
   */
  readonly pseudonymsFrom?: string;
  /**
   * Into how many logs a tenant’s minute is split, from when on. Only ever add to it, in the future.
   * @default 4 logs from 1970 on
   */
  readonly shardEpochs?: readonly ShardEpoch[];
  /**
   * How long announcements are gathered into one refresh of totals.
   * @default Duration.seconds(2)
   */
  readonly touchedWindow?: Duration;
  /**
   * Announcements in one refresh. Above 10 the window must be at least a second.
   * @default 1000
   */
  readonly touchedBatchSize?: number;
  /**
   * Refreshes at the same time.
   * @default 2, the least that Lambda takes
   */
  readonly totalConcurrencyMax?: number;
  /**
   * Steps of billing at the same time, 8 at most.
   * @default 2, the least that Lambda takes
   */
  readonly billingConcurrencyMax?: number;
  /**
   * Blocks of the books whose documents are drawn at the same time.
   * @default 2, the least that Lambda takes
   */
  readonly documentsConcurrencyMax?: number;
  /**
   * For how many calendar years after that of its date the law wants an invoice to be kept, as erasures say.
   * @default 10
   */
  readonly documentYears?: number;
  /**
   * When a receipt is signed: when it is asked for, or with each capture of the gate as well.
   * @default 'asked'
   */
  readonly receiptsSigned?: 'asked' | 'captured';
  /**
   * Which key signs receipts, from when on. Only ever add to it, in the future.
   * @default 1 key from 1970 on
   */
  readonly receiptKeys?: readonly ReceiptKey[];
  /**
   * What the names of public logs of the books begin with, such as `billing.example.com`. It never changes.
   * @default - none are kept
   */
  readonly logHost?: string | undefined;
  /**
   * Which witnesses are asked to cosign checkpoints of public logs: lines of C2SP tlog-policy, in which each witness
   * has its URL.
   * @default - nobody
   */
  readonly logPolicy?: string | undefined;
  /**
   * The keys of the logs of others that this deployment is a witness of, as they are published.
   * @default - none
   */
  readonly witnessedLogs?: readonly string[];
  /**
   * Of which web ACLs what AWS WAF took by `Monetize` is read and booked each day, and for whom.
   * @default - none
   */
  readonly wafMonetized?: readonly MonetizedWeb[];
  /**
   * Whose products the AWS account of the stack sells at AWS Marketplace: usage is reported there each hour.
   * @default - nobody
   */
  readonly marketplaceTenant?: string | undefined;
  /**
   * Whether sealed usage and the books are exported each hour, with tables of them for Athena.
   * @default false
   */
  readonly hourlyExports?: boolean;
  /**
   * Who may put files of tallies into the folder of which tenant; with none, there is a bucket all the same.
   * @default - nobody
   */
  readonly tallyDrops?: readonly DropWriter[] | undefined;
  /**
   * What the keys say that it issues: `ft_live_…` or `ft_test_…`.
   * @default 'live'
   */
  readonly keyMode?: 'live' | 'test';
  /**
   * What takes requests: an HTTP API before the functions, one server that shares the sends of events, or both.
   * @default 'http-api'
   */
  readonly front?: 'http-api' | 'web-function' | 'both';
  /**
   * Requests per second that are let through; above, they are answered 429.
   * @default 2000
   */
  readonly requestRateMax?: number;
  /**
   * Requests at once that the HTTP API lets through.
   * @default 1000
   */
  readonly requestBurstMax?: number;
  /**
   * Tokens per second that a tenant has behind the HTTP API: a request takes one, and one more for each 24 KB.
   * @default 300
   */
  readonly tenantRateMax?: number;
  /**
   * The same in each process of a web function, where a token is for 6 KB.
   * @default 1600
   */
  readonly frontTenantRateMax?: number;
  /**
   * Of what a tenant has, how much one of its keys may take, in percent.
   * @default 100
   */
  readonly keyRatePercent?: number;
  /**
   * Origins whose web pages may read answers, such as `https://app.example.com`: see docs/browsers.md first.
   * @default - none
   */
  readonly corsOrigins?: readonly string[];
  /**
   * Whether there are the console and the reference, at an address of CloudFront that has the interface, too.
   * @default true
   */
  readonly console?: boolean;
  /**
   * Who is written to when an alarm goes off; `alarmTopic` takes other subscriptions.
   * @default - nobody
   */
  readonly alarmEmail?: string | undefined;
  /**
   * Path or URL of the runbook: each alarm ends with its entry there.
   * @default 'docs/runbook.md'
   */
  readonly runbook?: string;
  /**
   * How long log lines are kept: a period that CloudWatch Logs has.
   * @default Duration.days(30)
   */
  readonly logRetention?: Duration;
}
