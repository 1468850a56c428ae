import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  CustomerError,
  createReader,
  createSender,
  type Drop,
  GatewayError,
} from '../../sdk/src/index.ts';
import { holdResponse } from '../support/contract-faults.ts';
import {
  applyMeters,
  counted,
  expectedCounts,
  importLog,
  isAnythingCounted,
} from './support/counted.ts';
import { LocalFarthing } from './support/local-stack.ts';
import { hasRealLog, realLogFile, skippedAloud } from './support/real-log.ts';
import { answeredToToken, askedWithToken } from './support/token-asks.ts';

jest.setTimeout(600_000);

let farthing: LocalFarthing;
const hour = Math.floor(Date.now() / 3_600_000) * 3_600_000;
beforeAll(async () => {
  farthing = await LocalFarthing.started();
});
afterAll(() => farthing.remove());

const json = 'application/json';
const anEvent = (fields: Readonly<Record<string, unknown>> = {}) => ({
  id: 'event-1',
  source: 'urn:test',
  type: 'view',
  subject: 'reader-1',
  time: new Date(hour - 3_600_000).toISOString(),
  ...fields,
});

async function posted(
  body: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = { 'content-type': json },
  apiKey = farthing.stack.apiKey,
) {
  const response = await fetch(`${farthing.stack.url}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, ...headers },
    body,
  });
  const text = await response.text();
  holdResponse('POST', '/v1/events', response, text);
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: JSON.parse(text) as Readonly<Record<string, unknown>>,
  };
}

describe('bad input', () => {
  it.each([
    ['malformed JSON', '{"id":', 400, 'request.malformed-json'],
    ['no body', '', 400, 'request.body-missing'],
    ['an empty list', '[]', 400, 'request.no-events'],
    ['deep nesting', '['.repeat(5_000) + ']'.repeat(5_000), 400, 'request.nested-too-deep'],
    ['a lone surrogate', String.raw`{"id":"\ud800"}`, 400, 'request.malformed-text'],
    ['__proto__ as a key', '{"__proto__":{"admin":true}}', 400, 'request.forbidden-key'],
    ['more than a megabyte', `"${'x'.repeat(1_100_000)}"`, 413, 'request.too-large'],
    ['1,001 events', JSON.stringify(Array(1001).fill({})), 413, 'request.too-many-events'],
  ])('of %s gets a problem document', async (_, body, status, code) => {
    const answer = await posted(body);

    expect(answer).toMatchObject({ status, type: 'application/problem+json', body: { code } });
    expect(String(answer.body['detail']).length).toBeGreaterThan(20);
    expect(answer.body['requestId']).toBeDefined();
  });

  it('of the wrong media type gets a problem document', async () => {
    const answer = await posted('<event/>', { 'content-type': 'text/xml' });

    expect(answer).toMatchObject({ status: 415, body: { code: 'request.wrong-media-type' } });
  });

  it('that inflates to more than a megabyte gets a problem document', async () => {
    const bomb = Uint8Array.from(gzipSync(Buffer.alloc(50_000_000, 0x20)));

    const answer = await posted(bomb, { 'content-type': json, 'content-encoding': 'gzip' });

    expect(answer).toMatchObject({ status: 413, body: { code: 'request.too-large' } });
  });

  it.each([['a number past a double', '{"n":1e400}', 'request.number-out-of-range']])(
    'with %s is refused',
    async (_, data, code) => {
      const text = JSON.stringify(anEvent()).replace('}', `,"data":${data}}`);

      expect(await posted(text)).toMatchObject({ status: 400, body: { code } });
    },
  );

  it.each([
    ['too old', { time: '2001-01-01T00:00:00Z' }, 'event.too-old'],
    ['too new', { time: '2999-01-01T00:00:00Z' }, 'event.too-new'],
    ['without a time that its id carries', { time: undefined }, 'event.time-missing'],
    ['without a subject', { subject: undefined }, 'event.attribute-missing'],
  ])('of one event %s leaves the others', async (_, fields, code) => {
    const good = anEvent({ id: `good-${code}`, type: 'other' });

    const answer = await posted(JSON.stringify([anEvent(fields), good]));

    expect(answer).toMatchObject({
      status: 202,
      body: { accepted: 1, rejected: [{ index: 0, code }] },
    });
  });

  it('in the catalog names the field that is unknown', async () => {
    const answer = await farthing.request('PUT', '/v1/meters/views', {
      eventType: 'view',
      aggregation: 'count',
      color: 'red',
    });

    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'request.unknown-field', param: '/color' },
    });
  });

  it('of a key without the scope says which it needs', async () => {
    const key = await farthing.keyFor('demo', 'usage:read');

    const answer = await posted(JSON.stringify(anEvent()), undefined, key);

    expect(answer).toMatchObject({ status: 403, body: { code: 'key.scope-missing' } });
    expect(answer.body['detail']).toContain('events:write');
  });

  it('of a key that is unknown is an error that Stripe’s SDK raises', async () => {
    const answer = await farthing.request('POST', '/v1/billing/meter_events', {}, 'unknown');

    expect(answer).toMatchObject({ status: 403, body: { error: { code: 'key.unknown' } } });
  });

  it('with a payer’s token is refused but in the header, or once that is revoked', async () => {
    expect(await askedWithToken(farthing)).toEqual({ ...answeredToToken, cookie: '401' });
  });
});

describe('odd but legal input', () => {
  const meter = { eventType: 'odd', aggregation: 'count' };
  const odd = [
    anEvent({ id: '#', type: 'odd' }),
    anEvent({ id: '|', type: 'odd' }),
    anEvent({ id: ' ', type: 'odd' }),
    anEvent({ id: '🪙', type: 'odd' }),
    anEvent({ id: 'x'.repeat(1_000), type: 'odd' }),
    anEvent({ id: '#', type: 'odd', source: 'urn:other' }),
    anEvent({ id: 'a', type: 'odd', subject: '__proto__' }),
    anEvent({ id: 'b', type: 'odd', subject: '🪙 | #' }),
  ];
  const range = () => ({
    from: new Date(hour - 7_200_000).toISOString(),
    to: new Date(hour + 3_600_000).toISOString(),
  });

  it('is counted once and apart, however often it is sent', async () => {
    await farthing.request('PUT', '/v1/meters/odd', meter);
    for (let turn = 0; turn < 3; turn += 1) {
      expect(await posted(JSON.stringify(odd))).toMatchObject({ status: 202 });
    }
    await farthing.untilSettled();

    const rows = await farthing.usage({ meter: 'odd', groupBy: 'subject', ...range() });

    expect(Object.fromEntries(rows.map(({ subject, value }) => [`=${subject}`, value]))).toEqual({
      '=reader-1': '6',
      '=__proto__': '1',
      '=🪙 | #': '1',
    });
  });

  it('of tenants whose names run into their subjects stays apart', async () => {
    const keys: string[] = [];
    for (const [tenant, subject, events] of [
      ['a', 'b#c', 1],
      ['a#b', 'c', 2],
    ] as const) {
      const key = await farthing.keyFor(tenant, 'events:write', 'usage:read', 'admin');
      await farthing.request('PUT', '/v1/meters/odd', meter, key);
      const sent = Array.from({ length: events }, (_, n) =>
        anEvent({ id: `${n}`, subject, type: 'odd' }),
      );
      await posted(JSON.stringify(sent), undefined, key);
      keys.push(key);
    }
    await farthing.untilSettled();

    const counts: string[] = [];
    for (const key of keys) {
      const query = new URLSearchParams({ meter: 'odd', ...range() });
      const { body } = await farthing.request('GET', `/v1/usage?${query}`, undefined, key);
      counts.push((body as { rows: { value: string }[] }).rows[0]?.value ?? '');
    }

    expect(counts).toEqual(['1', '2']);
  });

  it('under the identity of another event is quarantined, and nobody else sees it', async () => {
    await posted(JSON.stringify(anEvent({ id: '#', type: 'odd', data: { other: true } })));
    await farthing.untilSettled();

    const { body } = await farthing.request('GET', '/v1/quarantine?status=open');
    const [entry] = (body as { entries: { id: string; reason: string }[] }).entries;
    const stranger = await farthing.keyFor('stranger', 'usage:read', 'admin');
    const path = `/v1/quarantine/${entry?.id}`;

    expect(entry).toMatchObject({ reason: 'conflict' });
    expect(await farthing.request('GET', path)).toMatchObject({ status: 200 });
    expect(await farthing.request('GET', path, undefined, stranger)).toMatchObject({
      status: 404,
      body: { code: 'quarantine.not-found' },
    });
    expect(await farthing.request('GET', '/v1/meters/odd', undefined, stranger)).toMatchObject({
      status: 404,
      body: { code: 'meter.not-found' },
    });
  });
});

describe('the client library', () => {
  it('sends events that are counted once, is told of those that are not taken, and reads what they come to', async () => {
    const { url, apiKey } = farthing.stack;
    await farthing.request('PUT', '/v1/meters/sent', { eventType: 'sent', aggregation: 'count' });
    const drops: Drop[] = [];
    const onDrop = (drop: Drop): void => void drops.push(drop);
    const sender = createSender({ url, apiKey, source: 'urn:library', onDrop });
    const time = new Date(hour - 3_600_000);

    for (let n = 0; n < 250; n += 1) sender.track({ type: 'sent', subject: `s-${n % 2}`, time });
    sender.track({ type: 'sent', subject: 's-0', time: '2001-01-01T00:00:00Z' });
    expect(await sender.close()).toEqual({ unsent: 0 });
    await farthing.untilSettled();

    const reader = createReader({ url, apiKey });
    const from = new Date(hour - 7_200_000).toISOString();
    const query = { meter: 'sent', from, to: new Date(hour).toISOString(), limit: 1 };
    const rows = await reader.usage({ ...query, groupBy: 'subject' }).all();
    const stranger = createReader({ url, apiKey: 'ft_test_nobody_knows' });
    expect(rows.map(({ subject, value }) => [subject, value])).toEqual([
      ['s-0', '125'],
      ['s-1', '125'],
    ]);
    expect(drops).toMatchObject([{ reason: 'rejected', code: 'event.too-old' }]);
    await expect(reader.customer('nobody')).rejects.toBeInstanceOf(CustomerError);
    await expect(stranger.customer('nobody')).rejects.toBeInstanceOf(GatewayError);
  });
});

const whenPresent = hasRealLog ? describe : describe.skip;

// It comes last, as it sets the clock to 2015. An import that nothing happens to is in billing.test.ts.
whenPresent(`importing a real access log, killed in the middle of it${skippedAloud}`, () => {
  beforeAll(() => applyMeters(farthing));

  it('ends in the same totals when it is started again and the import repeated, with its lines shuffled', async () => {
    const lines = (await readFile(realLogFile, 'latin1')).split('\n');
    const shuffled = join(farthing.directory, 'shuffled.log');
    const key = (index: number): number => (index * 7_919) % 10_007;
    const order = lines.map((_, index) => index).sort((a, b) => key(a) - key(b));
    await writeFile(shuffled, order.map((index) => lines[index]).join('\n'), 'latin1');
    const importing = farthing.farthingProcess(
      ...['import', realLogFile, '--site', 'demo', '--ranges', '--set-clock'],
    );
    // The totals have begun to show, so that every stage is at work.
    while (!(await isAnythingCounted(farthing))) await sleep(20);
    await farthing.kill();
    importing.child.kill('SIGKILL');
    await importing.ended;

    await farthing.start();
    await importLog(farthing, shuffled);
    await farthing.untilSettled();

    expect(await counted(farthing)).toEqual(expectedCounts());
  });

  it('adds nothing when the file is imported again', async () => {
    await importLog(farthing);
    await farthing.untilSettled();

    expect(await counted(farthing)).toEqual(expectedCounts());
  });
});
