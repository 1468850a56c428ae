import { describe, expect, it } from '@jest/globals';
import { currentEpoch, whyUnsold } from '../../core/gate/private/epoch.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { headersIn, refusalIn } from '../support/some-gate.ts';
import { payer } from '../support/some-press.ts';
import { pass, privateReaders } from '../support/some-private-readers.ts';
import { there } from '../support/there.ts';

const at = { model: 'per_unit', unitPrice: '1' } as const;
const byAuthor = { ...at, meter: 'reads', filter: { author: ['ada'] } };

const code = (body: Readonly<Record<string, unknown>>): unknown =>
  body['outcome'] === 'refused' ? refusalIn(body).code : body['code'];

describe('private tokens', () => {
  it('are paid from the wallet, used once each, and counted in sum', async () => {
    const { bought, use, capture, wallet, standing } = await privateReaders();

    const tokens = await bought(150);
    const held = await use(String(tokens[0]));
    const captured = await capture(held.body['id']);
    const again = await use(String(tokens[0]));

    expect(held.body).toMatchObject({
      ...{ outcome: 'held', by: 'private-token', amount: '0.012', repeated: false },
      payer: 'subject:private-pass:front:2026-11',
    });
    expect(captured.body).toMatchObject({ amount: '0.012' });
    expect(code(again.body)).toBe('private-token.used');
    expect(await wallet()).toBe('8.20');
    expect(await standing()).toMatchObject({
      ...{ crowd: 1, sold: 150, used: 1, held: 0, open: 149, broken: 0 },
      ...{ paid: '1.80', invoiced: '0.00', earned: '0.00', left: '1.80' },
    });
  });

  it('are signed again for the same requests, and paid once', async () => {
    const { made, buy, wallet, standing } = await privateReaders();
    const pending = await made(150);

    const first = await buy(pending);
    const [second, third] = await Promise.all([buy(pending), buy(pending)]);

    expect([first.status, second.body, third.body]).toEqual([201, first.body, first.body]);
    expect([await wallet(), (await standing())['sold']]).toEqual(['8.20', 150]);
  });

  it('are sold in numbers that come to whole cents', async () => {
    const { made, buy, wallet } = await privateReaders();

    const { status, body } = await buy(await made(3));

    expect([status, body['code'], await wallet()]).toEqual([400, 'request.invalid', '10.00']);
    expect(body['detail']).toContain('such as 5');
  });

  it('are not sold for more than a top-up has, and cost nothing then', async () => {
    const { made, buy, wallet, topUp, standing } = await privateReaders();
    await topUp('1.00', 'T-2', 'zine');

    const { body } = await buy(await made(150), 'zine');

    expect([body['code'], await wallet('zine')]).toEqual(['wallet.too-little', '1.00']);
    expect(await standing()).toMatchObject({ sold: 0, paid: '0.00' });
  });

  it('are worth nothing to another seller, for another meter, in twos, or altered', async () => {
    const { bought, use, gate, sold } = await privateReaders();
    const [token = ''] = await bought(5);
    const altered = Buffer.from(token, 'base64url');
    altered.writeUInt8(altered.readUInt8(40) ^ 1, 40);
    const forged = Buffer.from(token, 'base64url');
    forged.writeUInt8(forged.readUInt8(353) ^ 1, 353);

    const refusals = await Promise.all([
      use(altered.toString('base64url')),
      use(forged.toString('base64url')),
      use(token, { quantity: '2' }),
      use(Buffer.alloc(354, 2).fill(0, 0, 1).toString('base64url')),
      gate({ authorization: `PrivateToken token="${token.slice(4)}"` }),
    ]);

    expect(refusals.map(({ body }) => code(body))).toEqual([
      ...Array.from({ length: 4 }, () => 'private-token.refused'),
      'payment.malformed',
    ]);
    const { 'www-authenticate': [, header = ''] = [] } = headersIn(refusals[0].body);
    expect(header.replaceAll('=', '')).toContain((await sold()).tokenKey);
    expect((await use(token)).body['outcome']).toBe('held');
  });

  it('can be used again where serving failed, or was never heard of again', async () => {
    const { bought, use, release, capture, later, standing } = await privateReaders();
    const [token = ''] = await bought(5);

    await release((await use(token)).body['id']);
    const second = await use(token);
    later(61);
    const third = await use(token);
    const late = await capture(second.body['id']);
    await capture(third.body['id']);

    expect([second.body['outcome'], third.body['outcome']]).toEqual(['held', 'held']);
    expect(late.body['code']).toBe('hold.closed');
    expect(code((await use(token)).body)).toBe('private-token.used');
    expect(await standing()).toMatchObject({ used: 1, held: 0, open: 4 });
  });

  it('are held once of a hundred that come at once to two servers', async () => {
    const { bought, use, standing } = await privateReaders();
    const [token = ''] = await bought(5);

    const all = await Promise.all(
      Array.from({ length: 100 }, (_, index) => use(token, {}, index % 2)),
    );

    const held = all.filter(({ body }) => body['outcome'] === 'held');
    const used = all.filter(({ body }) => code(body) === 'private-token.used');
    expect([held.length, used.length]).toEqual([1, 99]);
    expect(await standing()).toMatchObject({ held: 1, open: 4 });
  });

  it('are answered as they were where the same server asks for the same request again', async () => {
    const { bought, use } = await privateReaders();
    const [token = ''] = await bought(5);

    const first = await use(token, { idempotency: 'r-1' });
    const again = await use(token, { idempotency: 'r-1' }, 1);
    const other = await use(token, { idempotency: 'r-2' });

    expect(again.body).toEqual({ ...first.body, repeated: true });
    expect(code(other.body)).toBe('private-token.used');
  });

  it('are taken over from a server that died before it held anything, after two minutes', async () => {
    const { bought, use, later, privately, standing } = await privateReaders();
    const [token = ''] = await bought(5);
    const { passes } = privately;
    const putSpent = passes.putSpent;
    passes.putSpent = async (claim) => {
      await putSpent(claim);
      throw new Error('the server is killed');
    };
    await use(token).catch(() => undefined);
    passes.putSpent = putSpent;

    const soon = await use(token);
    later(121);
    const after = await use(token);

    expect(code(soon.body)).toBe('private-token.used');
    expect(after.body['outcome']).toBe('held');
    expect(code((await use(token)).body)).toBe('private-token.used');
    expect(await standing()).toMatchObject({ held: 1, open: 4 });
  });

  it('are kept back until as many have bought as make a crowd', async () => {
    const { bought, use, topUp, later } = await privateReaders({ crowd: 2 });
    const [token = ''] = await bought(150);

    const alone = await use(token);
    await topUp('5.00', 'T-2', 'zine');
    await bought(5, 'zine');
    later(11);
    const together = await use(token);

    expect([code(alone.body), together.body['outcome']]).toEqual([
      'private-token.crowd-small',
      'held',
    ]);
  });

  it('end with the months they are good for', async () => {
    const { bought, use, later, billing } = await privateReaders();
    const [token = ''] = await bought(5);
    const untilEnd = (Date.UTC(2027, 0, 1) - billing.time.now) / 1_000;

    later(untilEnd - 1);
    const last = await use(token);
    later(1);
    const over = await use(token);

    expect([last.body['outcome'], code(over.body)]).toEqual(['held', 'private-token.ended']);
  });

  it('have one key a month, which everybody is shown', async () => {
    const { ask, sold, made, buy, later, wallet } = await privateReaders();
    const first = await sold();
    const pending = await made(5);
    later(3 * 86_400);

    const second = await sold();
    const late = await ask('POST /v1/payers/{payer}/private-passes', {
      params: { payer },
      body: {
        ...{ privatePass: pass, keyId: first.keyId },
        requests: pending.map(({ request }) => request),
      },
    });
    const { body } = await ask('GET /.well-known/private-token-issuer-directory');

    expect(first.keyId).not.toBe(second.keyId);
    expect(late.body['code']).toBe('private-pass.ended');
    expect(await wallet()).toBe('10.00');
    expect(body['token-keys']).toEqual(
      [second, first].map(({ tokenKey }) => expect.objectContaining({ 'token-key': tokenKey })),
    );
    expect((await buy(await made(5))).status).toBe(201);
  });

  it('say nothing of who bought them where they are used', async () => {
    const { bought, use, capture, log, told, queue } = await privateReaders();
    const [token = ''] = await bought(5);

    await capture((await use(token, { subject: 'reader-7' })).body['id']);

    expect(told()).toMatchObject([{ subject: 'private-pass:front:2026-11' }]);
    expect(queue.bodies.join()).not.toMatch(/reader-7|press/);
    expect(log).toBeDefined();
  });

  it.each([
    [
      'charges nothing',
      { meter: 'view', prices: [{ ...at, meter: 'reads' }] },
      'charges nothing for one unit of view without',
    ],
    [
      'charges it by a dimension',
      { meter: 'reads', prices: [byAuthor] },
      'charges nothing for one unit of reads without',
    ],
    [
      'asks nothing',
      { meter: 'view', prices: [{ ...at, unitPrice: '0', meter: 'view' }] },
      'asks nothing for one unit of view without',
    ],
    ['is not named', { settings: { defaultPlan: undefined } }, 'name no defaultPlan'],
  ])('are not sold where the default plan %s, and it is said why', async (_, fields, why) => {
    const { ask, offered } = await privateReaders(fields);
    const { body } = await ask('GET /v1/private-passes');

    for (const one of [offered.body, ...(body['passes'] as object[])]) {
      expect(one).toMatchObject({ epoch: null, unsold: expect.stringContaining(why) });
    }
  });

  it('pay for what they are for alone: who they are used by is charged nothing else', async () => {
    const { bought, ask, charge, hold } = await privateReaders();
    await bought(50);
    const nobody = 'subject:private-pass:front:2026-11';
    const body = { actions: ['charge'], expiresIn: 60 };

    const answers = [
      await charge('c-1', { payer: nobody }),
      await hold('h-1', '1', { payer: nobody }),
      await ask('POST /v1/payers/{payer}/tokens', { params: { payer: nobody }, body }),
    ];

    expect(answers.map((one) => one.body['code'])).toEqual(Array(3).fill('payer.not-paying'));
  });

  it.each([
    ['before there are billing settings', 'billing-settings.not-found', 'no billing settings'],
    ['where another meter is charged by, too', 'hold.several-meters', 'by another meter'],
  ] as const)('are not sold %s, and the list is no refusal', async (_, refusal, why) => {
    const prices = [{ ...at, meter: 'reads' }];
    const { gateWith, protocol, privately } = await privateReaders({ prices });
    protocol.terms.of = () => Promise.reject(new Rejection(refusal, 'as it is'));
    const gate = gateWith(protocol);
    const asked = { tenant: 'acme', record: there(await privately.passes.get('acme', pass)) };

    expect(await currentEpoch(gate, privately, asked)).toBeUndefined();
    expect(await whyUnsold(gate, asked)).toContain(why);
  });
});
