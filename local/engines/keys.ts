import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kmsNeeds } from '../grants/needs.ts';
import type { JsonObject } from '../template/json.ts';
import type { KeyDefinition } from '../template/keys.ts';
import { writeWhole } from '../write-whole.ts';
import type { EngineSettings } from './dynalite.ts';
import {
  EngineRefusal,
  type JsonEngine,
  startJsonEngine,
  unknownOperation,
} from './json-engine.ts';

/** KMS on this machine, as far as keys sign and say their public part. */
export interface KeysEngine extends JsonEngine {
  /** Makes the keys that are not there yet: those of before stay. */
  createKeys(keys: readonly KeyDefinition[]): void;
}

/** A key by its id; its private part as PKCS #8 in base64. */
type Stored = Record<string, string>;

const MESSAGE_BYTES_MAX = 4_096;
const ALGORITHM = 'ED25519_SHA_512';
const OWNER_ALONE = 0o600;

/** Starts it in this process, in memory or with a file of `dataDirectory` that its owner alone may read. */
export async function startKeys({
  dataDirectory,
  accessKeyId,
}: Pick<EngineSettings, 'dataDirectory' | 'accessKeyId'>): Promise<KeysEngine> {
  const file = dataDirectory === undefined ? undefined : join(dataDirectory, 'keys.json');
  const stored = storedIn(file);
  const arns = new Map<string, string>();
  const engine = await startJsonEngine(accessKeyId, {
    target: 'TrentService',
    needs: kmsNeeds,
    done: (operation, asked) => done({ stored, arns }, operation, asked),
  });
  return {
    ...engine,
    createKeys(keys) {
      for (const { id, arn } of keys) {
        arns.set(id, arn);
        stored[id] ??= newKey();
      }
      if (file !== undefined) writeWhole(file, JSON.stringify(stored), OWNER_ALONE);
    },
  };
}

const newKey = (): string =>
  generateKeyPairSync('ed25519')
    .privateKey.export({ type: 'pkcs8', format: 'der' })
    .toString('base64');

interface Keys {
  readonly stored: Stored;
  readonly arns: ReadonlyMap<string, string>;
}

function done(keys: Keys, operation: string, asked: JsonObject): JsonObject {
  switch (operation) {
    case 'GetPublicKey': {
      const { arn, key } = keyNamed(keys, asked);
      const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
      return {
        KeyId: arn,
        PublicKey: spki.toString('base64'),
        KeySpec: 'ECC_NIST_EDWARDS25519',
        KeyUsage: 'SIGN_VERIFY',
        SigningAlgorithms: [ALGORITHM, 'ED25519_PH_SHA_512'],
      };
    }
    case 'Sign': {
      const { arn, key } = keyNamed(keys, asked);
      const signature = sign(null, messageIn(asked), key);
      return { KeyId: arn, Signature: signature.toString('base64'), SigningAlgorithm: ALGORITHM };
    }
    default:
      throw unknownOperation(operation);
  }
}

function keyNamed({ stored, arns }: Keys, { KeyId: named }: JsonObject) {
  const found = [...arns].find(([id, arn]) => named === id || named === arn);
  const pkcs8 = stored[found?.[0] ?? ''];
  if (found === undefined || pkcs8 === undefined) {
    throw new EngineRefusal('NotFoundException', `Key '${String(named)}' does not exist`);
  }
  const der = Buffer.from(pkcs8, 'base64');
  return { arn: found[1], key: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }) };
}

/** The message itself: Ed25519 hashes it twice, so that it cannot be given as a digest. */
function messageIn({ Message: text, MessageType: type, SigningAlgorithm: by }: JsonObject): Buffer {
  if (by !== ALGORITHM || (type !== undefined && type !== 'RAW')) {
    throw new EngineRefusal('ValidationException', `sign by ${ALGORITHM}, with MessageType RAW`);
  }
  const message = typeof text === 'string' ? Buffer.from(text, 'base64') : undefined;
  if (message !== undefined && message.length > 0 && message.length <= MESSAGE_BYTES_MAX) {
    return message;
  }
  throw new EngineRefusal(
    'ValidationException',
    `give a message of 1 to ${MESSAGE_BYTES_MAX} bytes`,
  );
}

function storedIn(file: string | undefined): Stored {
  if (file === undefined || !existsSync(file)) return {};
  return JSON.parse(readFileSync(file, 'utf8')) as Stored;
}
