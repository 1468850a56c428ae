import { describe, expect, it } from '@jest/globals';
import { httpFacilitator } from '../../core/gate/chain/http-facilitator.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import type { CallAnswer, OutboundCall } from '../../core/rails/ports.ts';
import { aChainRail, aTransfer } from '../core/gate/some-chain.ts';
import { inMemoryAuditLog } from '../fakes/audit-log.ts';
import { inMemoryFacilitatorKeys } from '../fakes/collections.ts';
import { anAudit } from '../support/an-audit.ts';
import { asking } from '../support/ask.ts';
import { railsHandler } from '../support/changing-handlers.ts';
import { json } from '../support/some-press.ts';
import { someRails } from '../support/some-rails.ts';

const facilitator = 'https://facilitator.example';
const key = { facilitator, header: 'X-Api-Key', value: 'a very secret key' };

/** Rails whose calls to outside are answered alike, and what was called. */
function aFacilitator(answer: CallAnswer = { kind: 'answered', status: 200, body: '{}' }) {
  const rails = someRails();
  const calls: OutboundCall[] = [];
  const outbound = {
    isHere: () => false,
    refusal: (url: string) => (url.startsWith('https') ? undefined : 'give an https URL'),
    call: async (call: OutboundCall) => {
      calls.push(call);
      return answer;
    },
  };
  const audit = inMemoryAuditLog();
  const ask = asking(railsHandler({ ...rails, outbound }, anAudit({ audit })));
  const put = (body: object = key) => ask('PUT /v1/rails/x402', { headers: json, body });
  return { ...rails, ask, put, calls, outbound, audit };
}

describe('the key of a facilitator', () => {
  it('is sent with each call to that facilitator, and shown nowhere', async () => {
    const { ask, put, calls, outbound, facilitatorKeys } = aFacilitator();

    const answers = [await put(), await ask('GET /v1/rails')];
    await httpFacilitator(outbound, facilitatorKeys).verify(aTransfer(), 'acme');
    await httpFacilitator(outbound, facilitatorKeys).settle(aTransfer(), 'acme');
    await httpFacilitator(outbound, facilitatorKeys).supports(aChainRail(), 'acme');

    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers[0]?.body).toEqual({ facilitator, header: 'x-api-key' });
    expect(answers[1]?.body).toMatchObject({ x402: { facilitator, header: 'x-api-key' } });
    expect(JSON.stringify(answers)).not.toContain(key.value);
    expect(calls.map(({ url, headers }) => [url, headers['x-api-key']])).toEqual([
      [`${facilitator}/supported`, key.value],
      [`${facilitator}/verify`, key.value],
      [`${facilitator}/settle`, key.value],
      [`${facilitator}/supported`, key.value],
    ]);
  });

  it('goes to no other facilitator, and is of no other tenant', async () => {
    const { put, calls, outbound, facilitatorKeys } = aFacilitator();
    await put();
    const called = httpFacilitator(outbound, facilitatorKeys);
    const rail = aChainRail({ facilitator: 'https://other.example' });

    await called.verify(aTransfer({ rail }), 'acme');
    await called.verify(aTransfer(), 'zine');

    expect(calls.slice(1).map(({ headers }) => headers['x-api-key'])).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('stands in no audit', async () => {
    const { put, audit } = aFacilitator();

    await put();

    const all = { from: timestampOf(0), to: timestampOf(1), before: undefined, limit: 10 };
    const { entries } = await audit.list('acme', all);
    expect(entries).toMatchObject([{ action: 'PUT /v1/rails/x402' }]);
    expect(JSON.stringify(entries)).not.toContain(key.value);
  });

  it('is forgotten when it is taken away', async () => {
    const { ask, put, facilitatorKeys } = aFacilitator();
    await put();

    const { status, body } = await ask('POST /v1/rails/x402/disconnect');

    expect([status, body]).toEqual([200, { rails: [] }]);
    expect(await facilitatorKeys.get('acme')).toBeUndefined();
  });

  it.each([
    ['a header that a call has by itself', { header: 'Content-Length' }, '/header'],
    ['no name of a header', { header: 'x api' }, '/header'],
    ['a value of two lines', { value: 'a\r\nHost: b' }, '/value'],
    ['no value', { value: '' }, '/value'],
  ])('is refused with %s, and not repeated', async (_, fields, param) => {
    const { put, calls, facilitatorKeys } = aFacilitator();

    const { status, body } = await put({ ...key, ...fields });

    expect([status, body['code'], body['param']]).toEqual([400, 'rail.secrets-refused', param]);
    expect(JSON.stringify(body)).not.toContain('Host: b');
    expect([calls, await facilitatorKeys.get('acme')]).toEqual([[], undefined]);
  });

  it.each([
    ['says that it is wrong', 'answered', 401, 'rail.secrets-refused'],
    ['does not answer', 'failed', 0, 'rail.outcome-unknown'],
    ['fails itself', 'answered', 502, 'rail.outcome-unknown'],
  ] as const)('is not kept where the facilitator %s', async (_, kind, status, code) => {
    const answer =
      kind === 'failed' ? { kind, reason: 'timeout' } : { kind, status, body: key.value };
    const { put, facilitatorKeys } = aFacilitator(answer);

    const { body } = await put();

    expect([body['code'], await facilitatorKeys.get('acme')]).toEqual([code, undefined]);
    expect(JSON.stringify(body)).not.toContain(key.value);
  });

  it('is not sent to an address that may not be called', async () => {
    const { put, calls } = aFacilitator();

    const { body } = await put({ ...key, facilitator: 'http://facilitator.example' });

    expect([body['code'], calls]).toEqual(['rail.url-refused', []]);
  });

  it('that cannot be read makes nothing known: a payment is asked for again', async () => {
    const { calls, outbound } = aFacilitator();
    const keys = {
      get: async () => {
        throw new Error('Parameter Store is away');
      },
    };

    const came = await httpFacilitator(outbound, keys).settle(aTransfer(), 'acme');

    expect([came, calls]).toEqual([{ kind: 'unknown', detail: 'its key cannot be read' }, []]);
  });

  it('is read again after it was put, by whoever keeps it', async () => {
    const keys = inMemoryFacilitatorKeys();
    await keys.put('acme', key);
    await keys.put('acme', { ...key, value: 'another' });

    expect(await keys.get('acme')).toMatchObject({ value: 'another' });
  });
});
