import { describe, expect, it } from '@jest/globals';
import { type Report, verified } from '../../verify/src/verify.ts';
import { there } from '../support/there.ts';
import { twoStatements } from './support/two-statements.ts';

const said = ({ documents }: Report, state: string) =>
  documents.map(({ findings }) =>
    findings.filter((one) => one.state === state).map(({ check }) => check),
  );

const everything = [
  ...['signed', 'included', 'booked', 'shown', 'behind', 'account', 'subtotal', 'total', 'before'],
  ...['come', 'shares', 'lines', 'movements'],
];

describe('Statements of a payee that are given together', () => {
  it('follow from each other, and from all shares, claims and payouts behind them', async () => {
    const report = await verified(await twoStatements());

    expect(said(report, 'holds')).toEqual([everything, everything]);
    expect(said(report, 'unknown')).toEqual([['split'], ['split']]);
    expect(report.documents.map(({ is }) => is?.total)).toEqual(['10.08', '2.56']);
  });

  it('are not known to follow where the one before is not given', async () => {
    const { keys, pairs } = await twoStatements();

    const report = await verified({ keys, pairs: pairs.slice(1) });

    expect(said(report, 'fails')).toEqual([[]]);
    expect(said(report, 'unknown')).toEqual([['before', 'shares', 'split']]);
  });

  it('fail where a document behind them is left out, one by one, but where that has moved nothing', async () => {
    const { keys, pairs } = await twoStatements();
    const [first, second] = pairs;
    const { statement, documents } = JSON.parse(second?.proof ?? '') as {
      readonly statement: string;
      readonly documents: readonly { readonly kind: string }[];
    };

    const found = [];
    for (const [at, { kind }] of documents.entries()) {
      const left = documents.filter((_, index) => index !== at);
      const proof = JSON.stringify({ statement, documents: left });
      const changed = { ...there(second), proof };
      found.push([kind, (await verified({ keys, pairs: [there(first), changed] })).verdict]);
    }

    expect(found).toEqual([
      ['claim', 'fails'],
      ...[
        ['share', 'fails'],
        ['share', 'fails'],
      ],
      ...[
        ['share-reversal', 'fails'],
        ['payout', 'fails'],
      ],
    ]);
  });
});
