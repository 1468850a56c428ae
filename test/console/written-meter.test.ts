import { describe, expect, it } from '@jest/globals';
import {
  definitionFrom,
  emptyMeter,
  writtenFrom,
} from '../../console/src/pages/plans/written-meter.ts';

const written = {
  ...emptyMeter,
  ...({ key: 'bytes', eventType: 'download', aggregation: 'latest', value: 'bytes' } as const),
  ...{ opensWith: 'previous', dimensions: ' format \n\ncountry', filter: '{"status": ["200"]}' },
  description: 'What was sent',
};

describe('a meter that a person writes', () => {
  it('is defined by what was written', () => {
    expect(definitionFrom(written)).toEqual({
      definition: {
        ...{ eventType: 'download', aggregation: 'latest', value: 'bytes' },
        ...{ opensWith: 'previous', dimensions: ['format', 'country'] },
        ...{ filter: { status: ['200'] }, description: 'What was sent' },
      },
    });
  });

  it('leaves out what its aggregation does not have, though it was written before', () => {
    const counted = {
      ...written,
      aggregation: 'count',
      dimensions: '',
      filter: ' ',
      description: '',
    } as const;

    expect(definitionFrom(counted)).toEqual({
      definition: { eventType: 'download', aggregation: 'count' },
    });
  });

  it('counts only what was charged, where that can be charged', () => {
    const tips = { ...written, aggregation: 'sum', chargedOnly: 'yes' } as const;

    expect(definitionFrom(tips)).toMatchObject({ definition: { chargedOnly: true } });
    expect(definitionFrom({ ...tips, aggregation: 'latest' })).not.toMatchObject({
      definition: { chargedOnly: true },
    });
  });

  it.each(['{"status"', '["200"]', '"200"'])('is refused at its filter %s', (filter) => {
    expect(definitionFrom({ ...written, filter })).toEqual({
      fault: { at: '/filter', says: expect.any(String) },
    });
  });

  it('is what it was when only its description is changed', () => {
    const meter = {
      ...({ key: 'bytes', eventType: 'download', aggregation: 'sum', value: 'bytes' } as const),
      ...{ dimensions: ['format'], filter: { status: ['200', '206'] } },
    };

    expect(definitionFrom({ ...writtenFrom(meter), description: 'New' })).toEqual({
      definition: {
        ...{ eventType: 'download', aggregation: 'sum', value: 'bytes' },
        ...{ dimensions: ['format'], filter: { status: ['200', '206'] }, description: 'New' },
      },
    });
  });
});
