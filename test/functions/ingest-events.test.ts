import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { anEvent, anIngest } from '../support/an-ingest.ts';

const aCloudEvent = (fields: Readonly<Record<string, unknown>> = {}) => ({
  specversion: '1.0',
  ...anEvent(fields),
});
const event1 = {
  id: 'a-1',
  source: 'urn:shop',
  type: 'api.call',
  subject: 'acme',
  occurredAt: Date.UTC(2026, 10, 22, 9),
  data: '{"bytes":1}',
};

/** 2026-11-22T09:43:00Z. */
const acceptedMinute = 29_922_343;

describe('POST /v1/events', () => {
  it.each([
    ['one plain event', 'application/json', anEvent()],
    ['a plain array', 'application/json', [anEvent()]],
    ['a CloudEvent as plain JSON', 'application/json', aCloudEvent()],
    ['structured mode', 'application/cloudevents+json', aCloudEvent()],
    [
      'structured mode with a charset',
      'Application/CloudEvents+JSON; charset=UTF-8',
      aCloudEvent(),
    ],
    ['batch mode', 'application/cloudevents-batch+json; charset=utf-8', [aCloudEvent()]],
  ])('puts on the queue the event of %s', async (_case, type, body) => {
    const { post, messages } = anIngest();

    const answer = await post({ headers: { 'content-type': type }, body: JSON.stringify(body) });

    expect(answer).toMatchObject({ status: 202, body: { accepted: 1, rejected: [] } });
    expect(messages()).toEqual([
      { tenant: 'acme', admitted: false, acceptedMinute, events: [event1] },
    ]);
  });

  it('puts on the queue the event of binary mode', async () => {
    const { post, events } = anIngest();

    const answer = await post({
      headers: {
        'ce-specversion': '1.0',
        'ce-id': 'a-1',
        'ce-source': 'urn:shop',
        'ce-type': 'api.call',
        'ce-subject': 'a%20%F0%9F%98%80',
        'ce-time': '2026-11-22T09:00:00Z',
        'ce-traceparent': '00-1',
      },
      body: '{"bytes": 1}',
    });

    expect(answer.status).toBe(202);
    expect(events()).toEqual([{ ...event1, subject: 'a 😀' }]);
  });

  it('accepts binary mode without a body, and with one that is not text', async () => {
    const { post, events } = anIngest();
    const headers = {
      'ce-specversion': '1.0',
      'ce-id': 'a-1',
      'ce-source': 'urn:shop',
      'ce-type': 'x',
      'ce-subject': 'acme',
      'ce-time': '2026-11-22T09:00:00Z',
    };

    await post({ headers });
    await post({
      headers: { ...headers, 'content-type': 'application/octet-stream' },
      body: '/wA=',
      isBase64Encoded: true,
    });

    expect(events().map(({ data }) => data)).toEqual([undefined, '"/wA="']);
  });

  it('counts what is right and says what was wrong with the rest', async () => {
    const { post, events } = anIngest();
    const body = [
      anEvent({ id: 'one' }),
      anEvent({ id: 'two', time: '2020-01-01T00:00:00Z' }),
      anEvent({ id: 3 }),
      'four',
      aCloudEvent({ id: 'five' }),
    ];

    const answer = await post({ body: JSON.stringify(body) });

    expect(answer.status).toBe(202);
    expect(answer.body).toEqual({
      accepted: 2,
      rejected: [
        {
          index: 1,
          id: 'two',
          code: 'event.too-old',
          detail: expect.stringContaining('2026-10-18T09:43:00Z or later'),
          param: '/time',
        },
        {
          index: 2,
          id: null,
          code: 'event.attribute-malformed',
          detail: 'send id as a string, got a number',
          param: '/id',
        },
        {
          index: 3,
          id: null,
          code: 'event.invalid',
          detail: 'send an event as a JSON object, got a string',
        },
      ],
    });
    expect(events().map(({ id }) => id)).toEqual(['one', 'five']);
  });

  it('accepts the same event twice in one request: the usage log counts it once', async () => {
    const { post, events } = anIngest();

    const answer = await post({ body: JSON.stringify([anEvent(), anEvent()]) });

    expect(answer.body).toEqual({ accepted: 2, rejected: [] });
    expect(events()).toEqual([event1, event1]);
  });

  it('answers the only event’s own problem, where it is in the request', async () => {
    const { post, queue } = anIngest();

    const alone = await post({ body: JSON.stringify(anEvent({ subject: 'a\u0000' })) });
    const inList = await post({
      body: JSON.stringify([anEvent({ time: '2030-01-01T00:00:00Z' })]),
    });

    expect(alone).toMatchObject({
      status: 400,
      headers: { 'content-type': 'application/problem+json' },
      body: {
        type: 'urn:farthing:problem:event.attribute-malformed',
        title: 'Event attribute malformed',
        status: 400,
        code: 'event.attribute-malformed',
        detail: 'send subject without control characters, got "a\\u0000"',
        param: '/subject',
        requestId: 'request-1',
        rejected: [{ index: 0, id: 'a-1', code: 'event.attribute-malformed' }],
      },
    });
    expect(inList.body).toMatchObject({ code: 'event.too-new', param: '/0/time' });
    expect(queue.bodies).toEqual([]);
  });

  it('names the header of binary mode that was wrong', async () => {
    const { post } = anIngest();
    const headers = { 'ce-specversion': '1.0', 'ce-id': 'a', 'ce-source': 's', 'ce-type': 't' };

    const answer = await post({ headers: { ...headers, 'ce-time': '2026-11-22T09:00:00Z' } });

    expect(answer.body).toMatchObject({ code: 'event.attribute-missing', param: 'ce-subject' });
  });

  it('answers 400 when none of several was right', async () => {
    const { post } = anIngest();

    const answer = await post({ body: JSON.stringify([anEvent({ id: '' }), 5]) });

    expect(answer).toMatchObject({
      status: 400,
      body: {
        code: 'request.all-rejected',
        detail: expect.stringContaining('none of the 2 was accepted'),
        rejected: [{ index: 0 }, { index: 1 }],
      },
    });
  });

  it('answers 503, and that all may be sent again, when the queue has only some', async () => {
    const { post, queue } = anIngest();
    queue.fail();

    const answer = await post({ body: JSON.stringify([anEvent()]) });

    expect(answer).toMatchObject({
      status: 503,
      headers: { 'retry-after': '2' },
      body: {
        code: 'queue.unavailable',
        detail: expect.stringContaining('send the whole request again as it was'),
      },
    });
  });

  it('answers 503, and that nothing was sent, when too much waits already', async () => {
    const { post } = anIngest({ send: async () => 'busy' });

    const answer = await post({ body: JSON.stringify([anEvent()]) });

    expect(answer).toMatchObject({
      status: 503,
      headers: { 'retry-after': '2' },
      body: { code: 'queue.busy', detail: expect.stringContaining('none of this was sent') },
    });
  });

  it('takes 1,000 events of a megabyte in as few messages as SQS allows, and loses none', async () => {
    const { post, messages, events, queue } = anIngest();
    const noise = (index: number): string =>
      Buffer.from(
        Array.from({ length: 560 }, (_, i) => (index * 7919 + i * i * 104_729) % 251),
      ).toString('base64');
    const body = Array.from({ length: 1000 }, (_, index) =>
      anEvent({ id: String(index), data: noise(index) }),
    );

    const answer = await post({ body: JSON.stringify(body) });

    expect(answer.body).toMatchObject({ accepted: 1000 });
    expect(events().map(({ id }) => id)).toEqual(body.map(({ id }) => id));
    for (const message of queue.bodies)
      expect(Buffer.byteLength(message)).toBeLessThanOrEqual(262_144);
    expect(messages().length).toBeLessThanOrEqual(8);
  });

  it('reads a gzipped body', async () => {
    const { post, events } = anIngest();

    const answer = await post({
      headers: { 'content-encoding': 'gzip' },
      body: gzipSync(JSON.stringify(anEvent())).toString('base64'),
      isBase64Encoded: true,
    });

    expect(answer.status).toBe(202);
    expect(events()).toEqual([event1]);
  });
});
