import { describe, expect, it } from '@jest/globals';
import { anIngest } from '../support/an-ingest.ts';

const routeKey = 'POST /api/v1/events';
const batch = { 'content-type': 'application/cloudevents-batch+json' };

/** An event as @openmeter/sdk 1.0.0-beta.232 sends it: always in an array, and with what the caller left out. */
const sent = (fields: Readonly<Record<string, unknown>> = {}) => ({
  type: 'prompt',
  subject: 'customer-1',
  data: { tokens: '1250', model: 'm' },
  id: '5c10fade-1c9e-4d6c-8275-c52c36731d3c',
  source: '@openmeter/sdk',
  specversion: '1.0',
  time: '2026-11-22T09:00:00.000Z',
  ...fields,
});

describe('the events that OpenMeter’s SDK sends', () => {
  it('are queued as those of POST /v1/events are, and answered with 204', async () => {
    const [here, there] = [anIngest(), anIngest()];
    const body = JSON.stringify([sent(), sent({ id: 'b' })]);

    const { status, text } = await here.post({ routeKey, headers: batch, body });
    await there.post({ headers: batch, body });

    expect({ status, text }).toEqual({ status: 204, text: '' });
    expect(here.events()).toHaveLength(2);
    expect(here.queue.bodies).toEqual(there.queue.bodies);
  });

  it.each([
    ['application/cloudevents+json', sent()],
    ['application/json', sent()],
    ['application/json', [sent()]],
    ['application/json', sent({ datacontenttype: null, dataschema: null, data: null })],
  ])('are taken as %s, as its interface has it', async (type, body) => {
    const { post, events } = anIngest();

    const { status } = await post({
      routeKey,
      headers: { 'content-type': type },
      body: JSON.stringify(body),
    });

    expect(status).toBe(204);
    expect(events()).toHaveLength(1);
  });

  it('are all refused where one is wrong, as the SDK could not tell of it', async () => {
    const { post, queue } = anIngest();
    const body = JSON.stringify([sent(), sent({ id: 'b', time: '2020-01-01T00:00:00Z' })]);

    const refused = await post({ routeKey, headers: batch, body });

    expect(refused.status).toBe(400);
    expect(refused.headers['content-type']).toBe('application/problem+json');
    expect(refused.body).toMatchObject({
      code: 'request.some-rejected',
      rejected: [{ index: 1, id: 'b', code: 'event.too-old', param: '/time' }],
    });
    expect(refused.body['detail']).toMatch(/1 of the 2 events.*none of it was accepted/);
    expect(queue.bodies).toEqual([]);
  });

  it('are refused by themselves, by their own code', async () => {
    const { post } = anIngest();

    const { status, body } = await post({
      routeKey,
      headers: batch,
      body: JSON.stringify([sent({ subject: '' })]),
    });

    expect({ status, code: body['code'] }).toEqual({
      status: 400,
      code: 'event.attribute-malformed',
    });
  });

  it('are not taken from headers, which OpenMeter does not read either', async () => {
    const { post } = anIngest();
    const headers = { 'content-type': 'text/plain', 'ce-id': 'a', 'ce-specversion': '1.0' };

    expect(await post({ routeKey, headers, body: 'x' })).toMatchObject({
      status: 415,
      body: { code: 'request.wrong-media-type' },
    });
  });
});
