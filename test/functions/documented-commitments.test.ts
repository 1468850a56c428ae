import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { CommitmentBody } from '../../core/contract/catalog/commitment-shapes.ts';
import { laterMonth, monthFrom } from '../../core/kernel/month.ts';
import { aCommittedPress, always } from '../support/a-committed-press.ts';

interface Documented {
  readonly commitments: readonly CommitmentBody[];
  /** Views by month. */
  readonly used: Readonly<Record<string, number>>;
  /** Views of a month that come after the last but one is closed. */
  readonly late?: Readonly<Record<string, number>>;
  /** The day from which on it has no plan. */
  readonly leaves?: string;
  /** The last month that is closed. */
  readonly closed: string;
  readonly missing: readonly (readonly [month: string, amount: string])[];
  readonly comesTo: string;
}

const page = readFileSync(new URL('../../docs/pricing.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/```json term\n([\s\S]+?)```/g)].flatMap(([, block]) =>
  (block ?? '')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Documented),
);

async function billed({ commitments, used, late = {}, leaves, closed }: Documented) {
  const plan = leaves === undefined ? always : [...always, { plan: null, from: leaves }];
  const press = await aCommittedPress(commitments, { customer: { plan } });
  const missing: (readonly [string, string])[] = [];
  for (let month = monthFrom('2026-01'); month <= closed; month = laterMonth(month)) {
    await press.views(month, used[month] ?? 0);
    if (month === closed) {
      for (const [of, count] of Object.entries(late)) await press.views(of, count);
    }
    await press.close(month);
    for (const [, amount = ''] of (await press.missing(month)).flat())
      missing.push([month, amount]);
  }
  return { missing, comesTo: String(await press.billed()) };
}

describe('the commitments of docs/pricing.md', () => {
  it('are documented by examples', () => {
    expect(examples).toHaveLength(5);
  });

  it.each(examples)('come to what they say: $commitments, $missing', async (example) => {
    const { missing, comesTo } = example;

    expect(await billed(example)).toEqual({ missing, comesTo });
  });
});
