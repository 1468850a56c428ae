import { describe, expect, it } from '@jest/globals';
import type { JsonValue } from '../../../core/kernel/json.ts';
import { Rejection } from '../../../core/kernel/rejection.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { eventWindow } from '../../../core/metering/intake/event-time.ts';
import { type EventForm, usageEventFrom } from '../../../core/metering/intake/usage-event-from.ts';
import type { UsageEvent } from '../../../core/metering/usage-event.ts';

const now = timestampOf(Date.UTC(2026, 10, 22, 9, 43));
const window = eventWindow(now, { maxAge: 35 * 86_400, maxLead: 300 });

const plain = {
  id: 'a-1',
  source: 'urn:shop',
  type: 'api.call',
  subject: 'acme',
  time: '2026-11-22T09:00:00Z',
};
const cloudEvent = { specversion: '1.0', ...plain };

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

describe('a CloudEvent', () => {
  it('is the same event as the plain one', () => {
    expect(accepted({ ...cloudEvent, data: { a: 1 } })).toEqual(
      accepted({ ...plain, data: { a: 1 } }),
    );
    expect(accepted({ ...cloudEvent, data: { a: 1 } }, 'cloudevent')).toEqual(
      accepted({ ...plain, data: { a: 1 } }),
    );
  });

  it('may have extension attributes, which are not kept: a retry may change them', () => {
    const first = {
      ...cloudEvent,
      traceparent: '00-1',
      partitionkey: 'x',
      dataschema: 'urn:x',
      sampled: true,
    };

    expect(accepted(first)).toEqual(accepted({ ...cloudEvent, traceparent: '00-2' }));
  });

  it('treats attributes that are null as not set', () => {
    expect(
      accepted({ ...cloudEvent, data_base64: null, datacontenttype: null, data: 1 }).data,
    ).toBe('1');
  });

  it.each([
    ['0.3', '"0.3"'],
    ['1.0.2', '"1.0.2"'],
    [1, 'a number'],
  ])('of specversion %j is refused', (specversion, got) => {
    expect(refused({ ...plain, specversion })).toEqual({
      code: 'event.attribute-malformed',
      detail: `send CloudEvents with specversion "1.0" (a string), got ${got}`,
      param: '/specversion',
    });
  });

  it('must have a specversion where the request says that it is one', () => {
    expect(refused(plain, 'cloudevent')).toEqual({
      code: 'event.attribute-missing',
      detail: 'add specversion, "1.0": the request says it is CloudEvents',
      param: '/specversion',
    });
  });

  it.each(['Subject', 'data_base46', 'my-attribute', ''])(
    'is refused with the attribute %j, which none can have',
    (name) => {
      expect(refused({ ...cloudEvent, [name]: 'x' })).toMatchObject({
        code: 'request.unknown-field',
        detail: expect.stringContaining('name attributes with the letters a-z and digits only'),
      });
    },
  );

  it('is told which extension may be the attribute that is missing', () => {
    const { subject: _, ...rest } = cloudEvent;

    expect(refused({ ...rest, suject: 'acme' }).detail).toBe(
      'add subject, who used it, as you call them ("suject" is not it)',
    );
  });

  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  it.each([
    [
      'kept as it is without a type',
      {},
      base64('\u0000\u0001'),
      JSON.stringify(base64('\u0000\u0001')),
    ],
    [
      'parsed as JSON',
      { datacontenttype: 'application/json' },
      base64('{"b":1, "a":2}'),
      '{"a":2,"b":1}',
    ],
    [
      'parsed as another JSON',
      { datacontenttype: 'application/vnd.x+json; charset=UTF-8' },
      base64('[1.0]'),
      '[1]',
    ],
    ['read as text', { datacontenttype: 'text/plain' }, base64('é'), '"é"'],
    ['read as XML', { datacontenttype: 'application/xml' }, base64('<a/>'), '"<a/>"'],
    ['kept for other types', { datacontenttype: 'image/png' }, 'iVBORw0K', '"iVBORw0K"'],
  ])('has data_base64 %s', (_case, fields, data_base64, data) => {
    expect(accepted({ ...cloudEvent, ...fields, data_base64 }).data).toBe(data);
  });

  it.each([
    ['no base64', { data_base64: 'a b!' }, 'event.attribute-malformed', '/data_base64'],
    ['base64 without padding', { data_base64: 'YQ' }, 'event.attribute-malformed', '/data_base64'],
    ['a number for it', { data_base64: 5 }, 'event.attribute-malformed', '/data_base64'],
    ['data too', { data_base64: 'YQ==', data: 1 }, 'event.invalid', '/data_base64'],
    [
      'a type that is no string',
      { data_base64: 'YQ==', datacontenttype: 1 },
      'event.attribute-malformed',
      '/datacontenttype',
    ],
    [
      'JSON that is none',
      { data_base64: 'YQ==', datacontenttype: 'application/json' },
      'request.malformed-json',
      undefined,
    ],
    [
      'text that is no UTF-8',
      { data_base64: '/w==', datacontenttype: 'text/plain' },
      'request.malformed-text',
      undefined,
    ],
    [
      'text of another charset',
      { data_base64: '/w==', datacontenttype: 'text/plain; charset=latin1' },
      'request.wrong-media-type',
      '/datacontenttype',
    ],
  ])('with data_base64 and %s is refused', (_case, fields, code, param) => {
    expect(refused({ ...cloudEvent, ...fields })).toMatchObject({ code, param });
  });
});
