import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sha256 } from '../../core/kernel/digest.ts';
import { canonicalJson, type JsonValue, parseJson } from '../../core/kernel/json.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { eventWindow } from '../../core/metering/intake/event-time.ts';
import { usageEventFrom } from '../../core/metering/intake/usage-event-from.ts';
import { blockBytes, entriesIn, eventsIn, prefixesIn } from '../../core/metering/log/block.ts';
import { contentCheckOf, identified, type UsageEvent } from '../../core/metering/usage-event.ts';
import { eventsOfBlock } from '../simulation/oracle/decode.ts';
import { blockOfVersion1 } from '../support/block-of-version-1.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const hexOf = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length });

/** Ids as senders make them, and nearly so: every form a column of them may take, and what only looks like one. */
const id = fc.oneof(
  fc.uuid(),
  fc.uuid().map((text) => text.toUpperCase()),
  fc.uuid().map((text) => text.replace('-', '_')),
  hexOf(32),
  hexOf(17),
  fc.ulid(),
  fc.nat().map(String),
  fc.nat().map((number) => `0${number}`),
  fc.nat({ max: 99 }).map((number) => `evt-${String(number).padStart(6, '0')}`),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
);

const jsonNumber = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(-0, 1e21, 5e-324, 0.1, 999_999_999_999_999),
);
const data = fc.oneof(
  fc.record(
    {
      bytes: jsonNumber,
      path: fc.string({ unit: 'grapheme', maxLength: 20 }),
      'a "key":': fc.oneof(fc.string(), jsonNumber, fc.constant(null), fc.boolean()),
      tags: fc.array(fc.oneof(id, fc.integer()), { maxLength: 3 }),
    },
    { requiredKeys: [] },
  ),
  // A key __proto__ is refused at the door.
  fc.jsonValue({ maxDepth: 4 }).filter((value) => !JSON.stringify(value).includes('"__proto__":')),
) as fc.Arbitrary<JsonValue>;

const canonicalData = fc.oneof(
  data.map(canonicalJson),
  fc
    .bigInt({ min: 10n ** 16n, max: 10n ** 40n })
    .map((long) => canonicalJson(parseJson(`{"long":${long}.50e3}`, 8))),
);
const anyTime = fc.oneof(
  fc.integer({ min: 1_773_500_940_000, max: 1_773_500_999_999 }),
  fc.integer({ min: 0, max: 4_102_444_800_000 }),
);
const anyEvent: fc.Arbitrary<UsageEvent> = fc.record({
  source: fc.oneof(fc.constantFrom('urn:one', 'urn:two'), fc.string({ unit: 'grapheme' })),
  id,
  type: fc.oneof(fc.constantFrom('view', 'api.call'), fc.string({ unit: 'grapheme' })),
  subject: fc.oneof(fc.constantFrom('reader-1', 'reader-2'), id),
  occurredAt: anyTime.map(timestampOf),
  data: fc.option(canonicalData, { nil: undefined }),
});
/** Text that no parser of ours made, with lone surrogates and line ends: nothing may depend on what it means. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom('\ud83d', 'a\udc00"', '\n', '\u0000'),
);
const wildEvent: fc.Arbitrary<UsageEvent> = fc.record({
  source: anyText,
  id: anyText,
  type: anyText,
  subject: anyText,
  occurredAt: anyTime.map(timestampOf),
  data: fc.option(anyText, { nil: undefined }),
});
const some = (event: fc.Arbitrary<UsageEvent>) => fc.array(event, { minLength: 1, maxLength: 80 });

/** Spelled out as version 1 derived it. */
const identityOfVersion1 = (tenant: string, { source, id: name }: UsageEvent): string =>
  sha256(JSON.stringify([tenant, source, name]))
    .toString('hex')
    .slice(0, 32);

describe('a block', () => {
  it('gives back any events, to the letter', () => {
    fc.assert(
      fc.property(fc.oneof(some(anyEvent), some(wildEvent)), (events) => {
        const bytes = blockBytes(events.map((event) => identified('acme', event)));

        expect(eventsIn(bytes)).toEqual(events);
      }),
      { numRuns: 300 },
    );
  });

  it('derives the identities and content checks that version 1 stored', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), some(anyEvent), (tenant, events) => {
        const bytes = blockBytes(events.map((event) => identified(tenant, event)));
        const before = blockOfVersion1(tenant, events);

        const entries = entriesIn(tenant, bytes);

        expect(entries.map(({ identity }) => hex(identity))).toEqual(
          events.map((event) => identityOfVersion1(tenant, event)),
        );
        expect(entries.map(({ event }) => contentCheckOf(event))).toEqual(
          events.map(contentCheckOf),
        );
        expect(prefixesIn(bytes)).toEqual(prefixesIn(before));
        expect(eventsIn(before)).toEqual(events);
      }),
    );
  });

  it('keeps every event as the interface took it', () => {
    const window = eventWindow(timestampOf(Date.UTC(2026, 2, 14, 16)), {
      maxAge: 35 * 86_400,
      maxLead: 300,
    });
    const text = id.map((one) => one.toWellFormed().replaceAll(/\p{Cc}/gu, '#'));
    const sent = fc.record(
      { id: text, source: text, type: text, subject: text, data },
      { requiredKeys: ['id', 'source', 'type', 'subject'] },
    );
    fc.assert(
      fc.property(fc.array(sent, { minLength: 1, maxLength: 40 }), (bodies) => {
        const taken = bodies.flatMap((body) => {
          const json = parseJson(
            JSON.stringify({ ...body, time: '2026-03-14T15:09:26.5351Z' }),
            32,
          );
          const event = usageEventFrom(json, 'any', window);
          return event instanceof Error ? [] : [event];
        });

        const read = eventsIn(blockBytes(taken.map((event) => identified('acme', event))));

        expect(read).toEqual(taken);
      }),
    );
  });

  it('is read the same by one who knows the documented format and none of our code', () => {
    const readable = anyEvent.filter((event) => event.data !== '');
    fc.assert(
      fc.property(some(readable), (events) => {
        const bytes = blockBytes(events.map((event) => identified('acme', event)));

        const read = eventsOfBlock('acme', bytes);

        expect(read.map(({ source, id: name, time }) => [source, name, time])).toEqual(
          events.map(({ source, id: name, occurredAt }) => [source, name, occurredAt]),
        );
        expect(read.map((event) => event.data)).toEqual(
          events.map((event) =>
            event.data === undefined ? undefined : (JSON.parse(event.data) as unknown),
          ),
        );
      }),
      { numRuns: 50 },
    );
  });
});
