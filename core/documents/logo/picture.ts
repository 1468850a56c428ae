import { plainJpeg } from './jpeg-segments.ts';
import { isJpeg } from './kept-logo.ts';
import { pngChunks } from './png-chunks.ts';

/** A kept logo as a PDF has it: its bytes are not packed anew, so they are the same in each. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** How many samples a pixel has: 1 is gray, 3 are red, green and blue. */
  readonly samples: number;
  readonly packing: 'deflate' | 'jpeg';
  readonly bytes: Uint8Array;
}

/** The picture in what `logoFrom` made. */
export function pictureIn(kept: Uint8Array): Picture {
  if (isJpeg(kept)) return { ...plainJpeg(kept), packing: 'jpeg' };
  const chunks = pngChunks(kept);
  const header = chunks[0]?.data ?? new Uint8Array(13);
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const bytes = chunks.find(({ name }) => name === 'IDAT')?.data ?? new Uint8Array();
  return {
    ...{ width: view.getUint32(0), height: view.getUint32(4), samples: 3 },
    packing: 'deflate',
    bytes,
  };
}
