import { describe, expect, it } from '@jest/globals';
import { verified } from '../../verify/src/verify.ts';
import { aYear, plans } from './support/a-year.ts';
import { provenBooks } from './support/proven.ts';
import { tampered } from './support/tampering.ts';

describe('A bill that was tampered with', () => {
  // Ten thousand of them, by hand: node test/verify/tamper.ts
  it('is found out, whatever was changed of the document, its proof or its prices', async () => {
    const world = { ...(await provenBooks((await aYear(4)).log)), plans };
    const kinds = new Set<string>();
    const passed: string[] = [];
    for (let seed = 1; seed <= 200; seed += 1) {
      const { what, asked } = tampered(world, seed);
      kinds.add(what.split(':', 1)[0] ?? '');
      if ((await verified(asked)).verdict === 'holds') passed.push(`${seed}: ${what}`);
    }

    expect(passed).toEqual([]);
    expect([...kinds].sort()).toEqual(['document', 'forged', 'price', 'proof']);
  });
});
