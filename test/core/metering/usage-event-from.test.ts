import { describe, expect, it } from '@jest/globals';
import { type JsonValue, parseJson } from '../../../core/kernel/json.ts';
import { Rejection } from '../../../core/kernel/rejection.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { eventWindow } from '../../../core/metering/intake/event-time.ts';
import { type EventForm, usageEventFrom } from '../../../core/metering/intake/usage-event-from.ts';
import { identityOf, type UsageEvent } from '../../../core/metering/usage-event.ts';

const now = timestampOf(Date.UTC(2026, 10, 22, 9, 43));
const window = eventWindow(now, { maxAge: 35 * 86_400, maxLead: 300 });

const plain = {
  id: 'a-1',
  source: 'urn:shop',
  type: 'api.call',
  subject: 'acme',
  time: '2026-11-22T09:00:00Z',
};

function accepted(value: JsonValue, form: EventForm = 'any'): UsageEvent {
  const event = usageEventFrom(value, form, window);
  if (event instanceof Rejection) throw event;
  return event;
}

function refused(value: JsonValue, form: EventForm = 'any') {
  const event = usageEventFrom(value, form, window);
  if (!(event instanceof Rejection)) throw new Error('expected a rejection, got an event');
  const { code, message: detail, param } = event;
  return { code, detail, param };
}

describe('a plain event', () => {
  it('is what it says', () => {
    expect(accepted({ ...plain, data: { b: 1, a: [true, null] } })).toEqual({
      id: 'a-1',
      source: 'urn:shop',
      type: 'api.call',
      subject: 'acme',
      occurredAt: Date.UTC(2026, 10, 22, 9),
      data: '{"a":[true,null],"b":1}',
    });
  });

  it.each([[undefined], [null]])('has no data when data is %s', (data) => {
    const value = data === undefined ? plain : { ...plain, data };

    expect(accepted(value).data).toBeUndefined();
  });

  it.each([
    ['text', 'x', '"x"'],
    ['a number', 0, '0'],
    ['an empty object', {}, '{}'],
    ['false', false, 'false'],
  ])('may have %s as its data', (_case, data, text) => {
    expect(accepted({ ...plain, data }).data).toBe(text);
  });

  it.each([
    'a#b',
    'a|b',
    'a b',
    '😀',
    ' ',
    '"',
    '\\',
    '/~',
    'é'.normalize('NFD'),
    'x'.repeat(1000),
    '😀'.repeat(256),
  ])('keeps the odd text %j exactly', (text) => {
    const event = accepted({ ...plain, id: text, source: text, type: text, subject: text });

    expect([event.id, event.source, event.type, event.subject]).toEqual([text, text, text, text]);
  });

  it('is another event when its source differs, or where its parts are cut differently', () => {
    const identities = [
      identityOf('a', accepted({ ...plain, source: 'b#c', id: 'd' })),
      identityOf('a#b', accepted({ ...plain, source: 'c', id: 'd' })),
      identityOf('a', accepted({ ...plain, source: 'b', id: 'c#d' })),
      identityOf('a', accepted({ ...plain, source: 'other', id: 'c#d' })),
    ].map((identity) => Buffer.from(identity).toString('hex'));

    expect(new Set(identities).size).toBe(4);
  });

  it.each([
    ['suject', 'did you mean subject'],
    ['Time', 'did you mean time'],
    ['specVersion', 'did you mean specversion'],
    ['customer', 'put what you know about the event into data'],
  ])('is refused with the field %s, and told what may be meant', (name, hint) => {
    expect(refused({ ...plain, [name]: 'x' })).toEqual({
      code: 'request.unknown-field',
      detail: `remove "${name}" (${hint}): an event without specversion has id, source, type, subject, time, data and nothing else`,
      param: `/${name}`,
    });
  });

  it('points at an unknown field by its JSON Pointer', () => {
    expect(refused({ ...plain, 'a/b~c': 1 }).param).toBe('/a~1b~0c');
  });

  it.each(['id', 'source', 'type', 'subject'] as const)('is refused without %s', (name) => {
    const { [name]: _, ...rest } = plain;

    for (const value of [rest, { ...rest, [name]: null }]) {
      expect(refused(value)).toMatchObject({
        code: 'event.attribute-missing',
        detail: expect.stringMatching(new RegExp(`^add ${name}, w`)),
        param: `/${name}`,
      });
    }
  });

  it.each([
    ['a number', 5, 'send subject as a string, got a number'],
    ['an array', ['a'], 'send subject as a string, got an array'],
    ['nothing', '', 'send subject as a text that is not empty: who used it, as you call them'],
    ['a line feed', 'a\nb', 'send subject without control characters, got "a\\nb"'],
    ['a null', '\u0000', 'send subject without control characters, got "\\u0000"'],
    ['a C1 control', '\u0085', 'send subject without control characters, got "\u0085"'],
  ])('is refused with %s as its subject', (_case, subject, detail) => {
    expect(refused({ ...plain, subject })).toEqual({
      code: 'event.attribute-malformed',
      detail,
      param: '/subject',
    });
  });

  it.each([
    ['x'.repeat(1025), 1025],
    ['é'.repeat(513), 1026],
    ['😀'.repeat(257), 1028],
  ])('is refused with an id of more than 1024 bytes (%#)', (id, bytes) => {
    expect(refused({ ...plain, id })).toEqual({
      code: 'event.attribute-too-long',
      detail: `send id in at most 1024 bytes of UTF-8, got ${bytes}`,
      param: '/id',
    });
  });

  it('may be of 32 KB as canonical JSON, and not of a byte more', () => {
    const canonical = (data: string): string =>
      JSON.stringify({
        data,
        id: 'a-1',
        source: 'urn:shop',
        subject: 'acme',
        time: plain.time,
        type: 'api.call',
      });
    const room = 32_768 - Buffer.byteLength(canonical(''));
    const longest = 'x'.repeat(room);

    expect(accepted({ ...plain, data: longest }).data).toBe(JSON.stringify(longest));
    expect(refused({ ...plain, data: `${longest}x` })).toEqual({
      code: 'event.too-large',
      detail:
        'send events of at most 32768 bytes of JSON, got 32769: keep in data only what is counted or grouped by',
      param: '/data',
    });
    expect(refused({ ...plain, data: 'é'.repeat(room / 2 + 1) }).code).toBe('event.too-large');
  });

  it.each([
    ['a string', 'x', 'a string'],
    ['an array', [plain], 'an array'],
    ['null', null, 'nothing'],
    ['a number', 1, 'a number'],
    ['a long number', parseJson('12345678901234567890', 4), 'a number'],
  ])('is not %s', (_case, value, got) => {
    expect(refused(value)).toEqual({
      code: 'event.invalid',
      detail: `send an event as a JSON object, got ${got}`,
      param: undefined,
    });
  });

  it('is refused with a number past every double, alone', () => {
    expect(refused({ ...plain, data: parseJson('{"n":1e400}', 4) })).toMatchObject({
      code: 'request.number-out-of-range',
    });
  });

  it('keeps every digit of its data', () => {
    const data = parseJson('{"bytes":12345678901234567890.1234567890123}', 4);

    expect(accepted({ ...plain, data }).data).toBe('{"bytes":12345678901234567890.1234567890123}');
  });
});
