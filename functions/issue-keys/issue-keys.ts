import { apiKeyText, type KeyMode, newApiKey, secretHashOf } from '../../core/access/api-key.ts';
import type { Keys, StoredKey } from '../../core/access/keys.ts';
import type { RejectionCode } from '../../core/contract/rejection-codes.ts';
import type { Clock } from '../../core/kernel/clock.ts';
import { invariant } from '../../core/kernel/invariant.ts';
import type { Random } from '../../core/kernel/random.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { rfc3339 } from '../../core/kernel/timestamp.ts';
import { type KeyRequest, keyRequestFrom } from './key-request.ts';

export interface IssueKeysPorts {
  readonly keys: Keys;
  readonly clock: Clock;
  readonly random: Random;
  /** The mode of a key for which none is asked. */
  readonly defaultMode: KeyMode;
}

/** A key as an operator sees it. */
interface ListedKey {
  readonly keyId: string;
  readonly mode: KeyMode;
  readonly name?: string;
  readonly scopes: readonly string[];
  /** RFC 3339. */
  readonly createdAt: string;
  readonly revokedAt?: string;
}

export type KeyAnswer =
  | {
      /** The only time that it is shown. */
      readonly key: string;
      readonly keyId: string;
      readonly tenant: string;
      readonly scopes: readonly string[];
    }
  | { readonly keys: readonly ListedKey[] }
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
  { tenant, scopes, mode, name }: Extract<KeyRequest, { action: 'create' }>,
  { keys, clock, random, defaultMode }: IssueKeysPorts,
): Promise<KeyAnswer> {
  const key = newApiKey(mode ?? defaultMode, random);
  const outcome = await keys.add({
    keyId: key.keyId,
    tenant,
    mode: key.mode,
    secretHash: secretHashOf(key.secret),
    scopes,
    name,
    createdAt: clock.now(),
    revokedAt: undefined,
  });
  invariant(outcome === 'added', `95 random bits never repeat, got ${key.keyId} twice`);
  return { key: apiKeyText(key), keyId: key.keyId, tenant, scopes };
}

async function listKeys(
  { tenant }: Extract<KeyRequest, { action: 'list' }>,
  { keys }: IssueKeysPorts,
): Promise<KeyAnswer> {
  return { keys: (await keys.list(tenant)).map(listedKey) };
}

async function revokeKey(
  { keyId, tenant }: Extract<KeyRequest, { action: 'revoke' }>,
  { keys, clock }: IssueKeysPorts,
): Promise<KeyAnswer> {
  const key = await keys.find(keyId);
  if (key === undefined || (tenant !== undefined && key.tenant !== tenant)) {
    throw new Rejection(
      'key.not-found',
      `give the id of a key, the part between the second and the third underscore, as list shows it; there is no ${JSON.stringify(keyId)}`,
      { param: '/keyId' },
    );
  }
  await keys.revoke(keyId, clock.now());
  return { revoked: true };
}

const listedKey = ({ keyId, mode, name, scopes, createdAt, revokedAt }: StoredKey): ListedKey => ({
  keyId,
  mode,
  ...(name === undefined ? {} : { name }),
  scopes,
  createdAt: rfc3339(createdAt),
  ...(revokedAt === undefined ? {} : { revokedAt: rfc3339(revokedAt) }),
});
