import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { InvariantViolation } from './invariant.ts';

/** No item and no message of ours holds more once it is unpacked, unless it says so: what would is not ours. */
const UNPACKED_BYTES_MAX = 256 * 1024 * 1024;

/** A text as Brotli. The lower the quality, from 0 to 11, the sooner it is done and the more bytes it takes. */
export const packedText = (text: string, quality: number): Uint8Array => packed(text, quality);

/** Bytes as Brotli, as with `packedText`. */
export const packed = (content: string | Uint8Array, quality: number): Uint8Array =>
  brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } });

/**
 * The text that was packed. Throws `InvariantViolation` for bytes that are not `packedText`'s work, and where more
 * would come out than anything of ours holds: a damaged item must not take the memory of the function.
 */
export const unpackedText = (bytes: Uint8Array, bytesMax = UNPACKED_BYTES_MAX): string =>
  unpacked(bytes, bytesMax).toString('utf8');

/** The bytes that were packed; throws as `unpackedText` does. */
export function unpacked(bytes: Uint8Array, bytesMax = UNPACKED_BYTES_MAX): Buffer {
  try {
    return brotliDecompressSync(bytes, { maxOutputLength: bytesMax });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InvariantViolation(`${bytes.length} packed bytes cannot be unpacked: ${reason}`);
  }
}
