import { describe, expect, it } from '@jest/globals';
import type { OtlpMapping } from '../../core/contract/otlp/shapes.ts';
import {
  anExport,
  aSpan,
  atNine,
  chat,
  text,
  texts,
  traceId,
  traces,
} from '../support/an-export.ts';

const ofSpans = (fields: Partial<OtlpMapping>): OtlpMapping => ({
  ...{ key: 'd', signal: 'spans', match: {}, type: 'd', subject: 'u' },
  ...fields,
});
const spansOf = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    ...{ traceId, spanId: (index + 1).toString(16).padStart(16, '0'), endTimeUnixNano: atNine },
    attributes: texts({ u: text('u') }),
  }));
const ofResource = (attributes: Readonly<Record<string, unknown>>, count: number) => ({
  resourceSpans: [
    { resource: { attributes: texts(attributes) }, scopeSpans: [{ spans: spansOf(count) }] },
  ],
});
const message = (why: string) => ({
  partialSuccess: { errorMessage: expect.stringContaining(why) },
});

describe('what is sent by OTLP', () => {
  it.each<[string, Partial<OtlpMapping>]>([
    ['subjects', { subject: [{ resource: 'many' }, 'u'] }],
    ['data', { data: { many: { resource: 'many' } } }],
    ['what is matched', { match: { resource: { many: ['x'] } } }],
  ])('has a large value of a resource looked at once, for %s of thousands', async (_, fields) => {
    const { json, events } = anExport([ofSpans(fields)]);
    const many = { arrayValue: { values: Array(50_000).fill({ boolValue: true }) } };

    const { status, body } = await json('traces', ofResource({ many }, 2_000));

    expect({ status, events: events().length }).toEqual({ status: 200, events: 0 });
    expect(body).toMatchObject(fields.match === undefined ? message('2000 × event.too-large') : {});
  });

  it('is refused where an event would have more than it may, of what the resource says once', async () => {
    const twice = { a: { resource: 'host' }, b: { resource: 'host' } };
    const { json, events } = anExport([ofSpans({ data: twice })]);

    const { body } = await json('traces', ofResource({ host: text('x'.repeat(20_000)) }, 1));

    expect(body).toMatchObject(message('event.too-large'));
    expect(events()).toEqual([]);
  });

  it('is refused where its events would be many times what was sent', async () => {
    const { json, events } = anExport([ofSpans({ data: { host: { resource: 'host' } } })]);

    const answer = await json('traces', ofResource({ host: text('x'.repeat(30_000)) }, 600));

    expect(answer).toMatchObject({ status: 413, body: { code: 'request.too-large' } });
    expect(events()).toEqual([]);
  });

  it.each(['sum', 'gauge'])('is refused in words with too many points of one %s', async (kind) => {
    const { json } = anExport([ofSpans({ signal: 'metrics' })]);
    const points = Array(150_000).fill('{}').join(',');
    const metric = `{"name":"n","${kind}":{"aggregationTemporality":1,"dataPoints":[${points}]}}`;

    const answer = await json(
      'metrics',
      `{"resourceMetrics":[{"scopeMetrics":[{"metrics":[${metric}]}]}]}`,
    );

    expect(answer).toMatchObject({ status: 413, body: { code: 'request.too-many-events' } });
  });

  it('has no duration below nothing', async () => {
    const { json, events } = anExport([ofSpans({ data: { d: { field: 'durationNanos' } } })]);
    const u = { u: text('u') };
    const after = String(BigInt(atNine) + 1n);

    const { body } = await json('traces', traces(aSpan({ startTimeUnixNano: after }, u)));
    await json('traces', traces(aSpan({ startTimeUnixNano: atNine }, u)));

    expect(body).toMatchObject(message('ends no earlier than it starts: it ends 1 ns before'));
    expect(events()).toMatchObject([{ data: '{"d":0}' }]);
  });

  it.each([
    ['9223372036854775807', true],
    ['-9223372036854775808', true],
    ['9223372036854775808', false],
    ['-9223372036854775809', false],
    ['99999999999999999999', false],
  ])('has whole numbers of 64 bits: %s', async (intValue, isTaken) => {
    const { json, events } = anExport([ofSpans({ subject: 'enduser.id', data: { n: 'n' } })]);

    const { body } = await json('traces', traces(aSpan({}, { ...chat, n: { intValue } })));

    if (isTaken) expect(events()).toMatchObject([{ data: `{"n":${intValue}}` }]);
    else expect(body).toMatchObject(message('send a whole number of 64 bits'));
  });
});
