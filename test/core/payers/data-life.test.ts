import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { heldPlaceNames, keptPlaces, notCovered } from '../../../core/contract/payers/shapes.ts';
import { heldPlaces } from '../../../core/payers/places.ts';

const page = readFileSync(resolve(import.meta.dirname, '../../../docs/data-life.md'), 'utf8');

/** The first column of the table under some titles. */
const namesUnder = (titles: string): readonly string[] => {
  const [, table = ''] = page.split(`${titles}\n`);
  const [rows = ''] = table.split('\n\n');
  return [...rows.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name = '']) => name);
};

describe('docs/data-life.md', () => {
  it('has every place in which something is held, in the order of an export', () => {
    expect(namesUnder('| place | is | an erasure |')).toEqual(Object.keys(heldPlaceNames));
    expect(Object.keys(heldPlaces)).toEqual(Object.keys(heldPlaceNames));
  });

  it('has all that an erasure can leave, and what it never covers', () => {
    expect(namesUnder('| what | until | because |')).toEqual([...keptPlaces]);
    for (const one of notCovered) expect(page).toContain(`- ${one}\n`);
  });
});
