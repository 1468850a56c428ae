import { createPublicKey, verify } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { timestampFrom, timestampOf } from '../../core/kernel/timestamp.ts';
import { jwkOf } from '../../core/receipts/jws.ts';
import type { ReceiptKey, ReceiptSigner } from '../../core/receipts/ports.ts';
import { kmsClient } from '../../functions/adapters/clients.ts';
import { kmsReceiptSigner, receiptKeysFrom } from '../../functions/adapters/kms-receipt-signer.ts';
import { type KeysEngine, startKeys } from '../../local/engines/keys.ts';
import { inMemorySigner } from '../fakes/receipt-signer.ts';

const dataDirectory = mkdtempSync(join(tmpdir(), 'farthing-keys-'));
const file = join(dataDirectory, 'keys.json');
const accessKeyId = 'LOCALKEY';
const arnOf = (id: string) => `arn:aws:kms:us-east-1:000000000000:key/${id}`;
const keys = ['first', 'second'].map((id) => ({ path: id, id, arn: arnOf(id) }));
const later = '2027-01-01T00:00:00Z';
const named = `1970-01-01T00:00:00Z=${arnOf('first')},${later}=${arnOf('second')}`;

const clientOf = ({ origin }: KeysEngine, keyId = accessKeyId) =>
  kmsClient({
    endpoint: origin,
    region: 'us-east-1',
    credentials: { accessKeyId: keyId, secretAccessKey: 'local' },
  });
const signerOf = (engine: KeysEngine, text = named, keyId = accessKeyId) =>
  kmsReceiptSigner(clientOf(engine, keyId), receiptKeysFrom(text));

let engine: KeysEngine;
beforeAll(async () => {
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
  engine = await startKeys({ dataDirectory, accessKeyId });
  engine.createKeys(keys);
});
afterAll(async () => {
  await engine.close();
  rmSync(dataDirectory, { recursive: true });
});

const signers: readonly [string, () => ReceiptSigner][] = [
  ['in memory', () => inMemorySigner({}, { from: timestampFrom(later) ?? timestampOf(0) })],
  ['in KMS', () => signerOf(engine)],
];

async function keysOf(signer: ReceiptSigner): Promise<readonly ReceiptKey[]> {
  const known = await signer.keys();
  if (known === 'unavailable') throw new Error('its keys are unavailable');
  return known;
}
const message = Buffer.from('what is signed');

describe.each(signers)('a signer of receipts %s', (_, open) => {
  it('says its keys, and from when on each signs', async () => {
    const known = await keysOf(open());

    expect(known.map(({ from, signs }) => [from, signs])).toEqual([
      [0, true],
      [timestampFrom(later), true],
    ]);
    expect(new Set(known.map(({ kid }) => kid)).size).toBe(2);
  });

  it('signs with the key that is named, as node:crypto verifies it, and the same again', async () => {
    const signer = open();

    for (const { kid, bytes } of await keysOf(signer)) {
      const signature = await signer.sign(kid, message);
      const again = await signer.sign(kid, message);
      const key = createPublicKey({ key: { ...jwkOf(kid, bytes) }, format: 'jwk' });

      if (signature === 'unavailable') throw new Error('it signs');
      expect(signature).toHaveLength(64);
      expect(verify(null, message, key, signature)).toBe(true);
      expect(again).toEqual(signature);
    }
  });
});

describe('keys of KMS', () => {
  it('are unavailable to who may not ask for them, and asked for again', async () => {
    const stranger = signerOf(engine, named, 'STRANGER');

    expect(await stranger.keys()).toBe('unavailable');
    expect(await stranger.sign('any', message)).toBe('unavailable');
  });

  it('that are gone are known by their public part, and sign nothing', async () => {
    const [first] = await keysOf(signerOf(engine));
    const x = Buffer.from(first?.bytes ?? []).toString('base64url');

    const known = await keysOf(
      signerOf(engine, `1970-01-01T00:00:00Z=${x},${later}=${arnOf('second')}`),
    );

    expect(known.map(({ kid, signs }) => [kid, signs])).toEqual([
      [first?.kid, false],
      [expect.any(String), true],
    ]);
  });
});

describe('the keys of a machine', () => {
  it('are the same after a restart, for nobody else to read, and new ones are made beside them', async () => {
    const before = await keysOf(signerOf(engine));
    const next = await startKeys({ dataDirectory, accessKeyId });
    try {
      next.createKeys([...keys, { path: 'third', id: 'third', arn: arnOf('third') }]);

      const after = await keysOf(signerOf(next, `${named},2028-01-01T00:00:00Z=${arnOf('third')}`));

      expect(after.slice(0, 2).map(({ kid }) => kid)).toEqual(before.map(({ kid }) => kid));
      expect(after).toHaveLength(3);
      expect(statSync(file).mode & 0o777).toBe(0o600);
    } finally {
      await next.close();
    }
  });

  it.each([
    ['a digest instead of the message', { MessageType: 'DIGEST' }, 'MessageType RAW'],
    ['another algorithm', { SigningAlgorithm: 'ECDSA_SHA_256' }, 'ED25519_SHA_512'],
    ['too long a message', { Message: Buffer.alloc(4_097).toString('base64') }, '1 to 4096 bytes'],
    ['a key that there is not', { KeyId: arnOf('fourth') }, 'does not exist'],
  ])('refuse %s, as KMS does', async (_, changed, said) => {
    const asked = {
      ...{ KeyId: arnOf('first'), Message: message.toString('base64'), MessageType: 'RAW' },
      ...{ SigningAlgorithm: 'ED25519_SHA_512', ...changed },
    };

    const answer = await fetch(engine.origin, {
      method: 'POST',
      headers: {
        'x-amz-target': 'TrentService.Sign',
        authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/x`,
      },
      body: JSON.stringify(asked),
    });

    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain(said);
  });
});
