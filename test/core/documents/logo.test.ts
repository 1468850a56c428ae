import { deflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LOGO_PIXELS_MAX } from '../../../core/documents/logo/invalid-logo.ts';
import { logoFrom } from '../../../core/documents/logo/kept-logo.ts';
import { pictureIn } from '../../../core/documents/logo/picture.ts';
import { pngOf } from '../../../core/documents/logo/png-chunks.ts';
import { pngFrom, pngPixels } from '../../../core/documents/logo/png-pixels.ts';
import { Rejection } from '../../../core/kernel/rejection.ts';
import { rejectionOf } from '../../support/rejection-of.ts';
import { aJpeg, aPng } from './some-pictures.ts';

const rgbOf = (png: Uint8Array): number[] => [...pngPixels(png).rgb];
const piece = (name: string, ...data: readonly number[]) => ({ name, data: Uint8Array.from(data) });

describe('the pixels of a PNG', () => {
  it('are read by each filter: of none, left, above, both, and Paeth', () => {
    const png = aPng(
      [2, 5],
      [
        [0, 10, 20, 30, 40, 50, 60],
        [1, 1, 2, 3, 4, 5, 6],
        [2, 250, 1, 1, 1, 1, 1],
        [3, 1, 1, 1, 1, 1, 1],
        [4, 1, 1, 1, 1, 1, 1],
      ],
    );

    expect(rgbOf(png)).toEqual([
      ...[10, 20, 30, 40, 50, 60],
      ...[1, 2, 3, 5, 7, 9],
      ...[251, 3, 4, 6, 8, 10],
      ...[126, 2, 3, 67, 6, 7],
      ...[127, 3, 4, 68, 7, 8],
    ]);
  });

  it.each([
    [
      'gray of one bit',
      [9, 1],
      [[0, 0b10100000, 0b10000000]],
      { depth: 1, colors: 0 },
      [255, 0, 255],
    ],
    ['gray of two bits', [4, 1], [[0, 0b00011011]], { depth: 2, colors: 0 }, [0, 85, 170]],
    ['gray of four bits', [3, 1], [[0, 0x0f, 0x80]], { depth: 4, colors: 0 }, [0, 255, 136]],
    [
      'gray of sixteen',
      [3, 1],
      [[0, 255, 255, 128, 0, 0, 255]],
      { depth: 16, colors: 0 },
      [255, 128, 1],
    ],
  ] as const)('are %s', (_, size, rows, kind, grays) => {
    const expected = grays.flatMap((gray) => [gray, gray, gray]);

    expect(rgbOf(aPng(size, rows, kind)).slice(0, 9)).toEqual(expected);
  });

  it('are on white where they shine through, wholly or in part', () => {
    const half = aPng([2, 1], [[0, 255, 0, 0, 128, 9, 9, 9, 0]], { colors: 6 });
    const gray = aPng([2, 1], [[0, 0, 255, 0, 0]], { colors: 4 });
    const one = aPng([2, 1], [[0, 1, 2, 3, 1, 2, 4]], {
      before: [piece('tRNS', 0, 1, 0, 2, 0, 3)],
    });

    expect(rgbOf(half)).toEqual([255, 127, 127, 255, 255, 255]);
    expect(rgbOf(gray)).toEqual([0, 0, 0, 255, 255, 255]);
    expect(rgbOf(one)).toEqual([255, 255, 255, 1, 2, 4]);
  });

  it('are of its palette, whose colors may shine through', () => {
    const before = [piece('PLTE', 1, 2, 3, 0, 0, 0), piece('tRNS', 255, 0)];

    expect(rgbOf(aPng([2, 1], [[0, 0b01000000]], { colors: 3, depth: 1, before }))).toEqual([
      ...[1, 2, 3],
      ...[255, 255, 255],
    ]);
  });

  it('are the same when they were kept', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        fc.infiniteStream(fc.nat(255)),
        (width, height, bytes) => {
          const rgb = Uint8Array.from(bytes.take(width * height * 3));

          expect(pngPixels(pngFrom({ width, height, rgb }))).toEqual({ width, height, rgb });
        },
      ),
      { numRuns: 30 },
    );
  });
});

const good = aPng([1, 1], [[0, 1, 2, 3]]);
const wrongSum = Uint8Array.from(good);
wrongSum[20] = 9;
const bomb = pngOf([
  piece('IHDR', ...[0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0]),
  { name: 'IDAT', data: deflateSync(new Uint8Array(50_000_000)) },
  piece('IEND'),
]);
const withSegment = (marker: number, data: Uint8Array): Uint8Array =>
  Buffer.concat([
    aJpeg.subarray(0, 2),
    Uint8Array.of(0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 255),
    data,
    aJpeg.subarray(2),
  ]);
