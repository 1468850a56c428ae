import { Aws, Duration, Stack, Validations } from 'aws-cdk-lib';
import { AttributeType, ProjectionType } from 'aws-cdk-lib/aws-dynamodb';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { RecursiveLoop } from 'aws-cdk-lib/aws-lambda';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Construct, type IConstruct } from 'constructs';
import { environment as collectPaymentsEnvironment } from '../../functions/collect-payments/environment.ts';
import { environment as serveRailsEnvironment } from '../../functions/serve-rails/environment.ts';
import { whenSilentFor } from '../constructs/alarm-topic.ts';
import { NodeFunction } from '../constructs/node-function.ts';
import { NoticeAlarm } from '../constructs/notice-alarm.ts';
import { QueueSchedule } from '../constructs/queue-schedule.ts';
import { RetainedTable } from '../constructs/retained-table.ts';
import { type QueueOutputs, WorkQueue } from '../constructs/work-queue.ts';
import type { MarketplaceSettings } from '../settings/marketplace.ts';
import type { ShardEpoch } from '../settings/shard-epochs.ts';
import type { Access } from './access.ts';
import type { Books } from './books.ts';
import { acknowledgeMarketplace, allowMarketplace, reportUsage, sellersOf } from './marketplace.ts';
import type { Anchors, AnsweringProps, DecidesSpend, Outputs } from './stage-props.ts';
import type { Webhooks } from './webhooks.ts';

/** As `core/catalog/chain-rail.ts` calls it. */
const CHAIN_RAIL = 'x402';
/** What the names of private keys of tokens begin with, as `ssm-private-keys.ts` has them. */
const privateKeyNames = 'private-token-';

export interface RailsProps extends AnsweringProps {
  readonly books: Books;
  /** Where a day of the seller begins. */
  readonly catalog: RetainedTable;
  readonly access: Access;
  /** Whose products are sold at AWS Marketplace. */
  readonly marketplaceTenant: MarketplaceSettings['marketplaceTenant'];
}

/** What brings on what is collected, beside: where money for wallets is put. */
export interface CollectingProps extends RailsProps {
  readonly spend: DecidesSpend;
  /** By what is decided what a wallet has. */
  readonly totals: RetainedTable;
  /** By which changed methods of payees are told, and wallets that are low. */
  readonly webhooks: Webhooks;
  /** What usage comes to is rated from, where it is reported to AWS Marketplace. */
  readonly usageLog: RetainedTable;
  readonly shardEpochs: readonly ShardEpoch[];
  readonly eventMaxAge: Duration;
}

const openIndex = 'Open';

/** ServeRails → /v1/rails, and collections; rails, schedule → rails queue → CollectPayments → the rails, the books. */
export class Rails extends Construct {
  private server: NodeFunction | undefined;
  private collector: NodeFunction | undefined;
  readonly outputs: Outputs<'RailsTableName'> & QueueOutputs<'Rails'>;
  private readonly table: RetainedTable;
  private readonly queue: WorkQueue;
  private sellsAt = false;
  /** Of parameters, below which secrets are: it has the stack's name, and says whose collections are whose. */
  private readonly secretsPath: string;

