import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';

/** No item and no message of ours holds more once it is unpacked: what would is not ours. */
const UNPACKED_BYTES_MAX = 256 * 1024 * 1024;

/** A text as Brotli. The lower the quality, from 0 to 11, the sooner it is done and the more bytes it takes. */
export const packedText = (text: string, quality: number): Uint8Array =>
  brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } });

/** The text that was packed. Throws where more would come out than anything of ours holds. */
export const unpackedText = (bytes: Uint8Array, bytesMax = UNPACKED_BYTES_MAX): string =>
  brotliDecompressSync(bytes, { maxOutputLength: bytesMax }).toString('utf8');
