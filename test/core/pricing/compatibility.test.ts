import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Rejection } from '../../../core/kernel/rejection.ts';
import { type Example, hasExamples, type Json, readExamples } from './vectors/examples.ts';
import { meterRecipes } from './vectors/meter-recipes.ts';
import { moneyRecipes } from './vectors/money-recipes.ts';
import type { Recipe } from './vectors/recipe.ts';
import { plain } from './vectors/results.ts';
import { usageRecipes } from './vectors/usage-recipes.ts';

const recipes: Readonly<Record<string, Recipe>> = {
  ...usageRecipes,
  ...meterRecipes,
  ...moneyRecipes,
};

/** What comes out of an example here; the code when it is refused, undefined when there is no such model. */
function ours(example: Example): Json | undefined {
  try {
    const result = recipes[example.model]?.(example);
    return result === undefined ? undefined : plain(result);
  } catch (error) {
    if (error instanceof Rejection) return error.code;
    throw error;
  }
}

const isSame = (example: Example): boolean =>
  JSON.stringify(sorted(ours(example) ?? null)) ===
  JSON.stringify(sorted(plain(example.expected_amount)));

const sorted = (value: Json): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort())
    : value;

const document = readFileSync(new URL('../../../docs/compatibility.md', import.meta.url), 'utf8');
const section = (title: string): string =>
  document.split(/^## /m).find((part) => part.startsWith(title)) ?? '';
/** The examples in the first column of a section's table. */
const idsIn = (text: string): string[] =>
  [...text.matchAll(/^\| (`.+?`) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`(.+?)`/g)].map(([, id = '']) => id),
  );

const maybe = hasExamples ? describe : describe.skip;
if (!hasExamples) {
  console.warn('skipped: the worked examples of other systems are not beside this repository');
}

maybe('worked examples of other billing systems (skipped where they are absent)', () => {
  let examples: readonly Example[] = [];
  beforeAll(() => {
    examples = readExamples();
  });

  it('come out the same, all but those that the document lists', () => {
    const others = examples.filter((example) => !isSame(example)).map(({ id }) => id);

    const listed = [
      ...idsIn(section('Where we differ')),
      ...idsIn(section('What we do not offer')),
    ];
    expect(others.sort()).toEqual(listed.sort());
  });

  it('are as many as the document says', () => {
    const same = examples.filter(isSame).length;

    const [, stated, total] = /\*\*(\d+) of (\d+)\*\* come out the same/.exec(document) ?? [];
    expect([String(same), String(examples.length)]).toEqual([stated, total]);
  });

  it('come out as the document says where we differ', () => {
    const rows = [...section('Where we differ').matchAll(/^\| `(.+?)` \| (.+?) \| (.+?) \|/gm)].map(
      ([, id, theirs, here]) => ({ id, theirs, ours: here }),
    );

    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      const example = examples.find(({ id }) => id === row.id);
      expect(row).toEqual({
        id: example?.id,
        theirs: shown(plain(example?.expected_amount ?? null)),
        ours: shown(example === undefined ? null : (ours(example) ?? null)),
      });
    }
  });
});

const shown = (value: Json): string =>
  typeof value === 'object' && value !== null
    ? Object.entries(value)
        .map(([name, inner]) => `${name} ${String(inner)}`)
        .join(', ')
    : String(value);
