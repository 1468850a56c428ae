import { describe, expect, it } from '@jest/globals';
import { withGiven } from '../../../core/invoicing/given-charges.ts';
import type { RatedCharge } from '../../../core/invoicing/reckoning.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { aCharge, exact, nanos } from '../../fixtures/invoicing.ts';

const start = timestampOf(Date.UTC(2026, 0, 1));

/** Usage of a charge over all of January. */
const usage = (charge: string, amount: string, fields: Partial<RatedCharge> = {}): RatedCharge => ({
  ...aCharge('1', amount),
  charge,
  plan: { key: 'reader', effectiveFrom: '2020-01-01' },
  key: JSON.stringify(['usage', 'reader', '2020-01-01', charge, start]),
  ...fields,
});

const use = (charge: string, net: string, fields: object = {}) => ({
  ...{ plan: 'reader', charge, start, net: nanos(net) },
  ...fields,
});

const given = (charges: readonly RatedCharge[]) =>
  charges
    .filter(({ kind }) => kind === 'given')
    .map(({ charge, exact: amount, taxCode }) => [charge, amount, taxCode]);

describe('money that was given', () => {
  it('takes off each charge what its usage took of it, taxed as that is', () => {
    const charges = [usage('reads', '3'), usage('films', '5', { taxCode: 'reduced' })];

    const all = withGiven(charges, [use('films', '2'), use('reads', '1')]);

    expect(all.slice(0, 2)).toEqual(charges);
    expect(given(all)).toEqual([
      ['reads', exact('-1'), 'standard'],
      ['films', exact('-2'), 'reduced'],
    ]);
  });

  it('takes off no more than usage comes to, and what is over takes off other usage', () => {
    const charges = [usage('reads', '3'), usage('films', '5')];

    expect(given(withGiven(charges, [use('reads', '4')]))).toEqual([
      ['reads', exact('-3'), 'standard'],
      ['films', exact('-1'), 'standard'],
    ]);
    expect(given(withGiven(charges, [use('reads', '4'), use('films', '9')]))).toEqual([
      ['reads', exact('-3'), 'standard'],
      ['films', exact('-5'), 'standard'],
    ]);
  });

  it('takes off other usage of the month where its charge is priced anew, and never fees', () => {
    const fee = { ...usage('base', '9'), kind: 'fee' as const };
    const charges = [fee, usage('reads', '3')];

    const all = withGiven(charges, [use('reads', '2', { start: timestampOf(start + 1) })]);

    expect(given(all)).toEqual([['reads', exact('-2'), 'standard']]);
    expect(given(withGiven([fee], [use('reads', '2')]))).toEqual([]);
  });

  it('takes off less where a price that fell gave more of it back than its usage took', () => {
    const charges = [usage('reads', '3'), usage('films', '5')];

    const all = withGiven(charges, [use('reads', '-1'), use('films', '2')]);

    expect(given(all)).toEqual([['films', exact('-1'), 'standard']]);
  });

  it('stays below a nano that usage has not', () => {
    const charges = [usage('reads', '0.0000000015')];

    expect(given(withGiven(charges, [use('reads', '0.000000002')]))).toEqual([
      ['reads', exact('-0.000000001'), 'standard'],
    ]);
  });
});
