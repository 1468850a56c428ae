import type { KeyedAuditPorts } from '../../core/access/audit/audited.ts';
import type { StoredKey } from '../../core/access/keys.ts';
import type { PayeeTokenPorts, PayeeTokens } from '../../core/access/payee-tokens.ts';
import { type Timestamp, timestampOf } from '../../core/kernel/timestamp.ts';
import { inMemoryAuditLog } from '../fakes/audit-log.ts';
import { inMemoryPayeeTokens } from '../fakes/payee-tokens.ts';

/** A key in force, of whatever id is asked for. */
const anyKey = (keyId: string): StoredKey => ({
  keyId,
  tenant: 'acme',
  mode: 'test',
  secretHash: new Uint8Array(32),
  scopes: [],
  name: undefined,
  createdAt: timestampOf(0),
  expiresAt: undefined,
  revokedAt: undefined,
});

/** What functions with routes that change anything look callers up with. */
export type AnAudit = KeyedAuditPorts & PayeeTokenPorts & { readonly payeeTokens: PayeeTokens };

/** An audit in memory, for which every key is in force, and no token of a payee is. */
export const anAudit = (fields: Partial<AnAudit> = {}): AnAudit => ({
  audit: inMemoryAuditLog(),
  payeeTokens: inMemoryPayeeTokens(),
  keys: { find: async (keyId) => anyKey(keyId) },
  clock: { now: (): Timestamp => timestampOf(0) },
  unanswered: (change, error) => {
    throw new Error(`no answer is kept of ${change.action}`, { cause: error });
  },
  ...fields,
});
