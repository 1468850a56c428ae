import { deflateSync } from 'node:zlib';
import { pngOf } from '../../../core/documents/logo/png-chunks.ts';

/** Sixteen by eight pixels of green to white, as ImageMagick made them. */
export const aJpeg = Buffer.from(
  [
    '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQ',
    'c1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSk',
    'pKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAAIABADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAA',
    'AAT/xAAWEAEBAQAAAAAAAAAAAAAAAAAAFWL/xAAVAQEBAAAAAAAAAAAAAAAAAAACA//EABgRAAIDAAAAAAAAAAAA',
    'AAAAAAABAhIT/9oADAMBAAIRAxEAPwCuRkkZAKInnE//2Q==',
  ].join(''),
  'base64',
);

/** What stands in the head of a PNG, but for its size. */
interface Kind {
  readonly depth?: number;
  readonly colors?: number;
  readonly interlaced?: 0 | 1;
  /** Pieces between the head and the pixels. */
  readonly before?: readonly { readonly name: string; readonly data: Uint8Array }[];
}

/** A PNG whose rows are said as they are, each with its filter in front. */
export function aPng(
  [width, height]: readonly [number, number],
  rows: readonly (readonly number[])[],
  { depth = 8, colors = 2, interlaced = 0, before = [] }: Kind = {},
): Uint8Array {
  const head = new Uint8Array(13);
  new DataView(head.buffer).setUint32(0, width);
  new DataView(head.buffer).setUint32(4, height);
  head.set([depth, colors, 0, 0, interlaced], 8);
  return pngOf([
    { name: 'IHDR', data: head },
    ...before,
    { name: 'IDAT', data: deflateSync(Uint8Array.from(rows.flat())) },
    { name: 'IEND', data: new Uint8Array() },
  ]);
}
