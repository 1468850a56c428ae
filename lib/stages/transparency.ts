import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { lookMinutes } from '../../core/contract/logs/look-minutes.ts';
import { environment as publishLogEnvironment } from '../../functions/publish-log/environment.ts';
import { environment as serveProofsEnvironment } from '../../functions/serve-proofs/environment.ts';
import { whenSilentFor } from '../constructs/alarm-topic.ts';
import { FunctionSchedule } from '../constructs/function-schedule.ts';
import { NodeFunction } from '../constructs/node-function.ts';
import { NoticeAlarm } from '../constructs/notice-alarm.ts';
import { RetainedTable } from '../constructs/retained-table.ts';
import type { AggregationSettings } from '../settings/aggregation.ts';
import type { TransparencySettings } from '../settings/transparency.ts';
import type { Books } from './books.ts';
import type { Documents } from './documents.ts';
import type { Spend } from './spend.ts';
import type { AnsweringProps, Outputs } from './stage-props.ts';

export interface TransparencyProps extends AnsweringProps, TransparencySettings {
  readonly books: Books;
  /** Whose tenants there are, and what prices there were. */
  readonly catalog: RetainedTable;
  /** In whose bucket tiles are. */
  readonly documents: Documents;
  /** What hours of usage are read from, and what says where there is any. */
  readonly usageLog: RetainedTable;
  readonly totals: RetainedTable;
  /** Keys of private passes. */
  readonly spend: Spend;
  readonly shardEpochs: AggregationSettings['shardEpochs'];
}

/** What stands in variables where no logs are kept. */
const NONE = 'none';

/**
 * A schedule → PublishLog → public logs of the books: tiles in the bucket of documents, checkpoints in a table.
 * ServeProofs → /v1/logs, /v1/event-proofs, …/proof. Without a host nothing is written; the table stays all the same,
 * as a log that began anew would contradict the one before.
 */
export class Transparency extends Construct {
  /** Logs, where entries are, and salts: what is deleted here is forgotten. */
  readonly table: RetainedTable;
  readonly serveProofs: NodeFunction;
  /** Where logs are kept. */
  readonly publishLog?: NodeFunction;
  readonly outputs: Outputs<'LogsTableName' | 'PublishLogFunctionName'>;
  /** For the environment of a function that erases. */
  readonly tableNames: { readonly LOGS_TABLE_NAME: string };
  private readonly host: string;

