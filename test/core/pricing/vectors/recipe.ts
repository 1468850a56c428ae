import type { Example, Json } from './examples.ts';

/** What we make of an example, in the shape of its expectation; undefined where we do not offer the like. */
export type Recipe = (example: Example) => Json | undefined;
