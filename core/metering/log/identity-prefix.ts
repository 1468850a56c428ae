import { invariant } from '../../kernel/invariant.ts';

/** Part of the stored format, and of traces: how much of an identity a block has in front. */
export const prefixBytes = 6;

/**
 * The first 48 bits of an identity, as a number. Where they differ the identities do. Where they are the same the
 * identities nearly always are, so whoever finds that looks at the events.
 */
export function prefixOf(identity: Uint8Array): number {
  const [a, b, c, d, e, f] = identity;
  invariant(
    a !== undefined &&
      b !== undefined &&
      c !== undefined &&
      d !== undefined &&
      e !== undefined &&
      f !== undefined,
    `an identity has at least ${prefixBytes} bytes`,
  );
  return (a * 256 + b) * 0x1_0000_0000 + (((c << 24) | (d << 16) | (e << 8) | f) >>> 0);
}
