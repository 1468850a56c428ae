import { describe, expect, it } from '@jest/globals';
import type { OtlpMapping } from '../../core/contract/otlp/shapes.ts';
import { anExport, atNine, logs, metrics, text, texts, traceId } from '../support/an-export.ts';

const downloads: OtlpMapping = {
  ...{ key: 'downloads', signal: 'logs', match: { names: ['download'] } },
  ...{ type: 'download', subject: 'user.id', data: { bytes: 'bytes', page: { field: 'body' } } },
};
const aRecord = (fields: object = {}) => ({
  timeUnixNano: atNine,
  eventName: 'download',
  body: text('/a'),
  attributes: texts({ 'user.id': { intValue: 7 }, bytes: { intValue: 5 } }),
  ...fields,
});

describe('log records by OTLP', () => {
  it('are known by what they say, and the second of a kind in a request is another', async () => {
    const { json, events } = anExport([downloads]);
    const sent = logs(aRecord(), aRecord(), aRecord({ traceId }));

    await json('logs', sent);
    await json('logs', sent);
    const ids = events().map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
    expect(ids.slice(3)).toEqual(ids.slice(0, 3));
    expect(events()[0]).toMatchObject({ subject: '7', data: '{"bytes":5,"page":"/a"}' });
  });

  it('are known by log.record.uid, or by an attribute that the mapping names', async () => {
    const uid = aRecord({
      attributes: texts({
        'user.id': text('u'),
        'log.record.uid': text('one'),
        n: { intValue: 4 },
      }),
    });
    const [byUid, byName] = [anExport([downloads]), anExport([{ ...downloads, id: 'n' }])];

    await byUid.json('logs', logs(uid));
    await byName.json('logs', logs(uid));
    const ids = [byUid, byName].map(({ events }) => events().map(({ id }) => id));
    expect(ids).toEqual([['one:downloads'], ['4:downloads']]);
  });

  it('without a time are told of, unless somebody says when they were seen', async () => {
    const { json, events } = anExport([downloads]);
    const timeless = aRecord({ timeUnixNano: '0' });

    const { text: told } = await json(
      'logs',
      logs(timeless, { ...timeless, observedTimeUnixNano: atNine }),
    );
    expect(told).toContain('1 × event.time-missing');
    expect(events()).toMatchObject([{ occurredAt: 1_795_338_000_000 }]);
  });
});

const sent: OtlpMapping = {
  ...{ key: 'sent', signal: 'metrics', match: { names: ['bytes.sent'] } },
  ...{ type: 'sent', subject: 'user.id', data: { bytes: { field: 'value' } } },
};
const aPoint = (fields: object = {}) => ({
  ...{ startTimeUnixNano: '1795337990000000000', timeUnixNano: atNine, asInt: '5120' },
  attributes: texts({ 'user.id': text('u'), region: text('eu') }),
  ...fields,
});
const aSum = (temporality: number, ...dataPoints: readonly object[]) =>
  metrics({
    name: 'bytes.sent',
    sum: { aggregationTemporality: temporality, isMonotonic: true, dataPoints },
  });

describe('metrics by OTLP', () => {
  it('count their deltas, each point known by its stream and its interval', async () => {
    const { json, events } = anExport([sent]);
    const { attributes } = aPoint();

    await json('metrics', aSum(1, aPoint(), aPoint({ timeUnixNano: '1795338001000000000' })));
    await json('metrics', aSum(1, aPoint({ attributes: attributes.toReversed(), asInt: 5121 })));
    const [first, second, again] = events();
    expect(first).toMatchObject({ data: '{"bytes":5120}', occurredAt: 1_795_338_000_000 });
    expect(second?.id).not.toBe(first?.id);
    expect(again).toMatchObject({ id: first?.id, data: '{"bytes":5121}' });
  });

  it.each([
    ['cumulative sums', aSum(2, aPoint(), aPoint()), 2, 'OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY'],
    ['gauges', metrics({ name: 'bytes.sent', gauge: { dataPoints: [aPoint()] } }), 1, 'gauge'],
    [
      'histograms',
      metrics({ name: 'bytes.sent', histogram: { dataPoints: [{}] } }),
      1,
      'histogram',
    ],
    ['summaries', metrics({ name: 'bytes.sent', summary: { dataPoints: [{}] } }), 1, 'summary'],
  ])('that are %s are refused, in words', async (_, body, points, words) => {
    const { json, events } = anExport([sent]);

    const answer = await json('metrics', body);
    expect(answer.body['partialSuccess']).toEqual({
      rejectedDataPoints: String(points),
      errorMessage: expect.stringContaining(words),
    });
    expect(events()).toEqual([]);
  });

  it('that no mapping is for may be whatever they are', async () => {
    const { json } = anExport([sent]);

    const { body } = await json('metrics', metrics({ name: 'heap', gauge: { dataPoints: [{}] } }));
    expect(body).toEqual({});
  });

  it('pass over points that say that there is no value', async () => {
    const { json, events } = anExport([sent]);

    const { body } = await json('metrics', aSum(1, aPoint({ flags: 1 })));
    expect({ body, events: events() }).toEqual({ body: {}, events: [] });
  });
});
