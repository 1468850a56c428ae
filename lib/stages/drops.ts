import { Aws, Duration, Validations } from 'aws-cdk-lib';
import {
  ArnPrincipal,
  Effect,
  Grant,
  PolicyStatement,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { RecursiveLoop } from 'aws-cdk-lib/aws-lambda';
import { Bucket, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { folderOfTenant } from '../../core/contract/folders.ts';
import { environment } from '../../functions/read-drops/environment.ts';
import { NodeFunction } from '../constructs/node-function.ts';
import { retainedBucket } from '../constructs/retained-bucket.ts';
import type { RetainedTable } from '../constructs/retained-table.ts';
import { type QueueOutputs, WorkQueue } from '../constructs/work-queue.ts';
import { logicalIdOf } from '../former-paths.ts';
import type { DropWriter } from '../settings/drops.ts';
import type { Aggregation } from './aggregation.ts';
import type { Outputs, StageProps } from './stage-props.ts';

export interface DropsProps extends StageProps {
  readonly writers: readonly DropWriter[];
  readonly aggregation: Aggregation;
  readonly catalog: RetainedTable;
  /** Where drops are kept, and what takes lower revisions out. */
  readonly billingRuns: RetainedTable;
  readonly eventMaxAge: Duration;
}

/** What lies in the bucket names subjects: it is there for as long as it takes to look at what was refused. */
const FILES_KEPT_DAYS = 30;

/** A bucket of tenants → drops queue → ReadDrops → usage log, and the touched queue is told: only where that is set. */
export class Drops extends Construct {
  readonly readDrops: NodeFunction;
  readonly outputs: Outputs<'DropsBucketName'> & QueueOutputs<'Drops'>;
  private readonly queue: WorkQueue;
  private readonly bucket: Bucket;

  constructor(scope: Construct, id: string, props: DropsProps) {
    super(scope, id);
    this.queue = new WorkQueue(this, 'Drops', props.shared);
    this.bucket = this.inbox(props.writers);
    this.readDrops = this.reading(props);
    this.outputs = {
      DropsBucketName: this.bucket.bucketName,
      ...this.queue.outputs('Drops'),
    };
  }

  private inbox(writers: readonly DropWriter[]): Bucket {
    const kept = Duration.days(FILES_KEPT_DAYS);
    const bucket = new Bucket(this, 'Bucket', {
      ...retainedBucket,
      lifecycleRules: [
        {
          expiration: kept,
          noncurrentVersionExpiration: kept,
          abortIncompleteMultipartUploadAfter: Duration.days(7),
        },
      ],
    });
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'Who puts files is told by the outcome of each; CloudTrail data events tell of all.',
    });
    this.tellQueue(bucket);
    for (const one of writers) allowWriting(bucket, one);
    return bucket;
  }

  /** By the bucket's own property, not by a function that CDK would deploy for it. S3 looks whether it may. */
  private tellQueue(bucket: Bucket): void {
    const { queue } = this.queue;
    queue.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal('s3.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [queue.queueArn],
        // Not the bucket's ARN: each would wait for the other.
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
    const resource = bucket.node.defaultChild as CfnBucket;
    resource.notificationConfiguration = {
      queueConfigurations: [
        {
          event: 's3:ObjectCreated:*',
          queue: queue.queueArn,
          filter: { s3Key: { rules: [{ name: 'suffix', value: '.manifest.json' }] } },
        },
      ],
    };
    bucket.node.addDependency(queue);
  }

  private reading(props: DropsProps): NodeFunction {
    const { shared, aggregation, catalog, billingRuns, eventMaxAge } = props;
    const readDrops = new NodeFunction(this, 'ReadDrops', {
      ...shared,
      declares: environment,
      environment: {
        DROPS_BUCKET_NAME: this.bucket.bucketName,
        DROPS_QUEUE_URL: this.queue.queue.queueUrl,
        ...aggregation.touching,
        CATALOG_TABLE_NAME: catalog.tableName,
        BILLING_RUNS_TABLE_NAME: billingRuns.tableName,
        ...aggregation.salts.variables,
        EVENT_MAX_AGE_SECONDS: String(eventMaxAge.toSeconds()),
      },
      // What tells a million rows apart, and a part of a file.
      memorySizeMb: 1769,
      timeout: Duration.minutes(10),
      // A long drop is gone on with by a message from the one before.
      recursiveLoop: RecursiveLoop.ALLOW,
    });
    aggregation.usageLog.allow(readDrops, 'Query', 'PutItem');
    aggregation.touched.allowSend(readDrops);
    aggregation.salts.table.allow(readDrops, 'BatchGetItem', 'PutItem');
    catalog.allow(readDrops, 'Query', 'BatchGetItem');
    billingRuns.allow(readDrops, 'GetItem', 'PutItem');
    this.allowFiles(readDrops);
    this.queue.allowSend(readDrops);
    this.queue.feed(readDrops, { batchSize: 1, concurrencyMax: 2 });
    return readDrops;
  }

  private allowFiles(readDrops: NodeFunction): void {
    const grant = (actions: string[], resourceArn: string) => {
      const asked = { grantee: readDrops, actions, resourceArns: [resourceArn] };
      Grant.addToPrincipal(asked).assertSuccess();
    };
    grant(['s3:GetObject', 's3:GetObjectVersion'], this.bucket.arnForObjects('*'));
    grant(['s3:PutObject'], this.bucket.arnForObjects('*.outcome.json'));
    // To be told, where there is no file, that there is none.
    grant(['s3:ListBucket'], this.bucket.bucketArn);
    const id = this.bucket.node.defaultChild as CfnBucket;
    for (const rest of ['*', '*.outcome.json']) {
      Validations.of(readDrops).acknowledge({
        id: `AwsSolutions-IAM5[Resource::<${logicalIdOf(id)}.Arn>/${rest}]`,
        reason: 'The keys of files are chosen by tenants, which no policy can list.',
      });
    }
  }
}

/** Lets it put files into the folder of a tenant, and read what became of them there. */
function allowWriting(bucket: Bucket, { tenant, writer }: DropWriter): void {
  const folder = folderOfTenant(tenant);
  const allow = (actions: string[], resource: string, conditions = {}): void => {
    bucket.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        principals: [new ArnPrincipal(writer)],
        actions,
        resources: [resource],
        conditions,
      }),
    );
  };
  allow(['s3:PutObject', 's3:AbortMultipartUpload'], bucket.arnForObjects(`${folder}/*`));
  allow(['s3:GetObject'], bucket.arnForObjects(`${folder}/*.outcome.json`));
  allow(['s3:ListBucket'], bucket.bucketArn, { StringLike: { 's3:prefix': `${folder}/*` } });
}
