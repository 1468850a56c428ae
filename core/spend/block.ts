import { invariant } from '../kernel/invariant.ts';
import type { JsonValue } from '../kernel/json.ts';
import { packedText, unpackedText } from '../kernel/packed.ts';
import type { SpendBlock } from './entry.ts';
import { blockCodec } from './entry-codec.ts';

/** DynamoDB takes items of 400 KB; the rest is for the key. */
export const spendBlockBytesMax = 380 * 1024;

const PLAIN = 1;
const PACKED = 2;
/** Below it nothing is saved: DynamoDB counts writes by the kilobyte. */
const PACKED_FROM = 900;
const QUALITY = 3;
const UNPACKED_BYTES_MAX = 16 * 1024 * 1024;

/** Version and form (1 byte), then JSON, as Brotli where that saves anything. */
export const storedBytes = (json: JsonValue): Uint8Array => {
  const text = JSON.stringify(json);
  return text.length < PACKED_FROM
    ? Buffer.from(`${String.fromCharCode(PLAIN)}${text}`)
    : Buffer.concat([Buffer.from([PACKED]), packedText(text, QUALITY)]);
};

/** The reverse of `storedBytes`. Throws `InvariantViolation` on bytes that are not its work. */
export function storedJson(bytes: Uint8Array): JsonValue {
  const [form] = bytes;
  invariant(form === PLAIN || form === PACKED, `bytes of spend are of form 1 or 2, got ${form}`);
  const rest = bytes.subarray(1);
  const text =
    form === PLAIN ? Buffer.from(rest).toString('utf8') : unpackedText(rest, UNPACKED_BYTES_MAX);
  // All numbers in it are safe integers of ours.
  return JSON.parse(text) as JsonValue;
}

export const spendBlockBytes = (block: SpendBlock): Uint8Array =>
  storedBytes(blockCodec.toJson(block));

export const spendBlockFrom = (bytes: Uint8Array): SpendBlock =>
  blockCodec.fromJson(storedJson(bytes), 'block');
