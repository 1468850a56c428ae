import { describe, expect, it } from '@jest/globals';
import {
  type Aggregation,
  aggregations,
  aggregationWords,
  canRoll,
  definitionFrom,
  emptyMeter,
  hasSessions,
  hasValue,
  writtenFrom,
} from '../../console/src/pages/plans/written-meter.ts';
import { meterDefinitionFrom } from '../../core/catalog/meter-definition.ts';

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

  it('has a rolling window, of the greatest or the mean, where one is written', () => {
    const seen = { ...written, aggregation: 'unique_count', value: 'user' } as const;

    expect(definitionFrom({ ...seen, rolling: ' P7D ' })).toMatchObject({
      definition: { window: { rolling: 'P7D', statistic: 'max' } },
    });
    expect(definitionFrom({ ...seen, rolling: 'P31D', statistic: 'mean' })).toMatchObject({
      definition: { window: { rolling: 'P31D', statistic: 'mean' } },
    });
    expect(definitionFrom(seen)).not.toHaveProperty('definition.window');
  });

  it.each(Object.keys(aggregations) as Aggregation[])(
    'is offered a rolling window as %s if the interface takes it, and sends none otherwise',
    (aggregation) => {
      const body = {
        ...{ eventType: 'view', aggregation, window: { rolling: 'P7D', statistic: 'max' } },
        ...(hasValue(aggregation) ? { value: 'user' } : {}),
        ...(hasSessions(aggregation) ? { session: { gap: 'PT30M' } } : {}),
      };
      const take = () => meterDefinitionFrom('seen', body);
      const sent = definitionFrom({ ...written, aggregation, rolling: 'P7D', opensWith: '' });

      if (canRoll(aggregation)) expect(take().window).toEqual(body.window);
      else expect(take).toThrow('/window: leave it out');
      expect('definition' in sent && 'window' in sent.definition).toBe(canRoll(aggregation));
    },
  );

  it.each(['{"status"', '["200"]', '"200"'])('is refused at its filter %s', (filter) => {
    expect(definitionFrom({ ...written, filter })).toEqual({
      fault: { at: '/filter', says: expect.any(String) },
    });
  });

  it('is what it was when only its description is changed', () => {
    const window = { rolling: 'P30D', statistic: 'mean' } as const;
    const meter = {
      ...({ key: 'bytes', eventType: 'download', aggregation: 'sum', value: 'bytes' } as const),
      ...{ dimensions: ['format'], filter: { status: ['200', '206'] }, window },
    };

    expect(definitionFrom({ ...writtenFrom(meter), description: 'New' })).toEqual({
      definition: {
        ...{ eventType: 'download', aggregation: 'sum', value: 'bytes' },
        ...{
          dimensions: ['format'],
          filter: { status: ['200', '206'] },
          description: 'New',
          window,
        },
      },
    });
    expect(aggregationWords(meter)).toBe('sum of bytes, mean of windows of P30D');
  });
});
