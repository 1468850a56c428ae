import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { notedUses } from '../../core/access/key-uses.ts';
import type { Timestamp } from '../../core/kernel/timestamp.ts';
import { logError } from '../middleware/log.ts';
import { dynamoDbAuditLog } from './dynamo-db-audit-log.ts';

const KEYS_REMEMBERED_MAX = 10_000;

/** Notes each day on which a key is used. Where that fails, it is logged: nobody is kept out by it. */
export function noteUses(client: DynamoDBClient, auditTableName: string) {
  const note = notedUses(dynamoDbAuditLog(client, auditTableName), KEYS_REMEMBERED_MAX);
  return async (keyId: string, now: Timestamp): Promise<void> => {
    try {
      await note(keyId, now);
    } catch (error) {
      logError('the use of a key is not noted', error, { keyId });
    }
  };
}