  constructor(scope: Construct, id: string, props: RailsProps) {
    super(scope, id);
    this.secretsPath = `/farthing/${Aws.STACK_NAME}/rails`;
    this.table = new RetainedTable(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      index: {
        indexName: openIndex,
        // Only what is not over has this attribute.
        partitionKey: { name: 'open', type: AttributeType.STRING },
        sortKey: { name: 'pk', type: AttributeType.STRING },
        projectionType: ProjectionType.ALL,
      },
    });
    this.queue = new WorkQueue(this, 'Rails', props.shared);
    this.outputs = { RailsTableName: this.table.tableName, ...this.queue.outputs('Rails') };
  }

  /** What brings on what is collected: money for wallets goes into the logs of spend, which is a later stage. */
  collect(props: CollectingProps): void {
    const collectPayments = this.collecting(props);
    this.collector = collectPayments;
    new QueueSchedule(this, 'QuarterHourly', {
      description: 'Looks at what is being collected, and asks rails what they have told of',
      schedule: ScheduleExpression.cron({ minute: '9,24,39,54' }),
      queue: this.queue,
      message: { kind: 'look' },
    });
    new NoticeAlarm(collectPayments, 'CollectionsStuck', {
      ...props.shared,
      means:
        'it has been unknown for an hour what a rail did, or money that came could not be booked',
    });
    new NoticeAlarm(collectPayments, 'PayoutsStuck', {
      ...props.shared,
      means: 'payouts are under way for longer than expected, or a run was not prepared on its day',
    });
    new NoticeAlarm(collectPayments, 'PayoutCommitDiffers', {
      ...props.shared,
      means: 'a contract that pays payees has another root than it was to have',
    });
    // The schedule is all that finds what no rail has told of: so it must not stop in silence.
    props.shared.alarms.alarm(this, 'LooksMissing', {
      metric: collectPayments.handler.metricInvocations({
        period: Duration.minutes(15),
        statistic: 'Sum',
      }),
      means: 'nothing has looked at what is being collected for three quarters of an hour',
      when: whenSilentFor(3),
    });
  }

  get tableNames() {
    return { RAILS_TABLE_NAME: this.table.tableName };
  }

  /** For who asks payers for money of wallets over rails, and is given these to do it with. */
  allowAsking(grantee: NodeFunction): void {
    this.table.allow(grantee, 'GetItem', 'Query', 'PutItem');
    this.allowSecrets(grantee, ['GetParameter']);
    this.allowSecrets(grantee, ['PutParameter'], `*/${privateKeyNames}*`);
    this.allowRefilling(grantee);
  }

  get asking() {
    return { ...this.tableNames, ...this.secrets, ...this.refilling };
  }

  /** For who finds that a wallet may be low. */
  allowRefilling(grantee: NodeFunction): void {
    this.queue.allowSend(grantee);
  }

  get refilling() {
    return { RAILS_QUEUE_URL: this.queue.queue.queueUrl };
  }

  /** For who calls facilitators of chains: what these know tenants by, and no secret of another rail. */
  allowFacilitators(grantee: NodeFunction): void {
    this.allowSecrets(grantee, ['GetParameter'], `*/${CHAIN_RAIL}`);
  }

  get secrets() {
    return { RAIL_SECRETS_PATH: this.secretsPath };
  }

  /** For who finds what a bank tells of. */
  allowFinding(grantee: NodeFunction): void {
    this.table.allow(grantee, 'GetItem');
  }

  /** For who shows and erases what is held of a payer. */
  allowMandates(grantee: NodeFunction): void {
    this.table.allow(grantee, 'GetItem', 'Query', 'PutItem');
  }

  /** What writes payments. */
  get paying(): readonly NodeFunction[] {
    return [this.collector, this.server].filter((one) => one !== undefined);
  }

  private collecting(props: CollectingProps): NodeFunction {
    const { shared, books, catalog, spend, totals, webhooks } = props;
    const collectPayments = new NodeFunction(this, 'CollectPayments', {
      ...shared,
      declares: collectPaymentsEnvironment,
      environment: {
        ...this.variables(books, catalog),
        ...spend.variables,
        TOTALS_TABLE_NAME: totals.tableName,
        ...webhooks.tableNames,
        ...sellersOf(props),
        USAGE_LOG_TABLE_NAME: props.usageLog.tableName,
        SHARD_EPOCHS: JSON.stringify(props.shardEpochs),
        EVENT_MAX_AGE_SECONDS: String(props.eventMaxAge.toSeconds()),
      },
      memorySizeMb: 1024,
      // Ten collections one after the other, with calls of ten seconds at most.
      timeout: Duration.minutes(5),
      // What does not fit one message is gone on with by another.
      recursiveLoop: RecursiveLoop.ALLOW,
    });
    this.table.allow(collectPayments, 'GetItem', 'Query', 'PutItem');
    this.table.allowQueryOf(collectPayments, openIndex);
    books.allowAppending(collectPayments);
    spend.allowDeciding(collectPayments);
    totals.allow(collectPayments, 'GetItem', 'BatchGetItem', 'Query');
    // Reminders are made of every tenant that is billed.
    catalog.allow(collectPayments, 'GetItem', 'BatchGetItem', 'Query');
    webhooks.allowFindings(collectPayments);
    this.allowSecrets(collectPayments, ['GetParameter']);
    this.queue.allowSend(collectPayments);
    if (props.marketplaceTenant !== undefined) {
      props.usageLog.allow(collectPayments, 'Query');
      reportUsage(this, { reporter: collectPayments, queue: this.queue });
    }
    this.queue.feed(collectPayments, { batchSize: 5, concurrencyMax: 2 });
    return collectPayments;
  }

  /** What answers /v1/rails and payouts: with what these anchor, which is of a later stage. */
  serve(props: RailsProps & { readonly transparency: Anchors }): NodeFunction {
    const { shared, books, catalog, access, transparency } = props;
    const serveRails = new NodeFunction(this, 'ServeRails', {
      ...shared,
      declares: serveRailsEnvironment,
      environment: {
        ...shared.rates,
        ...access.tableNames,
        ...this.variables(books, catalog),
        ...sellersOf(props),
        ...transparency.anchoring,
      },
      memorySizeMb: 1024,
      timeout: Duration.seconds(29),
    });
    this.table.allow(serveRails, 'GetItem', 'Query', 'PutItem');
    this.table.allowQueryOf(serveRails, openIndex);
    // A collection that is asked for again is looked at, and may have come to money.
    books.allowAppending(serveRails);
    // For a batch, all customers are gone through who owe anything.
    catalog.allow(serveRails, 'GetItem', 'BatchGetItem', 'Query');
    this.allowSecrets(serveRails, ['GetParameter', 'PutParameter', 'DeleteParameter']);
    this.queue.allowSend(serveRails);
    access.allowChanges(serveRails);
    transparency.allowAnchoring(serveRails);
    if (props.marketplaceTenant !== undefined) {
      this.sellsAt = true;
      allowMarketplace(serveRails, ['ResolveCustomer', 'GetEntitlements']);
    }
    this.server = serveRails;
    return serveRails;
  }

  private variables(books: Books, catalog: RetainedTable) {
    return {
      ...books.tableNames,
      CATALOG_TABLE_NAME: catalog.tableName,
      RAILS_TABLE_NAME: this.table.tableName,
      ...this.refilling,
      ...this.secrets,
    };
  }

  /** Secrets are encrypted by the account's own key for parameters, whose policy lets in whoever may read these. */
  private allowSecrets(grantee: NodeFunction, actions: readonly string[], names = '*'): void {
    const resource = `parameter${this.secretsPath}/${names}`;
    Grant.addToPrincipal({
      grantee,
      actions: actions.map((action) => `ssm:${action}`),
      resourceArns: [Stack.of(this).formatArn({ service: 'ssm', resource })],
    }).assertSuccess();
    this.acknowledgeSecrets(grantee);
  }

  /** Says why a policy of `grantee` has a wildcard for the secrets of tenants, and for what AWS sells. */
  acknowledgeSecrets(grantee: IConstruct): void {
    if (this.sellsAt) acknowledgeMarketplace(grantee);
    for (const names of ['*', `*/${CHAIN_RAIL}`, `*/${privateKeyNames}*`]) {
      Validations.of(grantee).acknowledge({
        id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>:parameter/farthing/<AWS::StackName>/rails/${names}]`,
        reason: 'The names of parameters are those of tenants, which no policy can list.',
      });
    }
  }
}