const frameAt = aJpeg.indexOf(Buffer.from([0xff, 0xc0]));
const changed = (at: number, byte: number): Uint8Array => {
  const bytes = Uint8Array.from(aJpeg);
  bytes[at] = byte;
  return bytes;
};
const exif = (orientation: number): Uint8Array =>
  withSegment(
    0xe1,
    Buffer.concat([
      Buffer.from('Exif\0\0II*\0'),
      Uint8Array.of(8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0),
    ]),
  );

describe('a picture that documents cannot have', () => {
  it.each([
    ['of another kind', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'PNG or a JPEG'],
    ['that is cut off', good.subarray(0, 40), 'no end'],
    ['with another checksum', wrongSum, 'checksum'],
    ['without a head', pngOf([piece('IEND')]), 'how large'],
    ['of no kind that there is', aPng([1, 1], [[0, 0]], { colors: 5 }), 'kind'],
    ['that is interlaced', aPng([1, 1], [[0, 1, 2, 3]], { interlaced: 1 }), 'interlacing'],
    ['of a filter that there is not', aPng([1, 1], [[9, 1, 2, 3]]), 'filter'],
    ['without its last row', aPng([1, 2], [[0, 1, 2, 3]]), 'of 8 bytes'],
    ['of more than its size', bomb, 'unpack'],
    ['without a palette', aPng([1, 1], [[0, 0]], { colors: 3 }), 'palette'],
    [
      'without the color',
      aPng([1, 1], [[0, 5]], { colors: 3, before: [piece('PLTE', 0, 0, 0)] }),
      'color 5',
    ],
    ['of no pixel', aPng([0, 1], [[0]]), 'one pixel'],
    ['too large', aPng([4_000, LOGO_PIXELS_MAX / 4_000 + 1], []), 'pixels'],
    ['too wide', aPng([4_001, 1], []), '4000 a side'],
    ['of too many bytes', Buffer.concat([good, new Uint8Array(1024 * 1024)]), '1048576 bytes'],
    ['cut off in its bits', aJpeg.subarray(0, -2), 'no end'],
    [
      'without a scan',
      Buffer.concat([aJpeg.subarray(0, frameAt + 19), Uint8Array.of(0xff, 0xd9)]),
      'scans',
    ],
    ['for printers', changed(frameAt + 9, 4), 'eight bits'],
    ['by arithmetic code', changed(frameAt + 1, 0xc9), 'baseline'],
    ['lying on its side', exif(6), 'upright'],
  ])('is refused: %s', (_, bytes, why) => {
    const refused = rejectionOf(() => logoFrom(bytes));

    expect(refused).toMatchObject({ code: 'logo.invalid', param: '/image' });
    expect(refused.detail).toContain(why);
  });

  it('is refused where what is kept would be too much for each invoice', () => {
    let state = 1;
    const noise = Array.from({ length: 300 }, () => [
      0,
      ...Array.from({ length: 900 }, () => {
        state = (state * 16_807) % 2_147_483_647;
        return state & 255;
      }),
    ]);

    expect(rejectionOf(() => logoFrom(aPng([300, 300], noise))).detail).toContain('fewer pixels');
  });

  it('is refused and nothing else, however its bytes were changed', () => {
    const before = [piece('PLTE', 0, 0, 0, 9, 9, 9), piece('tRNS', 0)];
    const samples = [
      aJpeg,
      exif(1),
      aPng([3, 1], [[0, 0b10100000]], { colors: 3, depth: 1, before }),
    ];
    const change = fc.record({ at: fc.nat(700), byte: fc.nat(255) });
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        fc.array(change, { minLength: 1, maxLength: 6 }),
        fc.nat(700),
        (sample, changes, length) => {
          const bytes = Uint8Array.from(sample).subarray(0, length + 8);
          for (const { at, byte } of changes) bytes[at % bytes.length] = byte;

          try {
            expect(pictureIn(logoFrom(bytes).bytes).width).toBeGreaterThan(0);
          } catch (error) {
            expect(error).toBeInstanceOf(Rejection);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('a picture that is kept', () => {
  it('is as small as it was, and has nothing in it but the picture', () => {
    const told = withSegment(0xfe, Buffer.from('taken at home by Ada'));
    const png = logoFrom(
      aPng([1, 1], [[0, 1, 2, 3]], { before: [{ name: 'tEXt', data: Buffer.from('by\0Ada') }] }),
    );

    expect(Buffer.from(logoFrom(told).bytes).toString('latin1')).not.toContain('Ada');
    expect(Buffer.from(png.bytes).toString('latin1')).not.toContain('Ada');
    expect(logoFrom(exif(1))).toEqual(logoFrom(aJpeg));
    expect(logoFrom(aJpeg)).toMatchObject({ mediaType: 'image/jpeg', width: 16, height: 8 });
    expect(pictureIn(logoFrom(aJpeg).bytes)).toMatchObject({ width: 16, height: 8, samples: 3 });
  });

  it('is the same when it is kept once more', () => {
    for (const bytes of [aJpeg, good]) {
      const kept = logoFrom(bytes);

      expect(logoFrom(kept.bytes)).toEqual(kept);
    }
  });
});
