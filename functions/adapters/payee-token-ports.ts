import type { KeyedAuditPorts } from '../../core/access/audit/audited.ts';
import type { PayeeTokenPorts } from '../../core/access/payee-tokens.ts';
import { auditPorts } from './audit-ports.ts';
import { dynamoDbClient } from './clients.ts';
import { dynamoDbPayeeTokens } from './dynamo-db-payee-tokens.ts';

/** What changes are let in and written down with, also of who asks by a payee's token. */
export const payeeTokenPorts = (
  variables: Readonly<
    Record<'AUDIT_TABLE_NAME' | 'KEYS_TABLE_NAME' | 'CATALOG_TABLE_NAME', string>
  >,
): KeyedAuditPorts & PayeeTokenPorts => ({
  ...auditPorts(variables),
  payeeTokens: dynamoDbPayeeTokens(dynamoDbClient(), variables.CATALOG_TABLE_NAME),
});
