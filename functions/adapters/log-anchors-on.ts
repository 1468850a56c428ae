import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { LogAnchors } from '../../core/payouts/chain/ports.ts';
import { originOf } from '../../core/transparency/year-log.ts';
import { dynamoDbDayCheckpoints } from './dynamo-db-day-checkpoints.ts';
import { NO_LOGS } from './no-logs.ts';

/** What there is to anchor of public logs; undefined where none are kept. */
export function logAnchorsOn(
  variables: Readonly<Record<'LOG_DAYS_TABLE_NAME' | 'LOG_HOST', string>>,
  client: DynamoDBClient,
): LogAnchors | undefined {
  const { LOG_DAYS_TABLE_NAME, LOG_HOST } = variables;
  if (LOG_HOST === NO_LOGS) return undefined;
  const days = dynamoDbDayCheckpoints(client, LOG_DAYS_TABLE_NAME);
  return {
    async latest(tenant) {
      const last = await days.last(tenant);
      if (last === undefined) return undefined;
      return { log: originOf(LOG_HOST, last), day: last.day, digest: last.digest };
    },
  };
}
