import type { KeyedAuditPorts } from '../../core/access/audit/audited.ts';
import { logError } from '../middleware/log.ts';
import { dynamoDbClient } from './clients.ts';
import { dynamoDbAuditLog } from './dynamo-db-audit-log.ts';
import { dynamoDbKeys } from './dynamo-db-keys.ts';
import { systemClock } from './system-clock.ts';

/** What changes are let in and written down with. */
export function auditPorts(
  variables: Readonly<Record<'AUDIT_TABLE_NAME' | 'KEYS_TABLE_NAME', string>>,
): KeyedAuditPorts {
  const client = dynamoDbClient();
  return {
    audit: dynamoDbAuditLog(client, variables.AUDIT_TABLE_NAME),
    keys: dynamoDbKeys(client, variables.KEYS_TABLE_NAME),
    clock: systemClock,
    unanswered: ({ id, action }, error) =>
      logError('the answer to a change is not in the audit', error, { id, action }),
  };
}
