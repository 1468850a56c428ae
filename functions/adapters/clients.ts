import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { MarketplaceEntitlementServiceClient } from '@aws-sdk/client-marketplace-entitlement-service';
import { MarketplaceMeteringClient } from '@aws-sdk/client-marketplace-metering';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { WAFV2Client } from '@aws-sdk/client-wafv2';

/**
 * The SDK's own defaults wait for ever. Endpoints, region and credentials come from the environment, as the SDK reads
 * them (`AWS_ENDPOINT_URL_SQS` and the like), so that the same code runs everywhere.
 */
const clientDefaults = {
  maxAttempts: 3,
  retryMode: 'standard',
  requestHandler: {
    connectionTimeout: 1_500,
    requestTimeout: 5_000,
    // Without this the SDK only logs that the time is up.
    throwOnRequestTimeout: true,
    httpAgent: { keepAlive: true, maxSockets: 64 },
    httpsAgent: { keepAlive: true, maxSockets: 64 },
  },
} as const satisfies DynamoDBClientConfig;

/**
 * Steps of the SDK that a call to DynamoDB goes without: they only say who asks, and with them a small call takes a
 * third more of the processor.
 */
const stepsLeftOut = [
  'getUserAgentMiddleware',
  'recursionDetectionMiddleware',
  'loggerMiddleware',
] as const;

export function dynamoDbClient(config: DynamoDBClientConfig = {}): DynamoDBClient {
  const client = new DynamoDBClient({ ...clientDefaults, cacheMiddleware: true, ...config });
  for (const step of stepsLeftOut) client.middlewareStack.remove(step);
  return client;
}

/** Requests go to the host in the queue's URL, which the SDK prefers over an endpoint in the environment. */
export const sqsClient = (config: DynamoDBClientConfig = {}): SQSClient =>
  new SQSClient({ ...clientDefaults, ...config });

export const ssmClient = (config: DynamoDBClientConfig = {}): SSMClient =>
  new SSMClient({ ...clientDefaults, ...config });

export const kmsClient = (config: DynamoDBClientConfig = {}): KMSClient =>
  new KMSClient({ ...clientDefaults, ...config });

/** What stands before CloudFront is asked for there, wherever the stack is. */
export const wafClient = (config: DynamoDBClientConfig = {}): WAFV2Client =>
  new WAFV2Client({ ...clientDefaults, region: 'us-east-1', ...config });

/**
 * An emulator has one address for all buckets; AWS gives each its own. An answer that stops in the middle is given up,
 * too.
 */
export const s3Client = (config: S3ClientConfig = {}): S3Client =>
  new S3Client({
    ...clientDefaults,
    requestHandler: { ...clientDefaults.requestHandler, socketTimeout: 5_000 },
    forcePathStyle: (config.endpoint ?? process.env['AWS_ENDPOINT_URL_S3']) !== undefined,
    ...config,
  });

/** Asks once: what was not answered is known here as that, and is said again by a later look alone. */
const askingOnce = { ...clientDefaults, maxAttempts: 1 } as const;

export const meteringClient = (config: DynamoDBClientConfig = {}): MarketplaceMeteringClient =>
  new MarketplaceMeteringClient({ ...askingOnce, ...config });

/** There is one for all regions. */
export const entitlementClient = (
  config: DynamoDBClientConfig = {},
): MarketplaceEntitlementServiceClient =>
  new MarketplaceEntitlementServiceClient({ ...askingOnce, region: 'us-east-1', ...config });
