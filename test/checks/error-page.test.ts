import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { errorPage } from '../../checks/error-page.ts';
import { explainedRejections } from '../../core/contract/explained/explained-rejections.ts';
import { rejectionStatus } from '../../core/contract/rejection-codes.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/errors.md'), 'utf8');
const explained = Object.entries(explainedRejections);

describe('docs/errors.md', () => {
  it('is what the contract has: `npm run docs:errors` writes it', () => {
    expect(page).toBe(errorPage());
  });
});

describe('a code of a refusal', () => {
  it('is explained, each once, and nothing else is', () => {
    expect(explained.map(([code]) => code).sort()).toEqual(Object.keys(rejectionStatus).sort());
  });

  it('says in whole sentences what it means, and what to do', () => {
    const odd = explained.filter(
      ([, { means, fix }]) => !/^[A-Z`].{10,}[.]$/.test(means) || !/^[A-Z`].{10,}[.]$/.test(fix),
    );

    expect(odd).toEqual([]);
  });

  it('means something else than any other', () => {
    const meanings = explained.map(([, { means }]) => means);

    expect(meanings.filter((one, index) => meanings.indexOf(one) !== index)).toEqual([]);
  });
});
