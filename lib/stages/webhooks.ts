import { Duration } from 'aws-cdk-lib';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { RecursiveLoop } from 'aws-cdk-lib/aws-lambda';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { environment as sendWebhooksEnvironment } from '../../functions/send-webhooks/environment.ts';
import { environment as serveWebhooksEnvironment } from '../../functions/serve-webhooks/environment.ts';
import { whenSilentFor } from '../constructs/alarm-topic.ts';
import { NodeFunction } from '../constructs/node-function.ts';
import { NoticeAlarm } from '../constructs/notice-alarm.ts';
import { QueueSchedule } from '../constructs/queue-schedule.ts';
import { RetainedTable } from '../constructs/retained-table.ts';
import { type QueueOutputs, WorkQueue } from '../constructs/work-queue.ts';
import type { Access } from './access.ts';
import type { Books } from './books.ts';
import type { AnsweringProps, Outputs } from './stage-props.ts';

export interface WebhooksProps extends AnsweringProps {
  readonly books: Books;
  /** Whose months there are. */
  readonly catalog: RetainedTable;
  /** Of whom a month is parked, or was idle. */
  readonly billingRuns: RetainedTable;
  readonly quarantine: RetainedTable;
  /** How old an event may be: so many months are looked back at. */
  readonly eventMaxAge: Duration;
  readonly access: Access;
}

/** As many as a tenant has at most. */
const ENDPOINTS_AT_ONCE = 20;

/**
 * Schedules → webhooks queue → SendWebhooks → the endpoints of tenants: what the books have, and what is found beside.
 * ServeWebhooks → /v1/webhooks.
 */
export class Webhooks extends Construct {
  readonly serveWebhooks: NodeFunction;
  readonly outputs: Outputs<'WebhooksTableName'> & QueueOutputs<'Webhooks'>;
  private readonly table: RetainedTable;
  private readonly queue: WorkQueue;

  constructor(scope: Construct, id: string, props: WebhooksProps) {
    super(scope, id);
    this.table = new RetainedTable(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      // Deliveries and findings; endpoints and how far they are have no such attribute.
      expires: 'expires',
    });
    this.queue = new WorkQueue(this, 'Webhooks', props.shared);
    const sendWebhooks = this.sending(props);
    this.schedules();
    new NoticeAlarm(sendWebhooks, 'ParkedWebhooks', {
      ...props.shared,
      means: 'an endpoint has taken no event for three days, or wants none, and gets none any more',
    });
    // The schedules are all that begins anything: so they must not stop in silence.
    props.shared.alarms.alarm(this, 'TurnsMissing', {
      metric: sendWebhooks.handler.metricInvocations({
        period: Duration.minutes(5),
        statistic: 'Sum',
      }),
      means: 'nothing has looked for what endpoints are to be sent for a quarter of an hour',
      when: whenSilentFor(3),
    });
    this.serveWebhooks = this.interface(props);
    this.outputs = {
      WebhooksTableName: this.table.tableName,
      ...this.queue.outputs('Webhooks'),
    };
  }

  get tableNames() {
    return { WEBHOOKS_TABLE_NAME: this.table.tableName };
  }

  /** For who finds what endpoints are to be told of. */
  allowFindings(grantee: NodeFunction): void {
    this.table.allow(grantee, 'GetItem', 'Query', 'PutItem');
  }

  private sending(props: WebhooksProps): NodeFunction {
    const { shared, books, catalog, billingRuns, quarantine, eventMaxAge } = props;
    const sendWebhooks = new NodeFunction(this, 'SendWebhooks', {
      ...shared,
      declares: sendWebhooksEnvironment,
      environment: {
        ...books.tableNames,
        WEBHOOKS_TABLE_NAME: this.table.tableName,
        WEBHOOKS_QUEUE_URL: this.queue.queue.queueUrl,
        CATALOG_TABLE_NAME: catalog.tableName,
        BILLING_RUNS_TABLE_NAME: billingRuns.tableName,
        QUARANTINE_TABLE_NAME: quarantine.tableName,
        EVENT_MAX_AGE_SECONDS: String(eventMaxAge.toSeconds()),
      },
      memorySizeMb: 1024,
      timeout: Duration.minutes(2),
      // An endpoint with much to get is gone on with by a message from the one before.
      recursiveLoop: RecursiveLoop.ALLOW,
    });
    this.table.allow(sendWebhooks, 'GetItem', 'Query', 'PutItem');
    books.allowReading(sendWebhooks);
    books.cells.allow(sendWebhooks, 'Query');
    catalog.allow(sendWebhooks, 'GetItem', 'Query');
    billingRuns.allow(sendWebhooks, 'GetItem', 'Query');
    quarantine.allow(sendWebhooks, 'Query');
    this.queue.allowSend(sendWebhooks);
    // Calls are waited for beside each other. Of two functions, all endpoints that a tenant may have, however slow they
    // are, leave half of the places to others.
    this.queue.feed(sendWebhooks, {
      batchSize: ENDPOINTS_AT_ONCE,
      concurrencyMax: 2,
      window: Duration.seconds(1),
    });
    return sendWebhooks;
  }

  private schedules(): void {
    const { queue } = this;
    new QueueSchedule(this, 'Minutely', {
      description:
        'Sends endpoints what has happened since, and tries again what they did not take',
      schedule: ScheduleExpression.cron({ minute: '*' }),
      queue,
      message: { kind: 'send' },
    });
    new QueueSchedule(this, 'QuarterHourly', {
      description: 'Looks for events in quarantine that nobody was told of',
      schedule: ScheduleExpression.cron({ minute: '4,19,34,49' }),
      queue,
      message: { kind: 'look', at: 'quarantine' },
    });
    new QueueSchedule(this, 'Hourly', {
      description: 'Looks for months of which nobody’s is open any more',
      schedule: ScheduleExpression.cron({ minute: '52' }),
      queue,
      message: { kind: 'look', at: 'months' },
    });
  }

  private interface({ shared, books, access }: WebhooksProps): NodeFunction {
    const serveWebhooks = new NodeFunction(this, 'ServeWebhooks', {
      ...shared,
      declares: serveWebhooksEnvironment,
      environment: {
        ...shared.rates,
        ...books.tableNames,
        ...access.tableNames,
        WEBHOOKS_TABLE_NAME: this.table.tableName,
        WEBHOOKS_QUEUE_URL: this.queue.queue.queueUrl,
      },
      memorySizeMb: 1024,
      timeout: Duration.seconds(29),
    });
    this.table.allow(serveWebhooks, 'GetItem', 'Query', 'PutItem');
    books.allowReading(serveWebhooks);
    this.queue.allowSend(serveWebhooks);
    access.allowChanges(serveWebhooks);
    return serveWebhooks;
  }
}
