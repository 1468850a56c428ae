import { deflateSync, inflateSync } from 'node:zlib';
import { invalidLogo, refuseSize } from './invalid-logo.ts';
import { type PngChunk, pngChunks, pngOf } from './png-chunks.ts';
import { filtered, unfiltered } from './png-filters.ts';

/** Red, green and blue of each pixel, a byte each, row by row from the top. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/** What a PNG says of itself. */
interface Header {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colors: number;
}

/** Samples of a pixel, and how many bits each may have, by PNG's numbers for what they mean. */
const kinds: ReadonlyMap<number, { readonly samples: number; readonly depths: readonly number[] }> =
  new Map([
    [0, { samples: 1, depths: [1, 2, 4, 8, 16] }],
    [2, { samples: 3, depths: [8, 16] }],
    [3, { samples: 1, depths: [1, 2, 4, 8] }],
    [4, { samples: 2, depths: [8, 16] }],
    [6, { samples: 4, depths: [8, 16] }],
  ]);

/**
 * A PNG as pixels; what shines through is on white, as paper is. Nothing is unpacked beyond what its size makes it.
 * @throws Rejection `logo.invalid`
 */
export function pngPixels(png: Uint8Array): Pixels {
  const chunks = pngChunks(png);
  const header = headerOf(chunks);
  refuseSize(header);
  const { width, height } = header;
  const samples = kinds.get(header.colors)?.samples ?? 1;
  const length = Math.ceil((width * samples * header.depth) / 8);
  const step = Math.max(1, (samples * header.depth) >> 3);
  const packed = Buffer.concat(
    chunks.filter(({ name }) => name === 'IDAT').map(({ data }) => data),
  );
  const rows = unfiltered(unpacked(packed, (length + 1) * height), { length, step });
  if (rows === undefined) throw invalidLogo('send the PNG as it was made: a row names no filter');
  const colorOf = coloring(header, chunks);
  const rgb = new Uint8Array(width * height * 3);
  const pixel = new Array<number>(samples).fill(0);
  for (let at = 0; at < width * height; at += 1) {
    const [x, row] = [at % width, Math.floor(at / width) * length];
    for (let sample = 0; sample < samples; sample += 1) {
      pixel[sample] = sampleAt(rows, row, x * samples + sample, header.depth);
    }
    rgb.set(colorOf(pixel), at * 3);
  }
  return { width, height, rgb };
}

function headerOf(chunks: readonly PngChunk[]): Header {
  const [first] = chunks;
  if (first?.name !== 'IHDR' || first.data.length !== 13) {
    throw invalidLogo('send a PNG that says first how large it is');
  }
  const view = new DataView(first.data.buffer, first.data.byteOffset, 13);
  const [depth, colors] = [view.getUint8(8), view.getUint8(9)];
  if (kinds.get(colors)?.depths.includes(depth) !== true) {
    throw invalidLogo(`send a PNG of a kind that there is, got ${colors} of ${depth} bits`);
  }
  if (view.getUint8(10) !== 0 || view.getUint8(11) !== 0) {
    throw invalidLogo('send a PNG that is packed by deflate');
  }
  if (view.getUint8(12) !== 0) throw invalidLogo('save the PNG without interlacing');
  return { width: view.getUint32(0), height: view.getUint32(4), depth, colors };
}

function unpacked(packed: Uint8Array, length: number): Uint8Array {
  let bytes: Uint8Array;
  try {
    bytes = inflateSync(packed, { maxOutputLength: length });
  } catch {
    throw invalidLogo('send the PNG as it was made: its pixels do not unpack to its size');
  }
  if (bytes.length === length) return bytes;
  throw invalidLogo(`send all of the PNG: it has ${bytes.length} of ${length} bytes of pixels`);
}

function sampleAt(rows: Uint8Array, row: number, index: number, depth: number): number {
  if (depth === 8) return rows[row + index] ?? 0;
  if (depth === 16) return ((rows[row + index * 2] ?? 0) << 8) | (rows[row + index * 2 + 1] ?? 0);
  const bit = index * depth;
  const byte = rows[row + (bit >> 3)] ?? 0;
  return (byte >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
}

type ColorOf = (pixel: readonly number[]) => readonly [number, number, number];

/** What the samples of a pixel look like on white. */
function coloring({ colors, depth }: Header, chunks: readonly PngChunk[]): ColorOf {
  const clear = chunks.find(({ name }) => name === 'tRNS')?.data;
  if (colors === 3) return ofPalette(chunks, clear);
  const most = 2 ** depth - 1;
  const isGray = colors === 0 || colors === 4;
  const hasOpacity = colors === 4 || colors === 6;
  const cleared = hasOpacity || clear === undefined ? undefined : clearedSamples(clear, isGray);
  const toByte = (sample: number) => Math.round((sample * 255) / most);
  return (pixel) => {
    const opacity = hasOpacity ? (pixel.at(-1) ?? 0) / most : 1;
    if (cleared?.every((sample, index) => sample === pixel[index]) === true) return white;
    const [red = 0, green = red, blue = red] = isGray ? pixel.slice(0, 1) : pixel;
    return onWhite([toByte(red), toByte(green), toByte(blue)], opacity);
  };
}

const white = [255, 255, 255] as const;

/** Of two bytes each: the one gray, or red, green and blue, that is seen through. */
function clearedSamples(clear: Uint8Array, isGray: boolean): readonly number[] | undefined {
  const count = isGray ? 1 : 3;
  if (clear.length !== count * 2) return undefined;
  return Array.from(
    { length: count },
    (_, index) => ((clear[index * 2] ?? 0) << 8) | (clear[index * 2 + 1] ?? 0),
  );
}

function ofPalette(chunks: readonly PngChunk[], clear: Uint8Array | undefined): ColorOf {
  const palette = chunks.find(({ name }) => name === 'PLTE')?.data ?? new Uint8Array();
  const count = palette.length / 3;
  if (!Number.isInteger(count) || count === 0 || count > 256) {
    throw invalidLogo('send the PNG as it was made: it has no palette');
  }
  return ([index = 0]) => {
    if (index >= count) throw invalidLogo(`send the PNG as it was made: it has no color ${index}`);
    const [red = 0, green = 0, blue = 0] = palette.subarray(index * 3, index * 3 + 3);
    return onWhite([red, green, blue], (clear?.[index] ?? 255) / 255);
  };
}

const onWhite = (
  [red, green, blue]: readonly [number, number, number],
  opacity: number,
): readonly [number, number, number] => [
  Math.round(255 + (red - 255) * opacity),
  Math.round(255 + (green - 255) * opacity),
  Math.round(255 + (blue - 255) * opacity),
];

/** Pixels as a PNG of three bytes each, and nothing else: what a PDF takes as it is. */
export function pngFrom({ width, height, rgb }: Pixels): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = filtered(rgb, { length: width * 3, step: 3 });
  return pngOf([
    { name: 'IHDR', data: header },
    { name: 'IDAT', data: deflateSync(rows, { level: 9 }) },
    { name: 'IEND', data: new Uint8Array() },
  ]);
}
