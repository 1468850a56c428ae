import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { kmsClient, s3Client } from './clients.ts';
import { dynamoDbSalts } from './dynamo-db-salts.ts';
import { dynamoDbLogSpans, dynamoDbYearLogs } from './dynamo-db-year-logs.ts';
import { kmsLogSigner } from './kms-log-signer.ts';
import { s3LogTiles } from './s3-log-tiles.ts';

/** What stands for the host, and the key, where no logs are kept: a variable has to have some text. */
export const NO_LOGS = 'none';

/** Where transparency logs are, and what they are signed with. */
export const logsOn = (
  variables: Readonly<Record<'LOGS_TABLE_NAME' | 'LOG_KEY' | 'DOCUMENTS_BUCKET_NAME', string>>,
  client: DynamoDBClient,
) => ({
  logs: dynamoDbYearLogs(client, variables.LOGS_TABLE_NAME),
  spans: dynamoDbLogSpans(client, variables.LOGS_TABLE_NAME),
  salts: dynamoDbSalts(client, variables.LOGS_TABLE_NAME),
  tiles: s3LogTiles(s3Client(), variables.DOCUMENTS_BUCKET_NAME),
  signer: kmsLogSigner(kmsClient(), variables.LOG_KEY),
});
