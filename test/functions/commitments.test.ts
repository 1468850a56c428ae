import { describe, expect, it } from '@jest/globals';
import { checkBooks } from '../../core/books/check.ts';
import { aCommittedPress, always, aQuarter } from '../support/a-committed-press.ts';

describe('a customer that commits to an amount over a quarter', () => {
  it('is told each month what of it is used and left, and is charged with the last what is missing', async () => {
    const press = await aCommittedPress([aQuarter]);
    await press.views('2026-01', 3);
    await press.close('2026-01');
    await press.views('2026-02', 2);
    await press.close('2026-02');
    await press.views('2026-03', 1);
    await press.close('2026-03');

    expect((await press.document('2026-01')).commitment).toEqual({
      ...{ from: '2026-01', last: '2026-03', amount: '12' },
      ...{ used: '3', left: '9' },
    });
    expect((await press.document('2026-02')).commitment).toMatchObject({ used: '5', left: '7' });
    expect(await press.document('2026-03')).toMatchObject({
      total: '7.00',
      commitment: { used: '6', charged: '6', left: '0' },
      lines: [
        { kind: 'usage', exactAmount: '1' },
        {
          kind: 'minimum',
          description: 'Commitment from 2026-01 to 2026-03: what is missing',
          exactAmount: '6',
        },
      ],
    });
    expect(await press.billed(4)).toBe(12);
    expect(await checkBooks(press.billing, 'acme')).toMatchObject({ faults: [] });
  });

  it('is charged for what it used, and no more, where that is as much', async () => {
    const press = await aCommittedPress([aQuarter]);
    await press.views('2026-01', 20);
    await press.close('2026-01', '2026-02', '2026-03');

    expect(await press.missing('2026-01', '2026-02', '2026-03')).toEqual([[], [], []]);
    expect((await press.document('2026-03')).commitment).toMatchObject({ used: '20', left: '0' });
    expect(await press.billed(4)).toBe(20);
  });

  it('has late usage of a term that has paid what was missing set off against that', async () => {
    const press = await aCommittedPress([aQuarter]);
    await press.views('2026-01', 3);
    await press.close('2026-01', '2026-02', '2026-03');
    await press.views('2026-02', 4);
    await press.close('2026-04');

    expect(await press.document('2026-04')).toMatchObject({
      total: '0.00',
      lines: [
        { kind: 'adjustment', description: 'Adjustment of 2026-02: view', exactAmount: '4' },
        {
          kind: 'adjustment',
          description: 'Adjustment of 2026-03: Commitment from 2026-01 to 2026-03: what is missing',
          exactAmount: '-4',
        },
      ],
    });
    expect(await press.billed(4)).toBe(12);

    await press.views('2026-03', 7);
    await press.close('2026-05');

    expect(await press.missing('2026-05')).toEqual([[['adjustment', '-5']]]);
    expect(await press.billed(5)).toBe(14);
    expect(await checkBooks(press.billing, 'acme')).toMatchObject({ faults: [] });
  });

  it('is listed with usage that comes when no open month reaches back to it', async () => {
    const press = await aCommittedPress([aQuarter]);
    await press.close('2026-01', '2026-02', '2026-03', '2026-04', '2026-05');
    await press.views('2026-03', 5);
    await press.close('2026-06');
    const { body } = await press.ask('GET /v1/unbilled', { query: { period: '2026-03' } });

    expect(body['rows']).toMatchObject([{ reason: 'too-late', quantity: '5' }]);
    expect(await press.billed(3)).toBe(12);
  });

  it('begins the next term where one ends', async () => {
    const press = await aCommittedPress([{ ...aQuarter, until: '2026-06' }]);
    await press.close('2026-01', '2026-02', '2026-03', '2026-04', '2026-05', '2026-06');

    expect((await press.document('2026-04')).commitment).toEqual({
      ...{ from: '2026-04', last: '2026-05', amount: '8', used: '0', left: '8' },
    });
    expect(await press.missing('2026-03', '2026-05', '2026-06')).toEqual([
      [['minimum', '12']],
      [['minimum', '8']],
      [],
    ]);
    expect((await press.document('2026-06')).commitment).toBeUndefined();
  });

  it('has a correction that takes usage out of a term charged as missing', async () => {
    const press = await aCommittedPress([aQuarter]);
    await press.views('2026-03', 15);
    await press.close('2026-01', '2026-02', '2026-03');
    const where = { from: '2026-03-01T00:00:00Z', to: '2026-04-01T00:00:00Z', type: 'view' };
    await press.correct({ reason: 'all of it was a test', where });
    await press.close('2026-04');

    expect(await press.missing('2026-04')).toEqual([[['adjustment', '12']]]);
    expect(await press.billed(4)).toBe(12);
  });
});

