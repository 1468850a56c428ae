import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { NodeFunction } from './node-function.ts';

/**
 * A bucket that outlives its stack: private, encrypted, over TLS only. Nothing in it expires, and what is overwritten or deleted
 * stays as an older version.
 */
export class RetainedBucket extends Bucket {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      versioned: true,
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Only functions of this stack read and write it, for requests that the HTTP interface logs; CloudTrail data events tell of anybody else.',
    });
  }

  /** Lets `grantee` read objects and put them; and be told, when there is none, that there is none. */
  allowReadAndPut(grantee: NodeFunction): void {
    grant(grantee, ['s3:GetObject', 's3:PutObject'], this.arnForObjects('*'));
    grant(grantee, ['s3:ListBucket'], this.bucketArn);
    const id = this.stack.getLogicalId(this.node.defaultChild as CfnBucket);
    Validations.of(grantee).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${id}.Arn>/*]`,
      reason: 'The keys of objects are names of tenants and documents, which no policy can list.',
    });
  }
}

function grant(grantee: IGrantable, actions: string[], resourceArn: string): void {
  Grant.addToPrincipal({ grantee, actions, resourceArns: [resourceArn] }).assertSuccess();
}
