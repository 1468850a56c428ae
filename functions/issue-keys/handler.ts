import middy from '@middy/core';
import { keyModes } from '../../core/access/api-key.ts';
import { invariant } from '../../core/kernel/invariant.ts';
import { auditPorts } from '../adapters/audit-ports.ts';
import { dynamoDbClient } from '../adapters/clients.ts';
import { dynamoDbAuditLog } from '../adapters/dynamo-db-audit-log.ts';
import { dynamoDbKeys } from '../adapters/dynamo-db-keys.ts';
import { systemRandom } from '../adapters/system-random.ts';
import { readEnvironment } from '../middleware/environment.ts';
import { environment } from './environment.ts';
import { issueKeys } from './issue-keys.ts';

const variables = readEnvironment(environment);
const { AUDIT_TABLE_NAME, KEY_MODE } = variables;
const defaultMode = keyModes.find((mode) => mode === KEY_MODE);
invariant(defaultMode !== undefined, `set KEY_MODE to ${keyModes.join(' or ')}, got ${KEY_MODE}`);

export const handler = middy(
  issueKeys({
    ...auditPorts(variables),
    keys: dynamoDbKeys(dynamoDbClient(), variables.KEYS_TABLE_NAME),
    uses: dynamoDbAuditLog(dynamoDbClient(), AUDIT_TABLE_NAME),
    random: systemRandom,
    defaultMode,
  }),
);
