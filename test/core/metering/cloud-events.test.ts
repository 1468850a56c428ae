import { describe, expect, it } from '@jest/globals';
import { binaryModeEvent, isBinaryMode } from '../../../core/metering/intake/cloud-events.ts';
import { rejectionOf } from '../../support/rejection-of.ts';

const headers = {
  'ce-specversion': '1.0',
  'ce-id': 'a-1',
  'ce-source': 'urn:shop',
  'ce-type': 'x',
};
const event = (more: Record<string, string>, body = ''): Record<string, unknown> =>
  binaryModeEvent({ ...headers, ...more }, Buffer.from(body));

describe('binary mode', () => {
  it('is told by the headers of what every event has', () => {
    expect(isBinaryMode({ 'content-type': 'application/json' })).toBe(false);
    expect(isBinaryMode({ 'ce-traceparent': 'x' })).toBe(false);
    expect(isBinaryMode({ 'ce-id': 'x' })).toBe(true);
  });

  it('takes attributes from the headers and data from the body', () => {
    expect(event({ 'ce-subject': 'acme', 'content-type': 'application/json' }, '{"a":1}')).toEqual({
      specversion: '1.0',
      id: 'a-1',
      source: 'urn:shop',
      type: 'x',
      subject: 'acme',
      data: { a: 1 },
    });
  });

  it.each([
    ['Euro%20%E2%82%AC%20%F0%9F%98%80', 'Euro € 😀'],
    ['%65%6d', 'em'],
    ['a%25b', 'a%b'],
    ['%2541', '%41'],
    ['a#b|c', 'a#b|c'],
    ['"in quotes"', 'in quotes'],
    [String.raw`"a \"b\" \\ c"`, 'a "b" \\ c'],
    ['"%E2%82%AC"', '€'],
    ['a "b" c', 'a "b" c'],
    ['a+b', 'a+b'],
  ])('decodes the header value %s', (value, text) => {
    expect(event({ 'ce-subject': value })['subject']).toBe(text);
  });

  it.each(['%', '100%', '%zz', '%C0%A0', '%ED%A0%80', '%ff', 'é', '\t'])(
    'refuses the header value %j',
    (value) => {
      expect(rejectionOf(() => event({ 'ce-subject': value }))).toMatchObject({
        code: 'event.attribute-malformed',
        param: 'ce-subject',
        detail: expect.stringContaining('percent-encode in ce-subject'),
      });
    },
  );

  it.each([
    ['application/json; charset=utf-8', '{"b":1,"a":2}', { a: 2, b: 1 }],
    ['application/vnd.acme+json', '[1]', [1]],
    ['text/plain', 'hé', 'hé'],
    ['text/csv;charset="UTF-8"', 'a,b', 'a,b'],
    ['application/xml', '<a/>', '<a/>'],
    ['application/octet-stream', '\u0001', 'AQ=='],
  ])('reads a body of %s by its type', (type, body, data) => {
    expect(event({ 'content-type': type }, body)['data']).toEqual(data);
  });

  it('has no data when the body is empty', () => {
    expect('data' in event({ 'content-type': 'application/json' })).toBe(false);
  });

  it.each(['data', 'datacontenttype', 'data_base64'])('refuses ce-%s', (name) => {
    expect(rejectionOf(() => event({ [`ce-${name}`]: 'x' }))).toMatchObject({
      code: 'event.invalid',
      param: `ce-${name}`,
    });
  });

  it('refuses a body of text in another charset', () => {
    expect(
      rejectionOf(() => event({ 'content-type': 'text/plain; charset=latin1' }, 'x')),
    ).toMatchObject({
      code: 'request.wrong-media-type',
      detail: expect.stringContaining('got charset=latin1'),
    });
  });
});
