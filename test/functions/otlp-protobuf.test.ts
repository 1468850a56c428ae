import { gzipSync } from 'node:zlib';
import { BinaryReader } from '@bufbuild/protobuf/wire';
import { describe, expect, it } from '@jest/globals';
import { offeredMapping } from '../../core/contract/otlp/shapes.ts';
import { inMemoryOtlpMappings } from '../fakes/otlp-mappings.ts';
import { anExport, event, spanId, traceId } from '../support/an-export.ts';
import { anIngest } from '../support/an-ingest.ts';
import { aGatewayEvent, context } from '../support/gateway-event.ts';
import { attributeIn, protobufOf, type Written } from '../support/otlp-writing.ts';

const written: readonly Written[] = [
  [1, 'bytes', traceId],
  [2, 'bytes', spanId],
  [5, 'text', 'chat m-large'],
  [6, 'uint32', 3],
  [7, 'fixed64', 1_795_337_990_000_000_000n],
  [8, 'fixed64', 1_795_338_000_000_000_000n],
  attributeIn(9, 'gen_ai.operation.name', [1, 'text', 'chat']),
  attributeIn(9, 'gen_ai.request.model', [1, 'text', 'm-large']),
  attributeIn(9, 'gen_ai.usage.input_tokens', [3, 'int64', 1_250n]),
  attributeIn(9, 'gen_ai.usage.output_tokens', [3, 'int64', 310n]),
  attributeIn(9, 'enduser.id', [1, 'text', 'reader-7']),
  [15, 'message', [[1, 'double', 2.5]]],
];
const request = (fields: readonly Written[] = written) =>
  protobufOf([
    [
      ...([1, 'message'] as const),
      [
        [1, 'message', [attributeIn(1, 'service.name', [1, 'text', 'assistant'])]],
        [
          2,
          'message',
          [
            [1, 'message', [[1, 'text', 's']]],
            [2, 'message', fields],
          ],
        ],
      ],
    ],
  ]);

const empty = (): Written => [1, 'message', []];

describe('spans by OTLP as Protocol Buffers', () => {
  it('are the same events as JSON has them, and answered in kind', async () => {
    const { protobuf, events } = anExport();

    const { status, headers, bytes } = await protobuf('traces', request());
    expect(events()).toEqual([event]);
    expect({ status, type: headers['content-type'], bytes: [...bytes] }).toEqual({
      ...{ status: 200, type: 'application/x-protobuf', bytes: [] },
    });
  });

  it('may be compressed, and may be none', async () => {
    const { protobuf, events } = anExport();

    await protobuf('traces', gzipSync(request()), { 'content-encoding': 'gzip' });
    expect((await protobuf('traces', new Uint8Array())).status).toBe(200);
    expect(events()).toEqual([event]);
  });

  it('that are wrong are counted and told of in a partial success', async () => {
    const { protobuf } = anExport([{ ...offeredMapping, subject: 'nobody' }]);

    const { status, bytes } = await protobuf('traces', request());
    const partial = new BinaryReader(bytes);
    partial.tag();
    const reader = new BinaryReader(partial.bytes());
    reader.tag();
    const rejected = reader.int64();
    reader.tag();
    expect({ status, rejected, message: reader.string() }).toEqual({
      ...{ status: 200, rejected: 1n },
      message: expect.stringContaining('event.attribute-missing: send who used it'),
    });
  });

  it.each([
    ['cut short', request().subarray(0, 90), 'otlp.malformed'],
    ['of another wire type', protobufOf([[1, 'uint32', 7]]), 'otlp.malformed'],
    ['no UTF-8', request([[5, 'bytes', 'ff']]), 'otlp.malformed'],
    ['a group without end', Buffer.from('7b', 'hex'), 'otlp.malformed'],
    ['too deep', request([nested(30)]), 'request.nested-too-deep'],
    [
      'with too much in it',
      protobufOf(Array.from({ length: 500_001 }, empty)),
      'request.too-large',
    ],
    ['too large', Buffer.alloc(4 * 1024 * 1024 + 1), 'request.too-large'],
  ])('are refused as a whole, with a status that says why: %s', async (_, body, code) => {
    const { protobuf, events } = anExport();

    const { status, headers, bytes } = await protobuf('traces', body);
    expect(status).toBe(code === 'request.too-large' ? 413 : 400);
    expect(headers['content-type']).toBe('application/x-protobuf');
    const reader = new BinaryReader(bytes);
    expect([reader.tag()[0], reader.string()]).toEqual([2, expect.stringContaining(`(${code})`)]);
    expect(events()).toEqual([]);
  });

  it('say when to send them again where the queue is away', async () => {
    const sink = { send: () => Promise.resolve('unavailable' as const) };
    const { handler } = anIngest(sink, inMemoryOtlpMappings([offeredMapping]));
    const type = { 'content-type': 'application/x-protobuf' };
    const body = Buffer.from(request()).toString('base64');

    const answer = await handler(
      aGatewayEvent({
        routeKey: 'POST /otlp/v1/traces',
        headers: type,
        body,
        isBase64Encoded: true,
      }),
      context,
    );
    expect(answer).toMatchObject({ statusCode: 503, headers: { 'retry-after': '2' } });
  });
});

function nested(depth: number): Written {
  let value: Written = [1, 'text', 'x'];
  for (let left = depth; left > 0; left -= 1) value = [5, 'message', [[1, 'message', [value]]]];
  return attributeIn(9, 'a', value);
}
