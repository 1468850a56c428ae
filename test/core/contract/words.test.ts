import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import type { Operation } from '../../../core/contract/operation.ts';
import { operations } from '../../../core/contract/operations.ts';

const isShape = (value: unknown): value is z.core.$ZodType =>
  typeof value === 'object' && value !== null && '_zod' in value;

/** The shapes right inside of a shape: its members, items, options, or what it wraps. */
function partsOf(shape: z.core.$ZodType): z.core.$ZodType[] {
  return Object.values(shape._zod.def).flatMap((part: unknown) => {
    if (isShape(part)) return [part];
    if (typeof part !== 'object' || part === null || part instanceof RegExp) return [];
    return Object.values(part).filter(isShape);
  });
}

/** The patterns in a shape that refuse a text without words of their own. */
function wordless(shape: z.core.$ZodType, seen = new Set<z.core.$ZodType>()): string[] {
  if (seen.has(shape)) return [];
  seen.add(shape);
  const checks = (shape._zod.def.checks ?? []).flatMap(({ _zod: { def } }) =>
    'pattern' in def && def.check === 'string_format' && def.error === undefined
      ? [String(def.pattern)]
      : [],
  );
  return [...checks, ...partsOf(shape).flatMap((part) => wordless(part, seen))];
}

const asked = Object.entries<Operation>(operations).map(([route, { query, request = {} }]) => {
  return [route, [...(query === undefined ? [] : [query]), ...Object.values(request)]] as const;
});

describe('what is sent', () => {
  it.each(asked)('to %s is refused in words that say what to send', (_, shapes) => {
    expect(shapes.flatMap((shape) => wordless(shape))).toEqual([]);
  });

  it('would be found where it is not', () => {
    const inner = z.array(z.object({ code: z.string().regex(/^x$/).optional() }));

    expect(wordless(z.strictObject({ inner }))).toEqual(['/^x$/']);
  });
});
