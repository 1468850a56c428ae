import { apiKeyText, type KeyMode, newApiKey, secretHashOf } from '../../core/access/api-key.ts';
import { auditId } from '../../core/access/audit/audit-log.ts';
import { type AuditPorts, audited } from '../../core/access/audit/audited.ts';
import type { KeyUses } from '../../core/access/key-uses.ts';
import type { Keys } from '../../core/access/keys.ts';
import { listedKeys } from '../../core/access/listed-keys.ts';
import type { ListedKeyAnswer } from '../../core/contract/keys/shapes.ts';
import type { RejectionCode } from '../../core/contract/rejection-codes.ts';
import { invariant } from '../../core/kernel/invariant.ts';
import type { Random } from '../../core/kernel/random.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { rfc3339, type Timestamp } from '../../core/kernel/timestamp.ts';
import { type KeyRequest, keyRequestFrom } from './key-request.ts';

export interface IssueKeysPorts extends AuditPorts {
  readonly keys: Keys;
  readonly uses: Pick<KeyUses, 'lastOf'>;
  readonly random: Random;
  /** The mode of a key for which none is asked. */
  readonly defaultMode: KeyMode;
}

export type KeyAnswer =
  | {
      /** The only time that it is shown. */
      readonly key: string;
      readonly keyId: string;
      readonly tenant: string;
      readonly scopes: readonly string[];
    }
  | { readonly keys: readonly ListedKeyAnswer[] }
  | { readonly revoked: true }
  | {
      readonly problem: {
        readonly code: RejectionCode;
        readonly detail: string;
        readonly param?: string;
      };
    };

/** Answers an operator's direct invocation; who may invoke is decided by IAM. */
export const issueKeys =
  (ports: IssueKeysPorts) =>
  async (payload: unknown): Promise<KeyAnswer> => {
    try {
      return await answerTo(keyRequestFrom(payload), ports);
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      const { code, message: detail, param } = error;
      return { problem: { code, detail, ...(param === undefined ? {} : { param }) } };
    }
  };

function answerTo(request: KeyRequest, ports: IssueKeysPorts): Promise<KeyAnswer> {
  switch (request.action) {
    case 'create':
      return createKey(request, ports);
    case 'list':
      return listKeys(request, ports);
    case 'revoke':
      return revokeKey(request, ports);
  }
}

async function createKey(
  { tenant, scopes, mode, name, expiresAt, actor }: Extract<KeyRequest, { action: 'create' }>,
  ports: IssueKeysPorts,
): Promise<KeyAnswer> {
  const { keys, random, defaultMode } = ports;
  const key = newApiKey(mode ?? defaultMode, random);
  const createdAt = ports.clock.now();
  if (expiresAt !== undefined && expiresAt <= createdAt) {
    throw new Rejection(
      'request.invalid',
      `set expiresAt to a time to come, got ${rfc3339(expiresAt)}`,
      { param: '/expiresAt' },
    );
  }
  const asked = { tenant, actor, keyId: key.keyId, action: 'create a key', at: createdAt };
  return auditedByOperator(ports, asked, async () => {
    const outcome = await keys.add({
      keyId: key.keyId,
      tenant,
      mode: key.mode,
      secretHash: secretHashOf(key.secret),
      scopes,
      name,
      createdAt,
      expiresAt,
      revokedAt: undefined,
    });
    invariant(outcome === 'added', `95 random bits never repeat, got ${key.keyId} twice`);
    return { key: apiKeyText(key), keyId: key.keyId, tenant, scopes };
  });
}

const REQUEST_ID_BYTES = 12;

interface OperatorsChange {
  readonly tenant: string;
  readonly actor: string | undefined;
  readonly keyId: string;
  readonly action: string;
  readonly at: Timestamp;
}

/** Does what an operator asks, with a line in the audit of the tenant whose key it is. */
const auditedByOperator = (
  ports: IssueKeysPorts,
  { tenant, actor, keyId: target, action, at }: OperatorsChange,
  act: () => Promise<KeyAnswer>,
): Promise<KeyAnswer> => {
  const requestId = Buffer.from(ports.random.bytes(REQUEST_ID_BYTES)).toString('hex');
  const id = auditId(at, requestId);
  const asked = { id, tenant, at, keyId: undefined, actor, action, target, body: undefined };
  return audited(ports, asked, act, () => 200);
};

async function listKeys(
  { tenant }: Extract<KeyRequest, { action: 'list' }>,
  { keys, uses }: IssueKeysPorts,
): Promise<KeyAnswer> {
  return { keys: await listedKeys(uses, await keys.list(tenant)) };
}

async function revokeKey(
  { keyId, tenant, actor }: Extract<KeyRequest, { action: 'revoke' }>,
  ports: IssueKeysPorts,
): Promise<KeyAnswer> {
  const { keys } = ports;
  const key = await keys.find(keyId);
  if (key === undefined || (tenant !== undefined && key.tenant !== tenant)) {
    throw new Rejection(
      'key.not-found',
      `give the id of a key, the part between the second and the third underscore, as list shows it; there is no ${JSON.stringify(keyId)}`,
      { param: '/keyId' },
    );
  }
  const at = ports.clock.now();
  const asked = { tenant: key.tenant, actor, keyId, action: 'revoke a key', at };
  return auditedByOperator(ports, asked, async () => {
    await keys.revoke(keyId, at);
    return { revoked: true };
  });
}
