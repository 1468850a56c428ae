import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Finding } from '../../verify/src/findings.ts';
import { type Report, verified } from '../../verify/src/verify.ts';
import { aYear, plans } from './support/a-year.ts';
import { pairsOf, provenBooks } from './support/proven.ts';

const planTexts = Object.entries(plans).map(([key, body]) => JSON.stringify({ key, ...body }));

describe('A year of bills', () => {
  let world: Awaited<ReturnType<typeof provenBooks>>;
  let report: Report;
  beforeAll(async () => {
    world = await provenBooks((await aYear()).log);
    report = await verified({
      ...{ pairs: pairsOf(world.proven), keys: world.keys, plans: planTexts },
    });
  });

  const says = (state: Finding['state']) =>
    report.documents.flatMap(({ name, findings }) =>
      findings.filter((one) => one.state === state).map((one) => `${name}: ${one.says}`),
    );

  it('holds, every document of every payer: signed, in the tree, as shown, summed and priced', () => {
    expect(says('fails')).toEqual([]);
    expect(says('unknown')).toEqual([]);
    expect(report.verdict).toBe('holds');
    expect(report.documents.length).toBeGreaterThan(50);
  });

  it('has lines of every kind that was made again', () => {
    const all = says('holds').join('\n');
    const adjusted = world.proven.filter(({ answer }) => answer.includes('"kind":"adjustment"'));

    const parts = ['the fee setup', 'up to its commitment', 'up to its minimum', 'charge share of'];
    const others = ['takes back lines of INV-', 'The tax in EUR is', 'the log has their digest'];
    expect([...parts, ...others].filter((part) => !all.includes(part))).toEqual([]);
    expect(adjusted.length).toBeGreaterThan(10);
  });
});
