import { Rejection } from '../../kernel/rejection.ts';

/** What a picture is refused with that is none, or that documents cannot have. */
export const invalidLogo = (detail: string): Rejection =>
  new Rejection('logo.invalid', `/image: ${detail}`, { param: '/image' });

/** Of either side, in pixels; and of both together: an invoice shows it no larger than a stamp. */
const LOGO_SIDE_MAX = 4_000;
export const LOGO_PIXELS_MAX = 2_000_000;
/** As it is sent, and as it is kept: each PDF has it in it. */
export const LOGO_SENT_MAX = 1024 * 1024;
export const LOGO_KEPT_MAX = 256 * 1024;

/** @throws Rejection `logo.invalid` */
export function refuseSize({ width, height }: { width: number; height: number }): void {
  if (width === 0 || height === 0) throw invalidLogo('send a picture of at least one pixel');
  if (width <= LOGO_SIDE_MAX && height <= LOGO_SIDE_MAX && width * height <= LOGO_PIXELS_MAX)
    return;
  throw invalidLogo(
    `send at most ${LOGO_PIXELS_MAX} pixels, and ${LOGO_SIDE_MAX} a side, got ${width} × ${height}`,
  );
}
