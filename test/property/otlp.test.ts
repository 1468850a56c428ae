import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { offeredMapping } from '../../core/contract/otlp/shapes.ts';
import { type JsonValue, parseJson } from '../../core/kernel/json.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { mappedEvent } from '../../core/otlp/mapped-event.ts';
import { requestFromProtobuf } from '../../core/otlp/protobuf.ts';
import { recordsFrom } from '../../core/otlp/records.ts';
import { aSpan, logs, metrics, traces } from '../support/an-export.ts';
import { attributeIn, protobufOf, type Written } from '../support/otlp-writing.ts';

const signals = ['spans', 'logs', 'metrics'] as const;
const numRuns = 300;

/** What reading came to: what it threw is a refusal, or it is a fault of ours. */
function read(signal: (typeof signals)[number], request: () => JsonValue): string {
  try {
    for (const record of recordsFrom(signal, request())) mappedEvent(everything[signal], record);
    return 'read';
  } catch (error) {
    if (error instanceof Rejection) return error.code;
    throw error;
  }
}

const mapping = { ...offeredMapping, match: {}, subject: { constant: 's' } } as const;
const everything = {
  spans: { ...mapping, signal: 'spans', data: { a: 'a', n: { field: 'durationNanos' } } },
  logs: { ...mapping, signal: 'logs', data: { a: 'a', b: { field: 'body' } } },
  metrics: { ...mapping, signal: 'metrics', data: { a: 'a', v: { field: 'value' } } },
} as const;

/** Nested like a request, with bytes of any kind in places of any kind. */
const somethingWritten: fc.Arbitrary<readonly Written[]> = fc.letrec<{
  fields: readonly Written[];
}>((tie) => ({
  fields: fc.array(
    fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.tuple(fc.integer({ min: 1, max: 12 }), fc.constant('text' as const), fc.string()),
      fc.tuple(fc.integer({ min: 1, max: 12 }), fc.constant('double' as const), fc.double()),
      fc.tuple(
        fc.integer({ min: 1, max: 12 }),
        fc.constant('fixed64' as const),
        fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
      ),
      fc.tuple(
        fc.integer({ min: 1, max: 12 }),
        fc.constant('int64' as const),
        fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      ),
      fc.tuple(fc.integer({ min: 1, max: 12 }), fc.constant('message' as const), tie('fields')),
    ),
    { maxLength: 5 },
  ),
})).fields;

const point = { timeUnixNano: '1795338000000000000', asInt: '1', attributes: aSpan().attributes };
const sum = { aggregationTemporality: 1, dataPoints: [point] };
const whole = {
  spans: traces(aSpan()),
  logs: logs({ timeUnixNano: '1795338000000000000', attributes: aSpan().attributes }),
  metrics: metrics({ name: 'm', sum, histogram: { dataPoints: [{}] } }),
};

/** A value with another one somewhere in it: each step chooses what is next on the way there. */
function withOther(value: unknown, [step, ...others]: readonly number[], other: unknown): unknown {
  if (step === undefined || typeof value !== 'object' || value === null) return other;
  const entries = Object.entries(value);
  if (entries.length === 0) return other;
  const at = step % entries.length;
  const changed = entries.map(([name, member], index): [string, unknown] => [
    name,
    index === at ? withOther(member, others, other) : member,
  ]);
  return Array.isArray(value) ? changed.map(([, member]) => member) : Object.fromEntries(changed);
}

describe('what is sent by OTLP', () => {
  it.each(signals)('is read or refused, whatever bytes come as %s', (signal) => {
    fc.assert(
      fc.property(
        fc.oneof(fc.uint8Array({ maxLength: 200 }), somethingWritten.map(protobufOf)),
        (bytes) => {
          read(signal, () => requestFromProtobuf(signal, bytes));
        },
      ),
      { numRuns },
    );
  });

  it('is read or refused, whatever stands in a place of its JSON', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...signals),
        fc.array(fc.nat(), { minLength: 1, maxLength: 16 }),
        fc.jsonValue({ maxDepth: 2 }),
        (signal, steps, instead) => {
          const spoiled = withOther(whole[signal], steps, instead);
          read(signal, () => parseJson(JSON.stringify(spoiled), 64));
        },
      ),
      { numRuns },
    );
  });

  it('has every digit of a whole number, and the same double, in either encoding', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        (whole, double) => {
          const ids = { traceId: '5b8efff798038103d269b633813fc60c', spanId: 'eee19b7ec3c1b174' };
          const byBytes = protobufOf([
            [
              1,
              'message',
              [
                [
                  2,
                  'message',
                  [
                    [
                      2,
                      'message',
                      [
                        [1, 'bytes', ids.traceId],
                        [2, 'bytes', ids.spanId],
                        [8, 'fixed64', 1_795_338_000_000_000_000n],
                        attributeIn(9, 'w', [3, 'int64', whole]),
                        attributeIn(9, 'd', [4, 'double', double]),
                      ],
                    ],
                  ],
                ],
              ],
            ],
          ]);
          const attributes = [
            { key: 'w', value: { intValue: String(whole) } },
            { key: 'd', value: { doubleValue: double } },
          ];
          const span = { ...ids, endTimeUnixNano: '1795338000000000000', attributes };
          const byText = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
          const own = { ...everything.spans, data: { w: 'w', d: 'd' } };
          const requests = [requestFromProtobuf('spans', byBytes), parseJson(byText, 64)];
          const [first, second] = requests.map((request) =>
            recordsFrom('spans', request).map((record) => mappedEvent(own, record)),
          );

          expect(first).toEqual(second);
          const data = first?.[0]?.['data'] as { readonly w: unknown; readonly d: unknown };
          expect(data.w).toMatchObject({ text: String(whole) });
          expect(data.d).toMatchObject({ text: String(double === 0 ? 0 : double) });
        },
      ),
      { numRuns },
    );
  });
});
