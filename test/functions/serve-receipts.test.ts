import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { timestampFrom, timestampOf } from '../../core/kernel/timestamp.ts';
import { someSettings } from '../fixtures/plans.ts';
import { somePayerTokens } from '../support/some-payer-tokens.ts';
import { aPress } from '../support/some-press.ts';

const at = (text: string) => timestampFrom(text) ?? timestampOf(Number.NaN);

type Press = Awaited<ReturnType<typeof aPress>>;

const receiptOf = ({ ask }: Press, id: unknown, gate = 0) =>
  ask('GET /v1/receipts/{id}', { params: { id: String(id) } }, gate);
const keysOf = async ({ ask }: Press) =>
  (await ask('GET /.well-known/jwks.json')).body['keys'] as {
    readonly kid: string;
  }[];
const partsOf = (receipt: unknown) =>
  String(receipt)
    .split('.')
    .map((part) => Buffer.from(part, 'base64url'));

describe('a receipt', () => {
  it('says of a charge what was paid, to whom, for what, and by whom', async () => {
    const press = await aPress();
    const { body: charged } = await press.charge('one');

    const { status, body } = await receiptOf(press, charged['id']);

    expect(status).toBe(200);
    expect(body['claims']).toEqual({
      ...{ iss: 'farthing:acme', sub: 'press', jti: charged['id'], receipt: charged['id'] },
      ...{ iat: 1_795_953_600, payee: 'acme', meter: 'view', quantity: '1', subject: 'reader-7' },
      ...{ net: '10000000', tax: '0', amount: '10000000', currency: 'EUR', assetScale: 9 },
    });
  });

  it('is verified by node:crypto alone, with a published key', async () => {
    const press = await aPress();
    const { body: charged } = await press.charge('one');

    const { body } = await receiptOf(press, charged['id']);

    const [header, payload, signature] = partsOf(body['receipt']);
    const { kid } = JSON.parse(String(header)) as { readonly kid: string };
    const jwk = (await keysOf(press)).find((key) => key.kid === kid);
    const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
    const signed = Buffer.from(String(body['receipt']).replace(/\.[^.]+$/, ''));
    expect(verify(null, signed, key, signature ?? Buffer.alloc(0))).toBe(true);
    expect(JSON.parse(String(payload))).toEqual(body['claims']);
  });

  it('is the same again, byte for byte, whoever makes it and however late', async () => {
    const press = await aPress();
    const { body: charged } = await press.charge('one');

    const first = await receiptOf(press, charged['id']);
    press.billing.time.now = at('2027-06-01T00:00:00Z');
    const again = await receiptOf(press, charged['id'], 1);

    expect(again.body).toEqual(first.body);
  });

  it('of a hold is of its capture, at what that came to', async () => {
    const press = await aPress();
    const { body: held } = await press.hold('one', '5');
    await press.end(held['id'], 'capture', { quantity: '3' });

    const { body } = await receiptOf(press, held['id']);
    const { receipt } = body['claims'] as { readonly receipt: string };

    expect(body['claims']).toMatchObject({ jti: held['id'], quantity: '3', amount: '30000000' });
    expect((await receiptOf(press, receipt)).body).toEqual(body);
  });

  it('of a part of a lease is of that part, which is recorded by itself', async () => {
    const press = await aPress();
    const { body: held } = await press.hold('lease', '5', { lease: true });
    for (const key of ['a', 'b']) {
      await press.end(held['id'], 'capture', { quantity: '2', keep: true, idempotency: key });
    }
    const recorded = press.told().map(({ id }) => id.replace(/~\d+$/, ''));

    for (const id of new Set(recorded)) {
      const { body } = await receiptOf(press, id);
      expect(body['claims']).toMatchObject({ jti: id, receipt: id, quantity: '2' });
    }
    expect(new Set(recorded).size).toBe(2);
    expect((await receiptOf(press, held['id'])).body['code']).toBe('receipt.not-found');
  });

  it.each([
    ['a hold that is open', async (press: Press) => (await press.hold('one', '5')).body['id']],
    [
      'a hold that was released',
      async (press: Press) => {
        const { body } = await press.hold('one', '5');
        await press.end(body['id'], 'release');
        return body['id'];
      },
    ],
    [
      'a hold of which nothing was used',
      async (press: Press) => {
        const { body } = await press.hold('one', '5');
        await press.end(body['id'], 'capture', { quantity: '0' });
        return body['id'];
      },
    ],
    [
      'a budget',
      async (press: Press) => {
        await press.cap({ amount: '1.00', currency: 'EUR' });
        const { body } = await press.charge('one');
        return String(body['id']).replace(/\.2\.0$/, '.1.0');
      },
    ],
    ['what is no id', async () => 'nothing'],
  ])('is not there of %s', async (_, idOf) => {
    const press = await aPress();

    const { status, body } = await receiptOf(press, await idOf(press));

    expect([status, body['code']]).toEqual([404, 'receipt.not-found']);
  });

  it('is told again later where the keys cannot be asked now', async () => {
    const press = await aPress();
    const { body: charged } = await press.charge('one');
    press.signer.fail();

    const refused = await receiptOf(press, charged['id']);
    const keys = await press.ask('GET /.well-known/jwks.json');
    press.signer.fail(false);

    expect([refused.status, refused.body['code']]).toEqual([503, 'receipt.unsigned']);
    expect(refused.headers['retry-after']).toBeDefined();
    expect([keys.status, keys.headers['cache-control']]).toEqual([503, 'no-store']);
    expect((await receiptOf(press, charged['id'])).status).toBe(200);
  });
});

