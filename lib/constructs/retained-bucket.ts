import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, Grant, type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type CfnBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct, IConstruct } from 'constructs';
import { logicalIdOf } from '../former-paths.ts';
import type { NodeFunction } from './node-function.ts';

/** Private, encrypted, over TLS only; outlives its stack, and what is replaced or deleted stays as an older version. */
export const retainedBucket = {
  versioned: true,
  encryption: BucketEncryption.S3_MANAGED,
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  removalPolicy: RemovalPolicy.RETAIN,
} satisfies BucketProps;

/** A retained bucket in which nothing expires, and nothing is ever replaced, whoever tries. */
export class RetainedBucket extends Bucket {
  constructor(scope: Construct, id: string) {
    super(scope, id, retainedBucket);
    this.refuseReplacing();
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Only functions of this stack read and write it, for requests that the HTTP interface logs; CloudTrail data events tell of anybody else.',
    });
  }

  /** The parts of a multipart upload create nothing yet; what completes it asks for the same header. */
  private refuseReplacing(): void {
    this.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['s3:PutObject'],
        resources: [this.arnForObjects('*')],
        conditions: {
          Null: { 's3:if-none-match': 'true' },
          Bool: { 's3:ObjectCreationOperation': 'true' },
        },
      }),
    );
  }

  /** Lets `grantee` read objects and put them; and be told, when there is none, that there is none. */
  allowReadAndPut(grantee: NodeFunction): void {
    grant(grantee, ['s3:GetObject', 's3:PutObject'], this.arnForObjects('*'));
    grant(grantee, ['s3:ListBucket'], this.bucketArn);
    this.acknowledgeKeys(grantee);
  }

  /** Lets `grantee` read objects; and be told, when there is none, that there is none. */
  allowRead(grantee: NodeFunction): void {
    grant(grantee, ['s3:GetObject'], this.arnForObjects('*'));
    grant(grantee, ['s3:ListBucket'], this.bucketArn);
    this.acknowledgeKeys(grantee);
  }

  /** Says why a policy of `grantee` has a wildcard for the objects of this bucket. */
  acknowledgeKeys(grantee: IConstruct): void {
    const id = logicalIdOf(this.node.defaultChild as CfnBucket);
    Validations.of(grantee).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${id}.Arn>/*]`,
      reason: 'The keys of objects are names of tenants and documents, which no policy can list.',
    });
  }
}

function grant(grantee: IGrantable, actions: string[], resourceArn: string): void {
  Grant.addToPrincipal({ grantee, actions, resourceArns: [resourceArn] }).assertSuccess();
}
