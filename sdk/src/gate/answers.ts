import type { GateFree } from '../contract/index.ts';

/** Headers of an answer, one line each; a name may come several times. */
export type HeaderLines = readonly (readonly [name: string, value: string])[];

export const linesOf = (headers: GateFree['headers']): HeaderLines =>
  Object.entries(headers).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : value).map((one) => [name.toLowerCase(), one] as const),
  );

/** Without what is said of caches, which is the gate's to say beside what the handler does. */
export const paidLines = (headers: GateFree['headers']): HeaderLines =>
  linesOf(headers).filter(([name]) => name !== 'cache-control');

/**
 * Whether a header tells shared caches what they may keep, whosever they are (`CDN-Cache-Control`,
 * `Cloudflare-CDN-Cache-Control`): they heed it before `Cache-Control`, and a paid page is for who paid.
 */
export const isForSharedCaches = (name: string): boolean =>
  /^(?:.+-cache-control|surrogate-control|edge-control|x-accel-expires|expires)$/i.test(name);

/** `private`, and no more than the handler lets be kept. */
export const privately = (said: string | undefined): string =>
  /\bno-store\b/i.test(said ?? '') ? 'private, no-store' : 'private';
