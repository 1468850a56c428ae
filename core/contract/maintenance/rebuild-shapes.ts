import * as z from 'zod';
import { type ShapeOf, textUpTo } from '../shapes.ts';

const count = z.int().min(0);

/** Where the rebuild of the books goes on; as the answer before says. */
const booksSlice = z.strictObject({ slice: count, slices: count.min(1), blocks: count });

const months = z.strictObject({ first: count, last: count });

/** Where the rebuild of totals goes on. */
const totalsPlace = z.discriminatedUnion('phase', [
  z.strictObject({
    phase: z.literal('hours'),
    after: z.string().max(4_096),
    months: months.optional(),
  }),
  z.strictObject({ phase: z.literal('rollups'), month: count, last: count }),
]);

/** What an operator asks RebuildProjections for: one step, from the beginning where `next` is left out. */
export const rebuildRequest = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('books'), tenant: textUpTo(256), next: booksSlice.optional() }),
  z.strictObject({
    what: z.literal('totals'),
    tenant: textUpTo(256),
    next: totalsPlace.optional(),
  }),
]);

export type RebuildRequest = ShapeOf<typeof rebuildRequest>;

/** What a step came to, and where the next one goes on; without `next`, it was the last. */
export interface RebuildStepAnswer {
  /** Blocks of the log that were read. */
  readonly blocks: number;
  /** Items of the projections that were looked at. */
  readonly compared: number;
  /** Those that were missing or wrong, and were put. */
  readonly mended: number;
  readonly next?: ShapeOf<typeof booksSlice> | ShapeOf<typeof totalsPlace>;
}
