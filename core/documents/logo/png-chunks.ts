import { crc32 } from 'node:zlib';
import { invalidLogo } from './invalid-logo.ts';

/** What each PNG begins with. */
export const PNG_SIGNATURE = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10);

/** A piece of a PNG: four letters, and what they are of. */
export interface PngChunk {
  readonly name: string;
  readonly data: Uint8Array;
}

/**
 * The pieces of a PNG up to its end. What follows that is not looked at.
 * @throws Rejection `logo.invalid` where one is cut off, or is not what its checksum is of
 */
export function pngChunks(png: Uint8Array): PngChunk[] {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const chunks: PngChunk[] = [];
  let at = PNG_SIGNATURE.length;
  while (at + 12 <= png.length) {
    const length = view.getUint32(at);
    const end = at + 12 + length;
    if (end > png.length) break;
    const name = String.fromCharCode(...png.subarray(at + 4, at + 8));
    if (crc32(png.subarray(at + 4, end - 4)) !== view.getUint32(end - 4)) {
      throw invalidLogo(
        `send the PNG as it was made: its piece ${named(name)} has another checksum`,
      );
    }
    chunks.push({ name, data: png.subarray(at + 8, end - 4) });
    if (name === 'IEND') return chunks;
    at = end;
  }
  throw invalidLogo('send all of the PNG: it has no end');
}

const named = (name: string): string => (/^[A-Za-z]{4}$/.test(name) ? name : 'at byte');

/** A PNG of pieces. */
export function pngOf(chunks: readonly PngChunk[]): Uint8Array {
  const parts = chunks.map(({ name, data }) => {
    const part = new Uint8Array(data.length + 12);
    const view = new DataView(part.buffer);
    view.setUint32(0, data.length);
    for (let index = 0; index < 4; index += 1) part[4 + index] = name.charCodeAt(index);
    part.set(data, 8);
    view.setUint32(data.length + 8, crc32(part.subarray(4, data.length + 8)));
    return part;
  });
  return Buffer.concat([PNG_SIGNATURE, ...parts]);
}
