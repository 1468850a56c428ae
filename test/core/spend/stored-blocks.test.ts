import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { spendBlockBytes, spendBlockFrom, storedJson } from '../../../core/spend/block.ts';
import type { SpendEntryKind } from '../../../core/spend/entry.ts';

interface Golden {
  /** As it was stored, in base64. */
  readonly bytes: string;
  /** As what stored it read it; whole numbers of any size as text with an `n` behind. */
  readonly block: unknown;
}

/** Of every kind of entry, in both forms: short ones plain, long ones packed. */
const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, 'golden/blocks.json'), 'utf8'),
) as Readonly<Record<string, readonly Golden[]>>;

const shown = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? `${one}n` : one)),
  );

describe.each(Object.entries(golden))('blocks of spend logs that were stored %s', (_, blocks) => {
  it('are read as what stored them read them', () => {
    for (const { bytes, block } of blocks) {
      expect(shown(spendBlockFrom(Buffer.from(bytes, 'base64')))).toEqual(block);
    }
  });

  it('are written as they were, so that what is older reads them while an upgrade goes on', () => {
    for (const { bytes } of blocks) {
      const stored = Buffer.from(bytes, 'base64');

      expect(storedJson(spendBlockBytes(spendBlockFrom(stored)))).toEqual(storedJson(stored));
    }
  });
});

/** Whoever adds a kind keeps a block of it, as it is first stored. */
const kinds: Readonly<Record<SpendEntryKind, true>> = {
  ...{ charge: true, hold: true, capture: true, release: true, end: true },
  ...{ budget: true, 'budget-removal': true, grant: true, withdrawal: true, pass: true },
  ...{ token: true, 'token-removal': true, threshold: true },
  ...{ refill: true, low: true, 'low-told': true, 'refill-end': true },
};

it('a stored block is kept of every kind of entry', () => {
  const stored = Object.values(golden)
    .flat()
    .flatMap(({ bytes }) => spendBlockFrom(Buffer.from(bytes, 'base64')).entries);

  expect(new Set(stored.map(({ kind }) => kind))).toEqual(new Set(Object.keys(kinds)));
});
