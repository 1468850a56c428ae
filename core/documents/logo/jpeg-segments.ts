import { invalidLogo, refuseSize } from './invalid-logo.ts';

/** A JPEG without what is not its picture: where and by whom it was taken is nobody's who gets an invoice. */
export interface PlainJpeg {
  readonly width: number;
  readonly height: number;
  /** 1 is gray, 3 are colors. */
  readonly samples: number;
  readonly bytes: Uint8Array;
}

const END = 0xd9;
const SCAN = 0xda;
/** How colors are said; without it readers guess. */
const ADOBE = 0xee;
/** Baseline, extended and progressive, by Huffman's code: what a PDF takes. */
const frames: ReadonlySet<number> = new Set([0xc0, 0xc1, 0xc2]);
const otherFrames: ReadonlySet<number> = new Set([
  ...[0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf],
]);
/** Tables, and how often a decoder begins anew. */
const kept: ReadonlySet<number> = new Set([0xc4, 0xdb, 0xdd, ADOBE, SCAN]);
/** A progressive one has about ten; each makes whoever shows it go over the whole picture. */
const SCANS_MAX = 64;

interface Segment {
  readonly marker: number;
  /** Without its marker and its length. */
  readonly data: Uint8Array;
  /** All of it, of a scan with the bits that follow. */
  readonly whole: Uint8Array;
}

/**
 * A JPEG read from its first marker to its last. What its bits say is for who shows it.
 * @throws Rejection `logo.invalid`
 */
export function plainJpeg(jpeg: Uint8Array): PlainJpeg {
  const segments = segmentsOf(jpeg);
  const found = segments.filter(({ marker }) => frames.has(marker) || otherFrames.has(marker));
  const [frame] = found;
  if (frame === undefined || found.length > 1 || otherFrames.has(frame.marker)) {
    throw invalidLogo('save the JPEG as baseline or progressive');
  }
  const scans = segments.filter(({ marker }) => marker === SCAN).length;
  if (scans === 0 || scans > SCANS_MAX) {
    throw invalidLogo(`save the JPEG anew: it has ${scans} scans, of ${SCANS_MAX} at most`);
  }
  refuseTurned(segments);
  const size = sizeOf(frame.data);
  refuseSize(size);
  const parts = segments.filter(({ marker }) => kept.has(marker) || frames.has(marker));
  return {
    ...size,
    bytes: Buffer.concat([
      Uint8Array.of(0xff, 0xd8),
      ...parts.map(({ whole }) => whole),
      Uint8Array.of(0xff, END),
    ]),
  };
}

function sizeOf(frame: Uint8Array): Omit<PlainJpeg, 'bytes'> {
  const [bits = 0, high = 0, low = 0, wide = 0, narrow = 0, samples = 0] = frame;
  if (bits !== 8 || frame.length !== 6 + samples * 3) {
    throw invalidLogo('save the JPEG with eight bits a color');
  }
  if (samples !== 1 && samples !== 3) {
    throw invalidLogo(`save the JPEG in RGB or gray, got ${samples} colors, as printers have them`);
  }
  return { width: (wide << 8) | narrow, height: (high << 8) | low, samples };
}

function segmentsOf(jpeg: Uint8Array): Segment[] {
  const segments: Segment[] = [];
  let segment = segmentAt(jpeg, 2);
  while (segment !== undefined) {
    segments.push(segment);
    const { end } = segment;
    if (jpeg[end] === 0xff && jpeg[end + 1] === END) return segments;
    segment = segmentAt(jpeg, end);
  }
  throw invalidLogo('send all of the JPEG: it has no end');
}

/** The segment at a marker, which may have bytes of ones before it; undefined where none is whole. */
function segmentAt(
  jpeg: Uint8Array,
  from: number,
): (Segment & { readonly end: number }) | undefined {
  let at = from;
  while (jpeg[at] === 0xff && jpeg[at + 1] === 0xff) at += 1;
  const [ones, marker = 0, high = 0, low = 0] = jpeg.subarray(at, at + 4);
  const length = (high << 8) | low;
  const data = at + 2 + length;
  if (ones !== 0xff || marker < 0xc0 || length < 2 || data > jpeg.length) return undefined;
  const end = marker === SCAN ? endOfBits(jpeg, data) : data;
  return { marker, data: jpeg.subarray(at + 4, data), whole: jpeg.subarray(at, end), end };
}

/** Where the next marker is: in bits, what looks like one is followed by a zero, or begins a decoder anew. */
function endOfBits(jpeg: Uint8Array, from: number): number {
  for (let at = jpeg.indexOf(0xff, from); at >= 0; at = jpeg.indexOf(0xff, at + 1)) {
    const next = jpeg[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return jpeg.length;
}

const EXIF = 'Exif\0\0';

/** Who shows a PDF does not turn pictures as cameras say. */
function refuseTurned(segments: readonly Segment[]): void {
  for (const { marker, data } of segments) {
    if (marker !== 0xe1 || Buffer.from(data.subarray(0, 6)).toString('latin1') !== EXIF) continue;
    const turned = orientationIn(data.subarray(6));
    if (turned > 1) throw invalidLogo(`save the JPEG upright: its EXIF orientation is ${turned}`);
  }
}

const ORIENTATION = 0x0112;

/** Of the first directory of a TIFF; 0 where it says none. */
function orientationIn(tiff: Uint8Array): number {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  if (tiff.length < 8) return 0;
  const isLittle = view.getUint16(0) === 0x4949;
  const directory = view.getUint32(4, isLittle);
  if (directory + 2 > tiff.length) return 0;
  const count = view.getUint16(directory, isLittle);
  for (let index = 0; index < count; index += 1) {
    const at = directory + 2 + index * 12;
    if (at + 12 > tiff.length) return 0;
    if (view.getUint16(at, isLittle) === ORIENTATION) return view.getUint16(at + 8, isLittle);
  }
  return 0;
}
