import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { anEvent, anIngest } from '../support/an-ingest.ts';
import type { aGatewayEvent } from '../support/gateway-event.ts';

type Case = readonly [
  what: string,
  fields: Parameters<typeof aGatewayEvent>[0],
  status: number,
  code: string,
  detail: string,
];

describe('POST /v1/events refuses', () => {
  const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024)).toString('base64');
  const tooMany = JSON.stringify(Array.from({ length: 1001 }, () => 0));
  const deep = `${'{"a":'.repeat(33)}1${'}'.repeat(33)}`;
  const deepest = {
    ...anEvent(),
    data: JSON.parse(`${'['.repeat(31)}${']'.repeat(31)}`) as unknown,
  };
  const json = (data: string): string =>
    JSON.stringify(anEvent({ data: 0 })).replace(/0}$/, `${data}}`);

  it.each<Case>([
    ['an empty body', {}, 400, 'request.body-missing', 'send a body, got an empty one'],
    ['malformed JSON', { body: '{"id": ' }, 400, 'request.malformed-json', 'send well-formed JSON'],
    [
      'no media type',
      { body: '{}', headers: { 'content-type': '' } },
      415,
      'request.wrong-media-type',
      'set Content-Type to application/json, application/cloudevents+json',
    ],
    [
      'another media type',
      { body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
      'request.wrong-media-type',
      'got application/x-www-form-urlencoded',
    ],
    [
      'another event format',
      { body: '<e/>', headers: { 'content-type': 'application/cloudevents+xml' } },
      415,
      'request.wrong-media-type',
      'got application/cloudevents+xml',
    ],
    [
      'another charset',
      { body: '{}', headers: { 'content-type': 'application/json; charset=iso-8859-1' } },
      415,
      'request.wrong-media-type',
      'send text as UTF-8 (charset=utf-8, or no charset at all), got charset=iso-8859-1',
    ],
    [
      'another compression',
      { body: '{}', headers: { 'content-encoding': 'br' } },
      415,
      'request.unsupported-encoding',
      'compress the body with gzip or not at all, got Content-Encoding: br',
    ],
    [
      'two compressions',
      { body: '{}', headers: { 'content-encoding': 'gzip, gzip' } },
      415,
      'request.unsupported-encoding',
      'gzip, gzip',
    ],
    [
      'gzip that is none',
      { body: 'e30=', isBase64Encoded: true, headers: { 'content-encoding': 'gzip' } },
      400,
      'request.malformed-gzip',
      'send a whole gzip stream, or drop the Content-Encoding header',
    ],
    [
      'gzip that is cut off',
      {
        body: gzipSync('{"a":1}').subarray(0, 15).toString('base64'),
        isBase64Encoded: true,
        headers: { 'content-encoding': 'gzip' },
      },
      400,
      'request.malformed-gzip',
      'send a whole gzip stream',
    ],
    [
      'a gzip bomb',
      { body: bomb, isBase64Encoded: true, headers: { 'content-encoding': 'gzip' } },
      413,
      'request.too-large',
      'send at most 1048576 bytes in a request (after decompression); split it into several',
    ],
    [
      'more than a megabyte',
      { body: JSON.stringify('x'.repeat(1_048_576)) },
      413,
      'request.too-large',
      'send at most 1048576 bytes',
    ],
    [
      'bytes that are no UTF-8',
      { body: 'Iv8i', isBase64Encoded: true },
      400,
      'request.malformed-text',
      'send text as UTF-8',
    ],
    [
      'more than 1,000 events',
      { body: tooMany },
      413,
      'request.too-many-events',
      'send at most 1000 events in a request, got 1001; split it into several',
    ],
    [
      'no events',
      { body: '[]' },
      400,
      'request.no-events',
      'send at least one event, got an empty array',
    ],
    [
      'a string',
      { body: '"x"' },
      400,
      'request.invalid',
      'send one event, a JSON object; several go in an array',
    ],
    [
      'a list as structured mode',
      { body: '[]', headers: { 'content-type': 'application/cloudevents+json' } },
      400,
      'request.invalid',
      'application/cloudevents-batch+json',
    ],
    [
      'an object as batch mode',
      { body: '{}', headers: { 'content-type': 'application/cloudevents-batch+json' } },
      400,
      'request.invalid',
      'send a JSON array of events',
    ],
    [
      'deep nesting',
      { body: deep },
      400,
      'request.nested-too-deep',
      'nest objects and arrays at most 32 deep in a request',
    ],
    [
      'a lone surrogate',
      { body: json(String.raw`"\ud800"`) },
      400,
      'request.malformed-text',
      'send well-formed Unicode',
    ],
    [
      '__proto__ as a key',
      { body: json('{"__proto__": {"a": 1}}') },
      400,
      'request.forbidden-key',
      'rename the key __proto__',
    ],
    [
      '1e400',
      { body: json('1e400') },
      400,
      'request.number-out-of-range',
      'send numbers between -1e308 and 1e308, or as strings',
    ],
    [
      'an old time',
      { body: JSON.stringify(anEvent({ time: '2026-10-18T09:42:59Z' })) },
      400,
      'event.too-old',
      'send events that happened at 2026-10-18T09:43:00Z or later',
    ],
    [
      'a time to come',
      { body: JSON.stringify(anEvent({ time: '2026-11-22T09:48:01Z' })) },
      400,
      'event.too-new',
      'send events that happened at 2026-11-22T09:48:00Z or before',
    ],
    [
      'the source of what was charged',
      { body: JSON.stringify(anEvent({ source: 'urn:farthing:spend' })) },
      400,
      'event.source-reserved',
      'take a source of your own: urn:farthing:spend is that of charges and captures',
    ],
    [
      'a subject that private tokens are used by',
      { body: JSON.stringify(anEvent({ subject: 'private-pass:front:2026-11' })) },
      400,
      'event.subject-reserved',
      'name another subject: "private-pass:front:2026-11" begins with private-pass:',
    ],
    [
      'no time at all',
      { body: JSON.stringify(anEvent({ time: null })) },
      400,
      'event.time-missing',
      'add time (RFC 3339), or use a UUIDv7 or a ULID as id',
    ],
    [
      'an unknown field',
      { body: JSON.stringify(anEvent({ subjct: 'x' })) },
      400,
      'request.unknown-field',
      'did you mean subject',
    ],
    [
      'an event of more than 32 KB',
      { body: JSON.stringify(anEvent({ data: 'x'.repeat(33_000) })) },
      400,
      'event.too-large',
      'send events of at most 32768 bytes of JSON',
    ],
    [
      'a key without the scope',
      { body: '{}', scopes: 'usage:read billing:read' },
      403,
      'key.scope-missing',
      'use a key with the scope events:write; key1 has usage:read, billing:read',
    ],
  ])('%s', async (_case, fields, status, code, detail) => {
    const { post, queue } = anIngest();

    const answer = await post(fields);

    expect(answer).toMatchObject({
      status,
      headers: { 'content-type': 'application/problem+json' },
      body: { status, code, detail: expect.stringContaining(detail), requestId: 'request-1' },
    });
    expect(queue.bodies).toEqual([]);
  });

  it('nothing at exactly its limits', async () => {
    const { post } = anIngest();
    const megabyte = JSON.stringify(anEvent());

    const deepEnough = await post({ body: JSON.stringify(deepest) });
    const largest = await post({ body: megabyte.padEnd(1_048_576, ' ') });
    const most = await post({
      body: JSON.stringify(Array.from({ length: 1000 }, () => anEvent())),
    });

    expect([deepEnough.status, largest.status, most.status]).toEqual([202, 202, 202]);
  });
});
