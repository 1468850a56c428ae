import { describe, expect, it } from '@jest/globals';
import { type OtlpMapping, offeredMapping } from '../../core/contract/otlp/shapes.ts';
import {
  anExport,
  aSpan,
  chat,
  event,
  spanId,
  text,
  traceId,
  traces,
} from '../support/an-export.ts';

describe('spans by OTLP as JSON', () => {
  it('become events of their end, by the mapping that is offered', async () => {
    const { json, events } = anExport();

    const { status, body } = await json('traces', traces(aSpan()));
    expect({ status, body }).toEqual({ status: 200, body: {} });
    expect(events()).toEqual([event]);
  });

  it('are none of ours where no mapping is for them', async () => {
    const { json, events } = anExport();

    const { status, body } = await json('traces', traces(aSpan({}, { a: text('b') })));
    expect({ status, body, events: events() }).toEqual({ status: 200, body: {}, events: [] });
  });

  it('are refused while there is no mapping at all, in words', async () => {
    const { json } = anExport([]);

    expect(await json('traces', traces(aSpan()))).toMatchObject({
      status: 409,
      body: { code: 'otlp.no-mappings', detail: expect.stringContaining('PUT /v1/otlp-mappings') },
    });
  });

  it.each([
    ['text', { intValue: '9007199254740993' }, '9007199254740993'],
    ['a number', '{"intValue":9007199254740993}', '9007199254740993'],
    ['a double', { doubleValue: 0.1 }, '0.1'],
    ['a double past 15 digits', { doubleValue: 0.1 + 0.2 }, '0.30000000000000004'],
    ['a double that is whole', { doubleValue: 1e21 }, '1e+21'],
    ['less than nothing', { intValue: '-3' }, '-3'],
  ])('have exact numbers, sent as %s', async (_, value, exact) => {
    const { json, events } = anExport([{ ...offeredMapping, data: { input: 'n' }, match: {} }]);
    const sent = JSON.stringify(traces(aSpan({}, { ...chat, n: 'HERE' })));

    await json(
      'traces',
      sent.replace('"HERE"', typeof value === 'string' ? value : JSON.stringify(value)),
    );
    expect(events()).toMatchObject([{ data: `{"input":${exact}}` }]);
  });

  it('have their cached tokens taken off, exactly', async () => {
    const { json, events } = anExport();
    const cached = { 'gen_ai.usage.cache_read.input_tokens': { intValue: 1_000 } };

    await json('traces', traces(aSpan({}, { ...chat, ...cached })));
    expect(events().map(({ data }) => JSON.parse(data ?? '') as unknown)).toMatchObject([
      { input: 250, cacheRead: 1_000, output: 310 },
    ]);
  });

  it('that are wrong keep no others out, and are told of', async () => {
    const { json, events } = anExport();
    const cached = { 'gen_ai.usage.cache_read.input_tokens': { intValue: 2_000 } };
    const nan = { 'gen_ai.usage.output_tokens': { doubleValue: 'NaN' } };
    const body = traces(
      aSpan(),
      aSpan({}, { ...chat, ...cached }),
      aSpan({}, { ...chat, ...nan }),
      aSpan({ spanId: '0000000000000000' }),
      aSpan({ endTimeUnixNano: '1795338000000000000000' }),
      aSpan({ endTimeUnixNano: '1700000000000000000' }),
    );

    const answer = await json('traces', body);
    expect(answer.status).toBe(200);
    expect(answer.body['partialSuccess']).toMatchObject({ rejectedSpans: '5' });
    expect(answer.text).toMatch(
      /not counted, 5 of 6: 4 × otlp.value-unsuited: data .* 1 × event.too-old/,
    );
    expect(events()).toEqual([event]);
  });

  it('need somebody who used them', async () => {
    const { 'enduser.id': _, ...nobodys } = chat;
    const { json, events } = anExport([{ ...offeredMapping, subject: 'enduser.id' }]);

    const { text: told } = await json('traces', traces(aSpan({}, nobodys)));
    expect(told).toContain('1 × event.attribute-missing');
    expect(events()).toEqual([]);
  });

  it('become an event for each mapping that is for them, each with an id of its own', async () => {
    const per = (direction: 'input' | 'output'): OtlpMapping => ({
      ...{ key: direction, signal: 'spans', match: { names: ['chat m-large'] } },
      ...{ type: 'tokens', subject: { resource: 'service.name' } },
      data: {
        tokens: `gen_ai.usage.${direction}_tokens`,
        direction: { constant: direction },
        nanos: { field: 'durationNanos' },
      },
    });
    const { json, events } = anExport([per('input'), per('output')]);

    await json('traces', traces(aSpan()));
    expect(events()).toMatchObject([
      {
        ...{ id: `${traceId}:${spanId}:input`, subject: 'assistant' },
        data: '{"direction":"input","nanos":10000000000,"tokens":1250}',
      },
      { id: `${traceId}:${spanId}:output` },
    ]);
  });

  it.each([
    ['another path', { resourceLogs: [] }, 'otlp.malformed'],
    ['no object', '[]', 'otlp.malformed'],
    ['no list', { resourceSpans: {} }, 'otlp.malformed'],
    ['no JSON', '{', 'request.malformed-json'],
    ['too deep', `${'['.repeat(80)}${']'.repeat(80)}`, 'request.nested-too-deep'],
  ])('are refused as a whole: %s', async (_, body, code) => {
    const { json } = anExport();

    expect(await json('traces', body)).toMatchObject({ status: 400, body: { code } });
  });
});
