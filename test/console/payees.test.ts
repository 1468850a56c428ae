import { describe, expect, it } from '@jest/globals';
import { payoutFindings } from '../../console/src/pages/overview/findings.ts';
import { documentSays, type PayeeDocument } from '../../console/src/pages/payees/document-words.ts';
import {
  accountText,
  approvalAdvice,
  hasFile,
  methodText,
  nextOf,
  type PayoutRun,
  whyLeftOut,
} from '../../console/src/pages/payouts/payout-words.ts';
import { leftOutWhys, withoutWhys } from '../../core/contract/payouts/shapes.ts';
import type { Problem } from '../../sdk/src/contract/index.ts';
import { problemError } from '../../sdk/src/read/errors.ts';

const run: PayoutRun = {
  ...{ id: 'FR-1', rail: 'sepa', status: 'submitted', count: 3, sums: [], without: [] },
  ...{ madeBy: 'k1', madeAt: '2026-11-05T00:00:00Z', leftOut: {} },
  states: { inTransit: 2, settled: 1, returned: 0 },
};

describe('what moved of a payee', () => {
  const document: PayeeDocument = {
    ...{ id: 'd', kind: 'share', currency: 'EUR', date: '2026-11-01', amount: '1.5' },
    recordedAt: '2026-11-01T00:00:00Z',
  };

  it('says what it was, of which month, by what and why', () => {
    expect(documentSays({ ...document, period: '2026-10' })).toBe('earned in 2026-10');
    expect(documentSays({ ...document, kind: 'payout', rail: 'sepa' })).toBe('paid out by sepa');
    expect(documentSays({ ...document, kind: 'payout-return', reason: 'AC04' })).toBe(
      'payout came back (AC04)',
    );
  });

  it('says from which key a claim is', () => {
    expect(documentSays({ ...document, kind: 'claim', from: 'ada-l' })).toBe('moved from ada-l');
  });
});

describe('how a payee is paid', () => {
  it('is said by the last four of an account, and its holder', () => {
    expect(methodText({ method: 'sepa', lastFour: '2051', holder: 'Ada' })).toBe('sepa …2051, Ada');
    expect(methodText({ method: 'manual' })).toBe('manual');
    expect(accountText({ method: 'sepa', lastFour: '2051', holder: 'Ada' })).toBe('sepa …2051');
  });
});

describe('a run of payouts', () => {
  it('says in words why somebody was left out, whatever the reason', () => {
    for (const why of [...leftOutWhys, ...withoutWhys]) {
      if (why !== 'came-back') expect(whyLeftOut(why)).not.toBe(why);
      expect(whyLeftOut(why)).toMatch(/^[a-z]+(?: [a-z]+)+$/);
    }
  });

  it('says what is next, by where it stands and over which rail', () => {
    expect(nextOf({ ...run, status: 'prepared' })).toBeUndefined();
    expect(nextOf({ ...run, status: 'approved' })).toBe('farthing payouts submit FR-1');
    expect(nextOf({ ...run, status: 'submitting' })).toBe('farthing payouts submit FR-1');
    expect(nextOf(run)).toBe('farthing bank import');
    expect(nextOf({ ...run, rail: 'manual' })).toBe('farthing payouts tell settled FR-1');
    expect(nextOf({ ...run, rail: 'evm' })).toBe('farthing payouts commit');
    const settled = { inTransit: 0, settled: 3, returned: 0 };
    expect(nextOf({ ...run, states: settled })).toBeUndefined();
    expect(nextOf({ ...run, status: 'cancelled' })).toBeUndefined();
  });

  it('has a file for the bank once it is submitted, until something comes back', () => {
    expect(hasFile(run)).toBe(true);
    expect(hasFile({ ...run, status: 'done' })).toBe(true);
    expect(hasFile({ ...run, status: 'approved' })).toBe(false);
    expect(hasFile({ ...run, rail: 'manual' })).toBe(false);
    expect(hasFile({ ...run, states: { inTransit: 2, settled: 0, returned: 1 } })).toBe(false);
    expect(hasFile({ ...run, states: { inTransit: 0, settled: 0, returned: 0 } })).toBe(false);
  });
});

describe('what needs attention', () => {
  it('is each run of payouts that waits to be approved or submitted, and no other', () => {
    const statuses = [
      ...['prepared', 'approved', 'submitting', 'submitted', 'done', 'cancelled'],
    ] as const;
    const runs = statuses.map((status) => ({
      ...{ id: `FR-${status}`, status, rail: 'sepa' as const, count: 1, sums: [] },
      ...{ madeBy: 'k1', madeAt: '2026-11-05T00:00:00Z', leftOut: {} },
    }));

    expect(payoutFindings({ runs }).map(({ text, link }) => [text, link])).toEqual([
      ['The payouts of FR-prepared wait to be approved.', '#/payouts/FR-prepared'],
      ['The payouts of FR-approved wait to be submitted.', '#/payouts/FR-approved'],
      [
        'The payouts of FR-submitting wait to be submitted again, to go on.',
        '#/payouts/FR-submitting',
      ],
    ]);
  });
});

describe('an approval that is refused', () => {
  const refused = (code: Problem['code'], status: number) =>
    problemError({
      ...{ type: `urn:farthing:problem:${code}`, title: 'Refused', code, status },
      ...{ detail: 'approve it with another key', requestId: 'r-1' },
    });

  it('says that somebody else has to sign in, where the key has prepared the run', () => {
    expect(approvalAdvice(refused('payout.same-key', 403))).toMatch(/somebody else signs in/);
  });

  it('says which scope is missing, where the key may not approve', () => {
    expect(approvalAdvice(refused('key.scope-missing', 403))).toMatch(/payouts:approve/);
  });

  it('says nothing more where it is for nobody’s key', () => {
    expect(approvalAdvice(refused('payout.run-not-open', 409))).toBeUndefined();
    expect(approvalAdvice(new Error('no answer'))).toBeUndefined();
    expect(approvalAdvice(undefined)).toBeUndefined();
  });
});