  constructor(scope: Construct, id: string, props: TransparencyProps) {
    super(scope, id);
    const { shared, books, logHost } = props;
    const { bucket } = props.documents;
    this.host = logHost ?? NONE;
    this.table = new RetainedTable(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
    });
    this.tableNames = { LOGS_TABLE_NAME: this.table.tableName };
    const key =
      logHost === undefined
        ? undefined
        : this.signingKey('Key', 'Signs checkpoints of public logs of the books');
    if (logHost !== undefined && key !== undefined)
      this.publishLog = this.publishing(props, { host: logHost, key });
    const witnessKey =
      props.witnessedLogs.length === 0
        ? undefined
        : this.signingKey('WitnessKey', 'Cosigns checkpoints of the logs of others');
    this.serveProofs = new NodeFunction(this, 'ServeProofs', {
      ...shared,
      declares: serveProofsEnvironment,
      environment: {
        ...{ ...shared.rates, ...books.tableNames, ...this.tableNames },
        CATALOG_TABLE_NAME: props.catalog.tableName,
        USAGE_LOG_TABLE_NAME: props.usageLog.tableName,
        SHARD_EPOCHS: JSON.stringify(props.shardEpochs),
        DOCUMENTS_BUCKET_NAME: bucket.bucketName,
        LOG_HOST: this.host,
        LOG_KEY: key?.keyArn ?? NONE,
        LOG_POLICY: props.logPolicy ?? NONE,
        WITNESS_KEY: witnessKey?.keyArn ?? NONE,
        WITNESSED_LOGS: witnessKey === undefined ? NONE : props.witnessedLogs.join('\n'),
      },
      memorySizeMb: 1024,
      timeout: Duration.seconds(29),
    });
    this.table.allow(this.serveProofs, 'GetItem', 'Query', 'BatchGetItem');
    books.allowReading(this.serveProofs);
    // The events of what it proves.
    props.usageLog.allow(this.serveProofs, 'Query');
    // The prices of what it proves.
    props.catalog.allow(this.serveProofs, 'GetItem');
    bucket.allowRead(this.serveProofs);
    if (key !== undefined) allow(this.serveProofs, key, 'kms:GetPublicKey');
    if (witnessKey !== undefined) this.witnessing(props, witnessKey);
    this.outputs = {
      LogsTableName: this.table.tableName,
      PublishLogFunctionName: this.publishLog?.handler.functionName ?? NONE,
    };
  }

  /** Lets `grantee` drop the salt of whom it erases. */
  allowForgetting(grantee: NodeFunction): void {
    // PutItem: a page of salts is put over, without what nobody is to come to any more.
    this.table.allow(grantee, 'BatchGetItem', 'DeleteItem', 'PutItem');
  }

  /** For who puts what is anchored on a chain: the days that have a checkpoint, and nothing else of logs. */
  allowAnchoring(grantee: NodeFunction): void {
    this.table.allowWhere(grantee, '["days",*', 'Query');
  }

  get anchoring() {
    return { LOG_DAYS_TABLE_NAME: this.table.tableName, LOG_HOST: this.host };
  }

  /** It signs with a key of its own, and writes what it remembers of others' logs, and nothing of ours. */
  private witnessing({ shared }: TransparencyProps, key: Key): void {
    allow(this.serveProofs, key, 'kms:GetPublicKey', 'kms:Sign');
    this.table.allowWhere(this.serveProofs, '["witnessed",*', 'PutItem');
    new NoticeAlarm(this.serveProofs, 'ForksWitnessed', {
      ...shared,
      means: 'a log that this deployment is a witness of has told two stories',
    });
  }

  private signingKey(id: string, description: string): Key {
    return new Key(this, id, {
      description,
      keySpec: KeySpec.ECC_NIST_EDWARDS25519,
      keyUsage: KeyUsage.SIGN_VERIFY,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  private publishing(
    props: TransparencyProps,
    { host, key }: { readonly host: string; readonly key: Key },
  ): NodeFunction {
    const { shared, books, catalog, usageLog, totals, spend } = props;
    const { bucket } = props.documents;
    const publishLog = new NodeFunction(this, 'PublishLog', {
      ...shared,
      declares: publishLogEnvironment,
      environment: {
        ...this.tableNames,
        BOOKS_TABLE_NAME: books.log.tableName,
        CATALOG_TABLE_NAME: catalog.tableName,
        USAGE_LOG_TABLE_NAME: usageLog.tableName,
        TOTALS_TABLE_NAME: totals.tableName,
        ...spend.keptName,
        SHARD_EPOCHS: JSON.stringify(props.shardEpochs),
        DOCUMENTS_BUCKET_NAME: bucket.bucketName,
        ...{ LOG_HOST: host, LOG_KEY: key.keyArn, LOG_POLICY: props.logPolicy ?? NONE },
      },
      memorySizeMb: 1024,
      timeout: Duration.minutes(15),
    });
    this.table.allow(publishLog, 'GetItem', 'Query', 'BatchGetItem', 'PutItem');
    // It reads the books and the usage log, and writes to neither: nothing waits for it, and nothing is lost by it.
    books.log.allow(publishLog, 'GetItem', 'Query');
    usageLog.allow(publishLog, 'Query');
    totals.allow(publishLog, 'Query');
    catalog.allow(publishLog, 'Query');
    spend.allowListing(publishLog);
    bucket.allowReadAndPut(publishLog);
    allow(publishLog, key, 'kms:GetPublicKey', 'kms:Sign');
    new FunctionSchedule(this, 'TenMinutely', {
      description: 'Puts what is new in the books into their public logs',
      schedule: ScheduleExpression.cron({ minute: lookMinutes.join(',') }),
      handler: publishLog.handler,
      latest: Duration.minutes(10),
    });
    new NoticeAlarm(publishLog, 'LogBehind', {
      ...shared,
      means: 'the public log of a tenant is an hour behind its books or its usage, or more',
    });
    if (props.logPolicy !== undefined) this.alarmOnWitnesses(publishLog, props);
    shared.alarms.alarm(this, 'LogRunsMissing', {
      metric: publishLog.handler.metricInvocations({
        period: Duration.minutes(15),
        statistic: 'Sum',
      }),
      means: 'nothing has looked for what is new in the books for an hour',
      when: whenSilentFor(4),
    });
    return publishLog;
  }

  private alarmOnWitnesses(publishLog: NodeFunction, { shared }: TransparencyProps): void {
    new NoticeAlarm(publishLog, 'LogUncosigned', {
      ...shared,
      means: 'checkpoints of a public log lack cosignatures that are wanted, for an hour or more',
    });
    new NoticeAlarm(publishLog, 'LogForked', {
      ...shared,
      means: 'a witness has seen another history of a public log than there is here',
    });
  }
}

function allow(grantee: NodeFunction, { keyArn }: Key, ...actions: string[]): void {
  Grant.addToPrincipal({ grantee, actions, resourceArns: [keyArn] }).assertSuccess();
}
