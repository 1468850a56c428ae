import {
  GetPublicKeyCommand,
  type KMSClient,
  MessageType,
  SignCommand,
  SigningAlgorithmSpec,
} from '@aws-sdk/client-kms';
import { InvariantViolation, invariant } from '../../core/kernel/invariant.ts';
import { type Timestamp, timestampFrom } from '../../core/kernel/timestamp.ts';
import { thumbprintOf } from '../../core/receipts/jws.ts';
import type { ReceiptKey, ReceiptSigner } from '../../core/receipts/ports.ts';
import { logError } from '../middleware/log.ts';

/** A key as the stack names it. */
interface NamedKey {
  readonly from: Timestamp;
  /** The ARN of a key of KMS; or, of one that is gone, its public part. */
  readonly name: string;
}

/** What a public key of Ed25519 begins with, as DER of SubjectPublicKeyInfo (RFC 8410). */
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');

/** Keys as the stack hands them over: `from=name`, by commas. */
export function receiptKeysFrom(text: string): readonly NamedKey[] {
  return text.split(',').map((one) => {
    const at = one.indexOf('=');
    const from = timestampFrom(one.slice(0, at));
    invariant(from !== undefined && at > 0, `RECEIPT_KEYS is from=name by commas, got ${one}`);
    return { from, name: one.slice(at + 1) };
  });
}

type KnownKey = ReceiptKey & { readonly arn: string | undefined };

/**
 * Signs with keys of KMS, which the message goes to: Ed25519 has no digest that could be signed instead. Public parts
 * never change, and are asked for once.
 */
export function kmsReceiptSigner(client: KMSClient, named: readonly NamedKey[]): ReceiptSigner {
  let known: Promise<readonly KnownKey[]> | undefined;
  const keys = (): Promise<readonly KnownKey[]> => {
    known ??= Promise.all(named.map((one) => knownKey(client, one))).catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
  const available = async <Value>(ask: () => Promise<Value>): Promise<Value | 'unavailable'> => {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof InvariantViolation) throw error;
      logError('the keys of receipts cannot be asked', error, {});
      return 'unavailable';
    }
  };
  return {
    keys: () => available(keys),
    sign: (kid, message) =>
      available(async () => {
        const arn = (await keys()).find((key) => key.kid === kid)?.arn;
        invariant(arn !== undefined, 'what signs is a key of KMS');
        const { Signature } = await client.send(
          new SignCommand({
            KeyId: arn,
            Message: message,
            MessageType: MessageType.RAW,
            SigningAlgorithm: SigningAlgorithmSpec.ED25519_SHA_512,
          }),
        );
        invariant(Signature !== undefined, 'KMS answers a signature');
        return Signature;
      }),
  };
}

async function knownKey(client: KMSClient, { from, name }: NamedKey): Promise<KnownKey> {
  if (!name.startsWith('arn:')) {
    const bytes = Buffer.from(name, 'base64url');
    return { kid: thumbprintOf(bytes), bytes, from, signs: false, arn: undefined };
  }
  const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId: name }));
  const spki = Buffer.from(PublicKey ?? []);
  invariant(spki.indexOf(SPKI_HEAD) === 0, 'a key of receipts is one of Ed25519');
  const bytes = spki.subarray(SPKI_HEAD.length);
  return { kid: thumbprintOf(bytes), bytes, from, signs: true, arn: name };
}
