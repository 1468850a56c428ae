import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { openerSaltsOn } from '../../core/transparency/opener-salts.ts';
import type { OpenerSalts } from '../../core/transparency/ports.ts';
import { kmsClient, s3Client } from './clients.ts';
import { dynamoDbDayCheckpoints } from './dynamo-db-day-checkpoints.ts';
import { dynamoDbHourParts } from './dynamo-db-hour-parts.ts';
import { dynamoDbKeyLeaves } from './dynamo-db-key-leaves.ts';
import { dynamoDbSaltPages } from './dynamo-db-salt-pages.ts';
import { dynamoDbSalts } from './dynamo-db-salts.ts';
import { dynamoDbLogSpans, dynamoDbYearLogs } from './dynamo-db-year-logs.ts';
import { kmsLogSigner } from './kms-log-signer.ts';
import { s3LogTiles } from './s3-log-tiles.ts';

/** Where transparency logs are, and what they are signed with. */
export const logsOn = (
  variables: Readonly<Record<'LOGS_TABLE_NAME' | 'LOG_KEY' | 'DOCUMENTS_BUCKET_NAME', string>>,
  client: DynamoDBClient,
) => ({
  logs: dynamoDbYearLogs(client, variables.LOGS_TABLE_NAME),
  spans: dynamoDbLogSpans(client, variables.LOGS_TABLE_NAME),
  salts: openersOn(client, variables.LOGS_TABLE_NAME),
  hours: dynamoDbHourParts(client, variables.LOGS_TABLE_NAME),
  keys: dynamoDbKeyLeaves(client, variables.LOGS_TABLE_NAME),
  days: dynamoDbDayCheckpoints(client, variables.LOGS_TABLE_NAME),
  tiles: s3LogTiles(s3Client(), variables.DOCUMENTS_BUCKET_NAME),
  signer: kmsLogSigner(kmsClient(), variables.LOG_KEY),
});

/** The salts of those who can open entries. */
export const openersOn = (client: DynamoDBClient, tableName: string): OpenerSalts =>
  openerSaltsOn({
    salts: dynamoDbSalts(client, tableName),
    pages: dynamoDbSaltPages(client, tableName),
  });