describe('a customer that leaves within a term', () => {
  const ended = (from: string) => [...always, { plan: null, from }];

  it('is charged all that is missing with the last month in which it has a plan', async () => {
    const press = await aCommittedPress([{ ...aQuarter, every: 'year' }]);
    await press.views('2026-01', 3);
    await press.close('2026-01');
    await press.put('press', { ...press.body, plan: ended('2026-02-15') });
    await press.close('2026-02');

    expect((await press.document('2026-02')).commitment).toMatchObject({
      ...{ from: '2026-01', last: '2026-02', charged: '9', left: '0' },
    });
    await press.views('2026-02', 4);
    await press.close('2026-03', '2026-04');
    expect(await press.missing('2026-03')).toEqual([[['adjustment', '-4']]]);
    expect(await press.billed(4)).toBe(12);
    expect(await checkBooks(press.billing, 'acme')).toMatchObject({ faults: [] });
  });

  it('is charged it with the next month where the last is closed already', async () => {
    const press = await aCommittedPress([{ ...aQuarter, every: 'year' }]);
    await press.close('2026-01');
    await press.put('press', { ...press.body, plan: ended('2026-02-01') });
    await press.close('2026-02', '2026-03', '2026-04');

    expect(await press.missing('2026-02', '2026-03')).toEqual([[['minimum', '12']], []]);
    expect(await press.billed(4)).toBe(12);
  });

  it('and comes back within it has what it uses then set off at its end', async () => {
    const press = await aCommittedPress([{ ...aQuarter, every: 'half-year' }]);
    await press.views('2026-01', 2);
    await press.put('press', { ...press.body, plan: ended('2026-02-01') });
    await press.close('2026-01', '2026-02', '2026-03');
    const back = [...ended('2026-02-01'), { plan: 'reader', from: '2026-04-01' }];
    await press.put('press', { ...press.body, plan: back });
    await press.views('2026-05', 7);
    await press.close('2026-04', '2026-05', '2026-06');

    expect(await press.missing('2026-01', '2026-06')).toEqual([
      [['minimum', '10']],
      [['minimum', '-7']],
    ]);
    expect(await press.billed(6)).toBe(12);
  });

  it('is let go by an end of the commitment, for its part of the amount by months', async () => {
    const press = await aCommittedPress([{ ...aQuarter, every: 'year' }]);
    await press.close('2026-01');
    const until = [{ ...aQuarter, every: 'year', until: '2026-03' }];
    await press.put('press', { ...press.body, commitments: until });
    await press.close('2026-02', '2026-03');

    expect((await press.document('2026-02')).commitment).toMatchObject({
      amount: '2',
      charged: '2',
    });
    expect(await press.billed(4)).toBe(2);
  });
});

describe('a commitment that is changed', () => {
  it('within a term counts as it is when the last month is closed, and what is charged stays', async () => {
    const press = await aCommittedPress([aQuarter]);
    await press.close('2026-01', '2026-02');
    await press.put('press', { ...press.body, commitments: [{ ...aQuarter, amount: '15' }] });
    await press.close('2026-03');
    await press.put('press', { ...press.body, commitments: [{ ...aQuarter, amount: '99' }] });
    await press.views('2026-03', 1);
    await press.close('2026-04');

    expect(await press.missing('2026-03', '2026-04')).toEqual([
      [['minimum', '15']],
      [['adjustment', '-1']],
    ]);
    expect(await press.billed(4)).toBe(15);
  });

  it.each([
    ['that would begin its term with another month', [{ ...aQuarter, from: '2026-02' }]],
    ['that would take it away', []],
    ['whose term would be over', [{ ...aQuarter, until: '2026-02' }]],
  ])('to one %s is refused once a month of it is closed', async (_, commitments) => {
    const press = await aCommittedPress([aQuarter]);
    await press.close('2026-01', '2026-02');

    expect(await press.put('press', { ...press.body, commitments })).toMatchObject({
      ...{ status: 409, body: { code: 'period.already-invoiced', param: '/commitments' } },
    });
  });

  it.each([
    ['whose terms are longer', aQuarter, { ...aQuarter, every: 'year' }, '2026-03'],
    ['without the end it had', { ...aQuarter, until: '2026-03' }, aQuarter, '2026-02'],
  ] as const)('to one %s is refused once a term of it is over', async (_, before, after, last) => {
    const press = await aCommittedPress([before]);
    await press.close('2026-01', '2026-02', ...(last === '2026-03' ? [last] : []));

    expect(await press.put('press', { ...press.body, commitments: [after] })).toMatchObject({
      ...{ status: 409, body: { code: 'period.already-invoiced', param: '/commitments' } },
    });
  });

  it('may be put with a month that is closed, which then counts', async () => {
    const press = await aCommittedPress([]);
    await press.views('2026-01', 5);
    await press.close('2026-01');
    await press.put('press', { ...press.body, commitments: [aQuarter] });
    await press.close('2026-02', '2026-03');

    expect((await press.document('2026-02')).commitment).toMatchObject({ used: '5' });
    expect(await press.missing('2026-03')).toEqual([[['minimum', '7']]]);
  });

  it.each([
    ['nothing', [{ ...aQuarter, amount: '0' }], '/commitments/0/amount'],
    ['an end before its beginning', [{ ...aQuarter, until: '2026-01' }], '/commitments/0/until'],
    ['two from one month', [aQuarter, aQuarter], '/commitments/1/from'],
    [
      'one from before the end of the one before it',
      [
        { ...aQuarter, until: '2026-07' },
        { ...aQuarter, from: '2026-04' },
      ],
      '/commitments/1/from',
    ],
  ])('to %s is refused', async (_, commitments, param) => {
    const { created } = await aCommittedPress(commitments);

    expect(created).toMatchObject({ status: 400, body: { code: 'request.invalid', param } });
  });
});
