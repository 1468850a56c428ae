import { invalidLogo, LOGO_KEPT_MAX, LOGO_SENT_MAX } from './invalid-logo.ts';
import { plainJpeg } from './jpeg-segments.ts';
import { PNG_SIGNATURE } from './png-chunks.ts';
import { pngFrom, pngPixels } from './png-pixels.ts';

/** A picture as documents have it: a PNG of red, green and blue, or a JPEG, and nothing in it but the picture. */
export interface KeptLogo {
  readonly mediaType: 'image/png' | 'image/jpeg';
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}

/**
 * What is kept of a picture that a tenant sends.
 * @throws Rejection `logo.invalid` where it is neither, cannot be read whole, or is too large
 */
export function logoFrom(sent: Uint8Array): KeptLogo {
  if (sent.length > LOGO_SENT_MAX) {
    throw invalidLogo(`send at most ${LOGO_SENT_MAX} bytes, got ${sent.length}`);
  }
  const logo = isPng(sent) ? fromPng(sent) : isJpeg(sent) ? fromJpeg(sent) : undefined;
  if (logo === undefined) throw invalidLogo('send a PNG or a JPEG; SVG is not taken');
  if (logo.bytes.length <= LOGO_KEPT_MAX) return logo;
  throw invalidLogo(
    `send fewer pixels: ${logo.width} × ${logo.height} come to ${logo.bytes.length} bytes, of ${LOGO_KEPT_MAX} at most`,
  );
}

const isPng = (bytes: Uint8Array): boolean =>
  PNG_SIGNATURE.every((byte, index) => bytes[index] === byte);

/** By what one begins with. */
export const isJpeg = (bytes: Uint8Array): boolean =>
  bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;

function fromPng(sent: Uint8Array): KeptLogo {
  const pixels = pngPixels(sent);
  const { width, height } = pixels;
  return { mediaType: 'image/png', width, height, bytes: pngFrom(pixels) };
}

function fromJpeg(sent: Uint8Array): KeptLogo {
  const { width, height, bytes } = plainJpeg(sent);
  return { mediaType: 'image/jpeg', width, height, bytes };
}
