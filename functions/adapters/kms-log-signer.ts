import {
  GetPublicKeyCommand,
  type KMSClient,
  MessageType,
  SignCommand,
  SigningAlgorithmSpec,
} from '@aws-sdk/client-kms';
import { InvariantViolation, invariant } from '../../core/kernel/invariant.ts';
import type { LogSigner } from '../../core/transparency/ports.ts';
import { logError } from '../middleware/log.ts';

/** What a public key of Ed25519 begins with, as DER of SubjectPublicKeyInfo (RFC 8410). */
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');

/** Signs with one key of KMS, which the message goes to: Ed25519 has no digest that could be signed instead. */
export function kmsLogSigner(client: KMSClient, keyArn: string): LogSigner {
  let known: Promise<Uint8Array> | undefined;
  const available = async <Value>(ask: () => Promise<Value>): Promise<Value | 'unavailable'> => {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof InvariantViolation) throw error;
      logError('the key of the log cannot be asked', error, {});
      return 'unavailable';
    }
  };
  const publicKey = (): Promise<Uint8Array> => {
    known ??= askedKey(client, keyArn).catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
  return {
    algorithm: 'ed25519',
    publicKey: () => available(publicKey),
    sign: (message) =>
      available(async () => {
        const { Signature } = await client.send(
          new SignCommand({
            ...{ KeyId: keyArn, Message: message, MessageType: MessageType.RAW },
            SigningAlgorithm: SigningAlgorithmSpec.ED25519_SHA_512,
          }),
        );
        invariant(Signature !== undefined, 'KMS answers a signature');
        return Signature;
      }),
  };
}

async function askedKey(client: KMSClient, keyArn: string): Promise<Uint8Array> {
  const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId: keyArn }));
  const spki = Buffer.from(PublicKey ?? []);
  invariant(spki.indexOf(SPKI_HEAD) === 0, 'the key of the log is one of Ed25519');
  return spki.subarray(SPKI_HEAD.length);
}
