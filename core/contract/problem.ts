import type { RejectionCode } from './rejection-codes.ts';

/** What every refused request is answered with (RFC 9457): see `problem-shapes.ts`. */
export const problemMediaType = 'application/problem+json';

export const problemType = (code: RejectionCode): string => `urn:farthing:problem:${code}`;

/** `event.too-old` → `Event too old`. */
export function problemTitle(code: RejectionCode): string {
  const words = code.replaceAll(/[.-]/g, ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
