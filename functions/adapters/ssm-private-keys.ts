import { createPrivateKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import {
  GetParameterCommand,
  ParameterNotFound,
  PutParameterCommand,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import { tokenKeyOf } from '../../core/blind/keys.ts';
import type { PrivateKeys } from '../../core/gate/private/ports.ts';
import { invariant } from '../../core/kernel/invariant.ts';

/** What their names begin with, among the secrets of a tenant. */
const privateKeyNames = 'private-token-';
/** As clients of private tokens know them. */
const BITS = 2_048;
/** One a month of each private pass that is sold. */
const KNOWN_MAX = 500;
const generated = promisify(generateKeyPair);

/**
 * Private keys of tokens, each a SecureString in SSM Parameter Store: no key of KMS makes the operation that blind
 * signatures need, so one that KMS has encrypted is unwrapped in memory.
 */
export function ssmPrivateKeys(client: SSMClient, path: string): PrivateKeys {
  const known = new Map<string, KeyObject>();
  const nameOf = (tenant: string, keyId: string): string =>
    `${path}/${Buffer.from(tenant).toString('base64url')}/${privateKeyNames}${keyId}`;
  const read = async (Name: string): Promise<KeyObject | undefined> => {
    try {
      const { Parameter } = await client.send(
        new GetParameterCommand({ Name, WithDecryption: true }),
      );
      const text = Parameter?.Value;
      return text === undefined ? undefined : createPrivateKey(text);
    } catch (error) {
      if (error instanceof ParameterNotFound) return undefined;
      throw error;
    }
  };
  return {
    async make(tenant) {
      const { privateKey } = await generated('rsa', { modulusLength: BITS });
      const key = tokenKeyOf(privateKey);
      invariant(key !== undefined, `a key of ${BITS} bits is one of tokens`);
      const keyId = Buffer.from(key.id).toString('base64url');
      const Value = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
      const Name = nameOf(tenant, keyId);
      await client.send(new PutParameterCommand({ Name, Type: 'SecureString', Value }));
      return { spki: key.spki, keyId };
    },

    async find(tenant, keyId) {
      const name = nameOf(tenant, keyId);
      const key = known.get(name) ?? (await read(name));
      if (key === undefined) return undefined;
      known.delete(name);
      known.set(name, key);
      for (const oldest of known.keys()) {
        if (known.size <= KNOWN_MAX) break;
        known.delete(oldest);
      }
      return key;
    },
  };
}
