import { describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { inMemoryAuditLog } from '../fakes/audit-log.ts';
import { anAudit } from '../support/an-audit.ts';
import { asking } from '../support/ask.ts';
import { railsHandler } from '../support/changing-handlers.ts';
import { aCreditor, collectOn, someSepa } from '../support/some-sepa.ts';

const json = { 'content-type': 'application/json' };
const { scheme: _, ...creditor } = aCreditor;
const signed = { name: 'Ada', iban: 'DE02120300000000202051', signedAt: '2026-01-15' };

async function aServer() {
  const world = await someSepa();
  const invoice = await world.debtor();
  const log = inMemoryAuditLog();
  const ask = asking(railsHandler(world.ports, anAudit({ audit: log })));
  const audited = async () => {
    const [from, to] = [timestampOf(0), timestampOf(1)];
    return (await log.list('acme', { from, to, before: undefined, limit: 9 })).entries;
  };
  const prepare = (key = 'k', body: object = { collectOn }) =>
    ask('POST /v1/rails/sepa/batches', { body, headers: { ...json, 'idempotency-key': key } });
  const tell = (body: object) => ask('POST /v1/rails/sepa/outcomes', { body, headers: json });
  return { world, invoice, ask, audited, prepare, tell };
}

describe('PUT /v1/rails/sepa', () => {
  it('says who collects, beside the rails that are called', async () => {
    const { ask } = await aServer();

    const put = await ask('PUT /v1/rails/sepa', { body: creditor, headers: json });
    const listed = await ask('GET /v1/rails');

    expect(put).toMatchObject({ status: 200, body: { ...creditor, scheme: 'CORE' } });
    expect(listed.body).toMatchObject({
      rails: [{ name: 'stripe' }],
      sepa: { name: 'Magazine GmbH', identifier: 'DE98ZZZ09999999999', scheme: 'CORE' },
    });
  });

  it.each([
    ['/identifier', { identifier: 'DE99ZZZ09999999999' }],
    ['/iban', { iban: 'DE75512108001245126198' }],
    ['/bic', { bic: 'DE' }],
  ])('refuses what cannot be one, and says which: %s', async (param, fields) => {
    const { ask } = await aServer();

    expect(
      await ask('PUT /v1/rails/sepa', { body: { ...creditor, ...fields }, headers: json }),
    ).toMatchObject({ status: 400, body: { code: 'sepa.creditor-invalid', param } });
  });

  it('makes no more batches once it is disconnected, and still takes what became of them', async () => {
    const { ask, prepare, tell, world } = await aServer();
    const { body } = await prepare();

    const left = await ask('POST /v1/rails/sepa/disconnect');
    world.on('2026-02-17');
    const told = await tell({
      ...{ kind: 'settled', of: body['id'], bankEntry: 'e', on: collectOn, amount: '12.34' },
    });

    expect(left.body['sepa']).toBeUndefined();
    expect((await prepare('l')).body['code']).toBe('rail.not-connected');
    expect(told).toMatchObject({ status: 200, body: { collections: [{ status: 'settled' }] } });
  });
});

describe('mandates of a customer', () => {
  const params = { key: 'press-review', reference: 'M-1' };

  it('are put, listed and revoked, and the audit has nothing of whose account it is', async () => {
    const { ask, audited } = await aServer();

    const put = await ask('PUT /v1/customers/{key}/mandates/{reference}', {
      ...{ params, body: signed, headers: json },
    });
    const revoked = await ask('POST /v1/customers/{key}/mandates/{reference}/revoke', { params });
    const listed = await ask('GET /v1/customers/{key}/mandates', { params });

    expect(put).toMatchObject({ status: 200, body: { ...signed, status: 'active', changes: 0 } });
    expect(revoked.body['status']).toBe('revoked');
    expect(listed.body['mandates']).toMatchObject([
      { reference: 'M-1', status: 'revoked' },
      { reference: 'M-press-review', status: 'active' },
    ]);
    expect(JSON.stringify(await audited())).not.toMatch(/DE0212|Ada/);
  });

  it.each([
    ['customer.not-found', { key: 'nobody', reference: 'M-1' }, signed],
    ['mandate.invalid', { ...params, reference: 'M 1' }, signed],
    ['mandate.invalid', params, { ...signed, iban: 'DE00' }],
    ['request.invalid', params, { ...signed, signedAt: 'yesterday' }],
  ])('are refused with %s', async (code, where, body) => {
    const { ask } = await aServer();

    const refused = await ask('PUT /v1/customers/{key}/mandates/{reference}', {
      ...{ params: where, body, headers: json },
    });

    expect(refused.body['code']).toBe(code);
  });
});

describe('a batch over HTTP', () => {
  it('is proposed, prepared, given out, submitted and settled', async () => {
    const { ask, prepare, tell, world, invoice } = await aServer();

    const proposed = await ask('GET /v1/rails/sepa/proposal', { query: { collectOn } });
    const { body: batch } = await prepare();
    const params = { id: String(batch['id']) };
    const file = await ask('GET /v1/rails/sepa/batches/{id}/file', { params });
    const submitted = await ask('POST /v1/rails/sepa/batches/{id}/submit', { params });
    world.on('2026-02-17');
    const told = await tell({
      ...{ kind: 'settled', of: params.id, bankEntry: 'e', on: collectOn, amount: '12.34' },
    });
    const listed = await ask('GET /v1/rails/sepa/batches');
    const collections = await ask('GET /v1/invoices/{id}/collections', { params: { id: invoice } });

    expect(proposed.body).toMatchObject({ count: 1, total: '12.34', leftOut: [], more: false });
    expect(batch).toMatchObject({ status: 'prepared', count: 1, total: '12.34', credited: false });
    expect(file.text).toContain(`<MsgId>${params.id}</MsgId>`);
    expect(submitted.body).toMatchObject({ status: 'submitted', submittedAt: expect.anything() });
    expect(told.body).toMatchObject({
      left: 0,
      collections: [{ rail: 'sepa', status: 'settled' }],
    });
    expect(listed.body['batches']).toMatchObject([{ id: params.id, credited: true }]);
    expect(collections.body['collections']).toMatchObject([
      { rail: 'sepa', status: 'settled', batch: params.id, amount: '12.34' },
    ]);
  });

  it('is of the invoices that are named by their numbers', async () => {
    const { ask, prepare } = await aServer();

    const query = { collectOn: '2026-02-12', invoices: 'INV-2026-000001' };
    const proposed = await ask('GET /v1/rails/sepa/proposal', { query });
    const asked = { collectOn: '2026-02-12', invoices: ['INV-2026-000001'] };

    expect(proposed.body['count']).toBe(1);
    expect((await prepare('k', asked)).body['items']).toMatchObject([
      { number: 'INV-2026-000001' },
    ]);
  });

  it.each([
    ['sepa.day-invalid', { collectOn: '2026-02-15' }],
    ['sepa.nothing-to-collect', { collectOn, dueUntil: '2026-01-01' }],
    ['invoice.not-found', { collectOn, invoices: ['INV-2026-000009'] }],
    ['request.invalid', { collectOn: 'Monday' }],
  ])('is refused with %s: %j', async (code, body) => {
    const { prepare } = await aServer();

    expect((await prepare('k', body)).body['code']).toBe(code);
  });

  it('cannot be prepared without a key', async () => {
    const { ask } = await aServer();

    const refused = await ask('POST /v1/rails/sepa/batches', {
      body: { collectOn },
      headers: json,
    });

    expect(refused.body['code']).toBe('request.idempotency-key-missing');
  });

  it('is none under another id', async () => {
    const { ask, tell } = await aServer();
    const params = { id: 'FB-20260216-0000000000000000000' };
    const asked = await ask('GET /v1/rails/sepa/batches/{id}', { params });
    const told = await tell({
      ...{ kind: 'rejected', of: params.id, bankEntry: 'e', on: '2026-02-02' },
    });

    expect([asked.body['code'], told.body['code']]).toEqual([
      'sepa.batch-not-found',
      'sepa.batch-not-found',
    ]);
  });
});

describe('POST /v1/rails/sepa/outcomes', () => {
  it('ends all of a batch that the bank has rejected, and the invoices are free', async () => {
    const { prepare, tell } = await aServer();
    const { body } = await prepare();

    const told = await tell({
      ...{ kind: 'rejected', of: body['id'], bankEntry: 'e', on: '2026-02-02', reason: 'FF01' },
    });

    expect(told.body['collections']).toMatchObject([{ status: 'failed', reason: 'FF01' }]);
    expect((await prepare('l')).body).toMatchObject({ count: 1 });
  });

  it('refuses a day that there is not, and one to come', async () => {
    const { prepare, tell } = await aServer();
    const { body } = await prepare();
    const told = { kind: 'settled', of: body['id'], bankEntry: 'e', amount: '12.34' };

    for (const on of ['2026-02-30', '2026-02-03']) {
      expect((await tell({ ...told, on })).body['code']).toBe('collection.date-invalid');
    }
  });
});
