import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { plantedBillingBugs } from '../simulation/billing/mutants/planted-billing-bugs.ts';
import { billingStates } from '../simulation/billing/states.ts';
import { plantedCorrectionBugs } from '../simulation/corrections/mutants/planted-correction-bugs.ts';
import { correctionStates } from '../simulation/corrections/states.ts';
import { plantedMarketplaceBugs } from '../simulation/marketplace/mutants/planted-marketplace-bugs.ts';
import { plantedBugs } from '../simulation/mutants/planted-bugs.ts';
import { plantedPayoutBugs } from '../simulation/payouts/mutants/planted-payout-bugs.ts';
import { payoutStates } from '../simulation/payouts/states.ts';
import { plantedRailBugs } from '../simulation/rails/mutants/planted-rail-bugs.ts';
import { railStates } from '../simulation/rails/states.ts';
import { states } from '../simulation/states.ts';

const docs = resolve(import.meta.dirname, '../../docs');
const page = readFileSync(resolve(docs, 'reliability.md'), 'utf8');

/** `[name](../test/name.test.ts) “sentence”`, with or without the sentence. */
const namedTests = [
  ...page.matchAll(/\]\((?<file>\.\.\/test\/[^)]+)\)(?: “(?<sentence>[^”]+)”)?/g),
].map(({ groups }) => [groups?.['file'] ?? '', groups?.['sentence'] ?? ''] as const);
const named = (what: RegExp): string[] => [
  ...new Set([...page.matchAll(what)].map(([, name = '']) => name)),
];

describe('docs/reliability.md', () => {
  it.each(namedTests)('names %s “%s”, which is there', (file, sentence) => {
    const path = resolve(docs, file);

    expect(existsSync(path)).toBe(true);
    if (sentence !== '') expect(readFileSync(path, 'utf8')).toContain(sentence);
  });

  it('names bugs that are planted, and states that the simulations get into', () => {
    const planted = [
      ...plantedBugs,
      ...plantedBillingBugs,
      ...plantedRailBugs,
      ...plantedPayoutBugs,
      ...plantedCorrectionBugs,
      ...plantedMarketplaceBugs,
    ];
    const bugs = planted.map(({ name }) => name);

    expect(bugs).toEqual(expect.arrayContaining(named(/bug `([^`]+)`/g)));
    const reached = {
      ...states,
      ...billingStates,
      ...railStates,
      ...payoutStates,
      ...correctionStates,
    };
    expect(Object.keys(reached)).toEqual(expect.arrayContaining(named(/state “([^”]+)”/g)));
  });

  it('has something that shows it for each failure', () => {
    const failures = page.split('\n- **').slice(1);

    expect(failures.length).toBeGreaterThan(50);
    for (const failure of failures) expect(failure).toMatch(/\n {2}- (\[|bug `|state “)/);
  });
});
