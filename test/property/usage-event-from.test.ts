import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, type JsonValue, LongNumber, parseJson } from '../../core/kernel/json.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { rfc3339, timestampFrom, timestampOf } from '../../core/kernel/timestamp.ts';
import { eventMessageBodies, eventMessageFrom } from '../../core/metering/intake/event-message.ts';
import { eventWindow } from '../../core/metering/intake/event-time.ts';
import { usageEventFrom } from '../../core/metering/intake/usage-event-from.ts';
import { identityOf } from '../../core/metering/usage-event.ts';
import { batches } from '../../functions/adapters/sqs-queue.ts';

const now = timestampOf(Date.UTC(2026, 10, 22, 9, 43));
const window = eventWindow(now, { maxAge: 35 * 86_400, maxLead: 300 });

const anyText = fc.string({ unit: 'binary', maxLength: 40 });
const attribute = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 60 })
  .map((text) => text.toWellFormed().replaceAll(/\p{Cc}/gu, '#'));
const time = fc
  .integer({ min: window.oldest, max: window.newest })
  .map((milliseconds) => rfc3339(timestampOf(milliseconds)));
const data = fc.jsonValue({ maxDepth: 5 }) as fc.Arbitrary<JsonValue>;

const sentEvent = fc.record(
  { id: attribute, source: attribute, type: attribute, subject: attribute, time, data },
  { requiredKeys: ['id', 'source', 'type', 'subject', 'time'] },
);
/** An event with any of its parts spoiled, or anything else. */
const anything = fc.oneof(
  fc.jsonValue() as fc.Arbitrary<JsonValue>,
  fc.record(
    {
      specversion: fc.oneof(fc.constant('1.0'), fc.jsonValue()),
      id: fc.oneof(attribute, anyText, fc.jsonValue()),
      source: fc.oneof(attribute, fc.jsonValue()),
      type: fc.oneof(attribute, fc.jsonValue()),
      subject: fc.oneof(attribute, anyText, fc.jsonValue()),
      time: fc.oneof(time, anyText, fc.jsonValue()),
      data: fc.jsonValue(),
      data_base64: fc.oneof(fc.base64String(), fc.jsonValue()),
      datacontenttype: fc.oneof(
        fc.constantFrom('application/json', 'text/plain', 'image/png'),
        fc.jsonValue(),
      ),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<JsonValue>,
);

const parsed = (text: string): JsonValue | Rejection => {
  try {
    return parseJson(text, 32);
  } catch (error) {
    if (error instanceof Rejection) return error;
    throw error;
  }
};

describe('parsing', () => {
  it('answers any text with a value or a rejection, and nothing else', () => {
    const mutilated = fc.tuple(sentEvent, fc.nat(200), anyText).map(([event, place, junk]) => {
      const text = JSON.stringify(event);
      return text.slice(0, place) + junk + text.slice(place + 1);
    });

    fc.assert(
      fc.property(fc.oneof(anyText, mutilated), (text) => {
        const value = parsed(text);
        if (value instanceof Rejection) return;
        const event = usageEventFrom(value, 'any', window);
        expect(event instanceof Rejection || event.id !== '').toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('answers any JSON with an event or a rejection that says what to do', () => {
    fc.assert(
      fc.property(
        anything,
        fc.constantFrom('any' as const, 'cloudevent' as const),
        (value, form) => {
          const event = usageEventFrom(value, form, window);
          if (event instanceof Rejection) {
            expect(event.message).not.toBe('');
            expect(event.message.isWellFormed()).toBe(true);
          } else {
            expect(event.occurredAt).toBeGreaterThanOrEqual(window.oldest);
            expect(event.occurredAt).toBeLessThanOrEqual(window.newest);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('reads any number back as exactly what was written', () => {
    const number = fc
      .tuple(
        fc.boolean(),
        fc.bigInt({ min: 0n, max: 10n ** 40n }),
        fc.option(fc.stringMatching(/^\d{1,25}$/)),
        fc.option(fc.integer({ min: -320, max: 250 })),
      )
      .map(
        ([negative, whole, fraction, exponent]) =>
          `${negative ? '-' : ''}${whole}${fraction === null ? '' : `.${fraction}`}${exponent === null ? '' : `e${exponent}`}`,
      );

    fc.assert(
      fc.property(number, (text) => {
        const canonical = canonicalJson(parseJson(`[${text}]`, 2)).slice(1, -1);
        expect(scaled(canonical)).toBe(scaled(text));
      }),
      { numRuns: 1000 },
    );
  });

  it('takes what JSON.parse takes, and reads the same in it', () => {
    fc.assert(
      fc.property(fc.json({ noUnicodeString: false }), (text) => {
        const value = parsed(text);
        if (value instanceof Rejection) return;
        expect(canonicalJson(parseJson(canonicalJson(value), 32))).toBe(canonicalJson(value));
        expect(withoutLong(value)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('reads every time it writes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }),
        (milliseconds) => {
          expect(timestampFrom(rfc3339(timestampOf(milliseconds)))).toBe(milliseconds);
        },
      ),
    );
  });
});

describe('an accepted event', () => {
  it('is what was sent, whatever the order of its fields and of its data', () => {
    fc.assert(
      fc.property(sentEvent, (sent) => {
        const event = usageEventFrom(sent as unknown as JsonValue, 'any', window);
        if (event instanceof Rejection) throw event;
        const reversed = usageEventFrom(
          {
            specversion: '1.0',
            ...(backwards(sent as unknown as JsonValue) as object),
          } as JsonValue,
          'cloudevent',
          window,
        );

        expect([event.id, event.source, event.type, event.subject]).toEqual([
          sent.id,
          sent.source,
          sent.type,
          sent.subject,
        ]);
        expect(rfc3339(event.occurredAt)).toBe(sent.time);
        expect(reversed).toEqual(event);
      }),
    );
  });

  it('comes out of the queue’s messages as it went in, and none is lost', () => {
    const tenant = fc.stringMatching(/^[ -~]{1,128}$/);
    const blob = fc
      .uint8Array({ minLength: 9_000, maxLength: 20_000 })
      .map((bytes) => Buffer.from(bytes).toString('base64'));
    const many = fc.array(
      fc.oneof(
        { weight: 9, arbitrary: sentEvent },
        {
          weight: 1,
          arbitrary: fc.tuple(sentEvent, blob).map(([event, large]) => ({ ...event, data: large })),
        },
      ),
      { minLength: 1, maxLength: 60 },
    );

    fc.assert(
      fc.property(tenant, fc.boolean(), many, (name, admitted, sent) => {
        const events = sent.map((value) => {
          const event = usageEventFrom(value as unknown as JsonValue, 'any', window);
          if (event instanceof Rejection) throw event;
          return event;
        });

        const bodies = eventMessageBodies({ tenant: name, admitted, events });
        const messages = bodies.map(eventMessageFrom);

        expect(messages.flatMap((message) => message.events)).toEqual(events);
        expect(new Set(messages.map((message) => message.tenant))).toEqual(new Set([name]));
        expect(new Set(messages.map((message) => message.admitted))).toEqual(new Set([admitted]));
        for (const body of bodies) {
          expect(Buffer.byteLength(body)).toBeLessThanOrEqual(256 * 1024);
          expect(body).toMatch(/^[\n -~]*$/);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('has the identity of another only with the same tenant, source and id', () => {
    const part = fc.string({
      unit: fc.constantFrom('a', '"', ',', '#', '|', '\\', '[', '😀'),
      minLength: 1,
      maxLength: 4,
    });
    const triple = fc.tuple(part, part, part);

    fc.assert(
      fc.property(triple, triple, (a, b) => {
        const identity = ([tenant, source, id]: readonly [string, string, string]): string => {
          const event = usageEventFrom(
            { id, source, type: 't', subject: 's', time: '2026-11-22T09:00:00Z' },
            'any',
            window,
          );
          if (event instanceof Rejection) throw event;
          return Buffer.from(identityOf(tenant, event)).toString('hex');
        };
        expect(identity(a) === identity(b)).toBe(a.every((text, index) => text === b[index]));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('batches for SQS', () => {
  it('hold every body, in order, within the limits', () => {
    const body = fc
      .tuple(fc.constantFrom('a', 'é', '😀'), fc.nat(262_144))
      .map(([unit, bytes]) => unit.repeat(bytes / Buffer.byteLength(unit)));

    fc.assert(
      fc.property(fc.array(body, { maxLength: 40 }), (bodies) => {
        const all = batches(bodies);

        expect(all.flat()).toEqual(bodies);
        for (const batch of all) {
          expect(batch.length).toBeGreaterThan(0);
          expect(batch.length).toBeLessThanOrEqual(10);
          expect(batch.reduce((sum, each) => sum + Buffer.byteLength(each), 0)).toBeLessThanOrEqual(
            1024 * 1024,
          );
        }
      }),
      { numRuns: 50 },
    );
  });
});

/** A number's text as (digits, power of ten), without zeros that say nothing. */
function scaled(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(text) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  if (digits === '') return '0';
  const significant = digits.replace(/0+$/, '');
  const power = Number(exponent) - fraction.length + digits.length - significant.length;
  return `${sign}${significant}e${power}`;
}

/** Long numbers as the doubles that JSON.parse makes of them. */
function withoutLong(value: JsonValue): unknown {
  if (value instanceof LongNumber) return Number(value.text);
  if (Array.isArray(value)) return value.map(withoutLong);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, withoutLong(member as JsonValue)]),
  );
}

/** The same value, its keys written in the opposite order. */
function backwards(value: JsonValue): unknown {
  if (Array.isArray(value)) return value.map(backwards);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, backwards(member as JsonValue)]),
  );
}
