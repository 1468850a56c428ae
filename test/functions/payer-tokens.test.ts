import { describe, expect, it } from '@jest/globals';
import { somePayerTokens } from '../support/some-payer-tokens.ts';
import { otherPayer, payer } from '../support/some-press.ts';

describe('a token of a payer', () => {
  it('is shown once, and lets in its payer with no scope', async () => {
    const { make, list, letIn, log } = await somePayerTokens();

    const made = await make({ limit: { amount: '0.50', currency: 'EUR' } });
    const listed = await list();

    const { id, token } = made.body;
    expect(made).toMatchObject({ status: 201, body: { payer, actions: ['charge', 'read'] } });
    expect(await letIn(token)).toMatchObject({ tenant: 'acme', keyId: id, payer, scopes: [] });
    expect(listed.body['tokens']).toEqual([
      {
        ...{ id, payer, actions: ['charge', 'read'], spent: '0.00' },
        limit: { amount: '0.50', currency: 'EUR' },
        ...{ createdAt: '2026-11-29T12:00:00Z', endsAt: '2026-11-30T12:00:00Z' },
      },
    ]);
    const secret = String(token).slice(-43);
    expect(listed.text).not.toContain(secret);
    const stored = await log.read('acme', String(id).slice(0, 22), 0);
    for (const { bytes } of stored.blocks) {
      expect(Buffer.from(bytes).toString('latin1')).not.toContain(secret);
    }
  });

  it('is not let in at another tenant, or as an entry that is no token', async () => {
    const { make, letIn, charge } = await somePayerTokens();
    const { token } = (await make()).body;
    const charged = (await charge('one')).body['id'];

    const elsewhere = await letIn(token, 'other');
    const noToken = await letIn(
      String(token).replace(/[\w-]{22}\.\w+\.[0-9a-z]+(?=_)/, String(charged)),
    );

    expect([elsewhere, noToken]).toEqual(['refused', 'refused']);
  });

  it('charges and holds for its payer alone, and says who that is by itself', async () => {
    const { make, by, spent, told } = await somePayerTokens();
    const own = by((await make()).body['id']);

    const charged = await own.use('charges', 'one');
    const held = await own.use('holds', 'job', { quantity: '3', payer });
    const id = String(held.body['id']);
    const captured = await own.ask('POST /v1/holds/{id}/capture', {
      params: { id },
      body: { quantity: '2' },
    });

    expect([charged.status, held.status, captured.status]).toEqual([201, 201, 200]);
    expect((await spent()).body).toMatchObject({ captured: '0.03', held: '0.00' });
    expect(told()).toHaveLength(3);
  });

  it('is refused for another payer, and nothing is held or charged', async () => {
    const { make, by, ask } = await somePayerTokens();
    const own = by((await make()).body['id']);

    const answers = [
      await own.use('charges', 'one', { payer: otherPayer }),
      await own.use('holds', 'two', { payer: otherPayer }),
      await own.ask('GET /v1/payers/{payer}/spend', { params: { payer: otherPayer } }),
    ];
    const other = await ask('GET /v1/payers/{payer}/spend', {
      params: { payer: otherPayer },
    });

    expect(answers.map(({ status, body }) => [status, body['code']])).toEqual(
      answers.map(() => [403, 'token.not-allowed']),
    );
    expect(other.body).toMatchObject({ captured: '0.00', held: '0.00' });
  });

  it('sees nothing of holds of others, and ends none', async () => {
    const { make, by, ask, hold, notices } = await somePayerTokens();
    const own = by((await make()).body['id']);
    const foreign = await ask('POST /v1/holds', {
      body: { payer: otherPayer, meter: 'view', quantity: '2', idempotency: 'theirs' },
    });
    const servers = await hold('job', '2');
    const params = { id: String(foreign.body['id']) };
    const body = { quantity: '1' };

    const answers = [
      await own.ask('GET /v1/holds/{id}', { params }),
      await own.ask('POST /v1/holds/{id}/capture', { params, body }),
      await own.ask('POST /v1/holds/{id}/release', { params }),
      await own.ask('POST /v1/holds/{id}/capture', {
        params: { id: String(servers.body['id']) },
        body,
      }),
    ];

    expect(answers.map(({ body: { code } }) => code)).toEqual([
      ...['hold.not-found', 'hold.not-found', 'hold.not-found', 'hold.closed'],
    ]);
    expect(notices).toEqual([]);
    const theirs = await ask('GET /v1/holds/{id}', { params });
    expect(theirs.body).toMatchObject({ status: 'open', left: '2' });
  });

  it('spends no more than its limit, with what is held by it, and nothing of what is over', async () => {
    const { make, by, list, spent } = await somePayerTokens();
    const { id } = (await make({ limit: { amount: '0.03', currency: 'EUR' } })).body;
    const own = by(id);
    await own.use('charges', 'one');
    await own.use('holds', 'two', { quantity: '2' });

    const over = await own.use('charges', 'three');

    expect([over.status, over.body['code'], over.body['left']]).toEqual([
      ...[402, 'token.limit-exceeded', '0.00'],
    ]);
    expect((await spent()).body).toMatchObject({ captured: '0.01', held: '0.02' });
    expect((await list()).body['tokens']).toMatchObject([{ id, spent: '0.01' }]);
  });

  it('is within its limit however many ask at once', async () => {
    const { make, by, list } = await somePayerTokens();
    const { id } = (await make({ limit: { amount: '0.10', currency: 'EUR' } })).body;
    const own = by(id);

    const answers = await Promise.all(
      Array.from({ length: 25 }, (_, index) => own.use('charges', `charge-${index}`)),
    );

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
    expect((await list()).body['tokens']).toMatchObject([{ spent: '0.10' }]);
  });
});