describe('who may have a receipt', () => {
  it('is the payer with its token, and nobody with that of another', async () => {
    const press = await somePayerTokens();
    const { body: charged } = await press.charge('one');
    const ask = { params: { id: String(charged['id']) } };
    const own = press.by((await press.make()).body['id']);
    const other = press.by((await press.make({}, 'zine')).body['id'], 'zine');

    const answers = await Promise.all(
      [own, other].map(({ ask: asked }) => asked('GET /v1/receipts/{id}', ask)),
    );

    expect(answers.map(({ status }) => status)).toEqual([200, 404]);
  });

  it('is no payer whose token was revoked, or is not for reading', async () => {
    const press = await somePayerTokens();
    const { body: charged } = await press.charge('one');
    const ask = { params: { id: String(charged['id']) } };
    const revoked = (await press.make()).body['id'];
    await press.revoke(revoked);
    const charging = (await press.make({ actions: ['charge'] })).body['id'];

    const answers = await Promise.all(
      [revoked, charging].map((id) => press.by(id).ask('GET /v1/receipts/{id}', ask)),
    );

    expect(answers.map(({ body }) => body['code'])).toEqual(['token.refused', 'token.not-allowed']);
  });

  it('is no other tenant', async () => {
    const press = await aPress();
    const { body: charged } = await press.charge('one');

    const { body } = await press.ask('GET /v1/receipts/{id}', {
      ...{ params: { id: String(charged['id']) }, tenant: 'other' },
    });

    expect(body['code']).toBe('receipt.not-found');
  });
});

describe('the published keys', () => {
  it('may be kept for an hour by anybody, and read by pages of any origin', async () => {
    const press = await aPress();

    const { headers } = await press.ask('GET /.well-known/jwks.json');

    expect(headers['cache-control']).toBe('public, max-age=3600');
    expect(headers['access-control-allow-origin']).toBe('*');
  });

  it('have those to come, and those that are gone', async () => {
    const press = await aPress({
      keys: [
        { isGone: true },
        { from: at('2026-01-01T00:00:00Z') },
        { from: at('2027-01-01T00:00:00Z') },
      ],
    });

    expect((await keysOf(press)).map(({ kid }) => kid)).toEqual(press.signer.kids);
  });

  it.each([
    [
      'the key of when it was charged, after another took over',
      [{}, { from: '2026-11-30T00:00:00Z' }],
      0,
    ],
    ['the newest one that has begun', [{}, { from: '2026-11-29T12:00:00Z' }], 1],
    [
      'the next one, where that of then is gone',
      [{ isGone: true }, { from: '2027-01-01T00:00:00Z' }],
      1,
    ],
  ])('sign a receipt with %s', async (_, told, expected) => {
    const press = await aPress({
      keys: told.map(({ from, ...key }: { from?: string; isGone?: boolean }) => ({
        ...key,
        ...(from === undefined ? {} : { from: at(from) }),
      })),
    });
    const { body: charged } = await press.charge('one');
    press.billing.time.now = at('2027-06-01T00:00:00Z');

    const { body } = await receiptOf(press, charged['id']);

    const [header] = partsOf(body['receipt']);
    expect(JSON.parse(String(header))).toMatchObject({ kid: press.signer.kids[expected] });
  });
});

describe('a receipt of a view that was given back', () => {
  async function aRefund() {
    const press = await aPress();
    const viewRefunds = { withinMinutes: 15, perDay: 2 };
    const body = someSettings({ viewRefunds });
    await press.billing.rating.settings.put({ tenant: 'acme', revision: 2, body });
    await press.ask('POST /v1/payers/{payer}/wallet/grants', {
      ...{ params: { payer: 'press' }, body: { kind: 'given', amount: '1.00', currency: 'EUR' } },
    });
    const { body: charged } = await press.charge('one');
    const before = await receiptOf(press, charged['id']);
    press.billing.time.now = timestampOf(press.billing.time.now + 60_000);
    await press.charge('two');
    await press.ask('POST /v1/charges/{id}/refund', { params: { id: String(charged['id']) } });
    await press.charge('three');
    return { press, id: charged['id'], before };
  }

  it('says so when it is asked for again, and is signed anew', async () => {
    const { press, id, before } = await aRefund();

    const after = await receiptOf(press, id);

    expect(before.body['claims']).not.toHaveProperty('refundedAt');
    expect(after.body['claims']).toMatchObject({ jti: id, refundedAt: 1_795_953_660 });
    expect(after.body['receipt']).not.toBe(before.body['receipt']);
  });

  it('is the same byte for byte for ever, also once keys of requests are forgotten', async () => {
    const { press, id } = await aRefund();
    const { body: other } = await press.charge('two');
    const [refunded, paid] = await Promise.all(
      [id, other['id']].map((one) => receiptOf(press, one)),
    );
    press.billing.time.now = at('2027-06-01T00:00:00Z');
    await press.charge('much later');

    const later = await Promise.all([id, other['id']].map((one) => receiptOf(press, one, 1)));

    expect(later.map(({ body }) => body)).toEqual([refunded?.body, paid?.body]);
  });
});
