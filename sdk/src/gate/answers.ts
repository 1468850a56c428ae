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

/** With what shared caches are told: a paid page is for who paid. */
const sharedCaches = ['cdn-cache-control', 'surrogate-control', 'expires'] as const;

/** What a paid answer may say of caches, and what of it goes: what the handler said lets others have it. */
export const unshared = sharedCaches;

/** `private`, and no more than the handler lets be kept. */
export const privately = (said: string | undefined): string =>
  /\bno-store\b/i.test(said ?? '') ? 'private, no-store' : 'private';
