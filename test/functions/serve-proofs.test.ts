import { describe, expect, it } from '@jest/globals';
import { journal } from '../../core/books/reading.ts';
import { voidInvoice } from '../../core/invoicing/void-invoice.ts';
import { sha256 } from '../../core/kernel/digest.ts';
import { monthFrom } from '../../core/kernel/month.ts';
import { eraseOpenings } from '../../core/payers/erase-openings.ts';
import { checkpointFrom } from '../../core/tlog/checkpoint.ts';
import { entriesFrom } from '../../core/tlog/entries.ts';
import { noteFrom, signatureBy, verifierKeyFrom } from '../../core/tlog/note.ts';
import { provesConsistency, provesInclusion } from '../../core/tlog/proofs.ts';
import { tlogProofFrom } from '../../core/tlog/tlog-proof.ts';
import { leafHash } from '../../core/tlog/tree.ts';
import { inMemoryCustomers } from '../fakes/customers.ts';
import { someBooks } from '../fixtures/invoicing.ts';
import { in2027, invoiceOf, tenant } from '../support/a-payer-in-books.ts';
import { asking } from '../support/ask.ts';
import { someProofs } from '../support/some-proofs.ts';
import { there } from '../support/there.ts';

const log = { tenant, year: '2027' };

/** Books with an invoice each of some customers, and what is asked of their log. */
async function aLog(customers: readonly string[], host?: string) {
  const books = someBooks(in2027);
  const ids: string[] = [];
  for (const customer of customers)
    ids.push(await invoiceOf(books, { month: 1, amount: '10.00', customer }));
  const proofs = someProofs(books, host);
  const ask = asking(proofs.handler);
  /** What anybody may ask. */
  const read = (path: string, params = {}, query = {}) =>
    ask(`GET /v1/logs/{tenant}/{year}/${path}`, {
      ...{ scopes: '', params: { ...log, ...params }, query },
    });
  const proofOf = (id: string) => ask('GET /v1/invoices/{id}/proof', { params: { id } });
  return { books, ids, proofs, ask, read, proofOf };
}

const checkpointOf = (note: string) => there(checkpointFrom(there(noteFrom(note)).text));

describe('the proof of an invoice', () => {
  it('opens the entry, which leads to a checkpoint that the published key has signed', async () => {
    const { proofs, ids, read, proofOf } = await aLog(['ada', 'bob', 'cyd']);
    await proofs.publish(tenant);

    const { status, text, headers } = await proofOf(there(ids[1]));

    const proof = there(tlogProofFrom(text));
    const opened = JSON.parse(Buffer.from(there(proof.extra)).toString()) as {
      readonly salt: string;
      readonly text: string;
    };
    const entry = sha256(
      Buffer.concat([Buffer.from(opened.salt, 'base64'), Buffer.from(opened.text)]),
    );
    const { size, root } = checkpointOf(proof.checkpoint);
    const key = there(verifierKeyFrom((await read('key')).text.trim()));
    expect([status, headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8']);
    expect(JSON.parse(opened.text)).toMatchObject({ document: { id: ids[1], customer: 'bob' } });
    expect(
      provesInclusion({
        ...{ index: proof.index, size, root, proof: proof.hashes },
        leaf: leafHash(entry),
      }),
    ).toBe(true);
    expect(signatureBy(key, there(noteFrom(proof.checkpoint)))).toEqual({});
  });

  it('is found by the number too, and not of what is no invoice', async () => {
    const { proofs, ids, proofOf } = await aLog(['ada']);
    await proofs.publish(tenant);

    const byId = await proofOf(there(ids[0]));

    expect((await proofOf('INV-2027-000001')).text).toBe(byId.text);
    expect((await proofOf('INV-9')).body['code']).toBe('invoice.not-found');
  });

  it('is refused until the log has come to it, and where no log is kept', async () => {
    const { ids, proofOf } = await aLog(['ada']);
    const without = await aLog(['ada'], '');

    expect((await proofOf(there(ids[0]))).body).toMatchObject({
      code: 'proof.not-yet',
      status: 409,
    });
    expect((await without.proofOf(there(without.ids[0]))).status).toBe(409);
  });

  it('is no more where its payer is erased, and those of others are as they were, to the byte', async () => {
    const { proofs, ids, proofOf, read } = await aLog(['ada', 'bob', 'cyd']);
    await proofs.publish(tenant);
    const before = await proofOf(there(ids[1]));
    const asked = { tenant, payer: 'ada', subjects: [], record: undefined, clear: [] };
    const erasure = { ...asked, billed: undefined, isNeeded: false };

    const ports = {
      openers: proofs.salts,
      customers: inMemoryCustomers(),
      clock: { now: () => in2027 },
    };

    const dry = await eraseOpenings(ports, { ...erasure, isDry: true });
    const erased = await eraseOpenings(ports, { ...erasure, isDry: false });

    expect([dry, erased]).toEqual([1, 1]);
    expect((await proofOf(there(ids[0]))).body).toMatchObject({
      code: 'proof.erased',
      status: 410,
    });
    expect((await proofOf(there(ids[1]))).text).toBe(before.text);
    expect((await read('checkpoint')).text).toBe(there(tlogProofFrom(before.text)).checkpoint);
  });
});

describe('the days of a log', () => {
  it('are listed with what is anchored of each, whose checkpoint stays as it was', async () => {
    const { books, proofs, read } = await aLog(['ada', 'bob']);
    await proofs.publish(tenant);
    await proofs.keepDay(tenant, '2027-03-01');
    await invoiceOf(books, { month: 2, amount: '10.00', customer: 'cyd' });
    await proofs.publish(tenant);
    const { text, headers } = await read('days/{day}', { day: '2027-03-01' });
    const digest = sha256(there(noteFrom(text)).text).toString('hex');

    expect((await read('days')).body).toEqual({ days: [{ day: '2027-03-01', size: 2, digest }] });
    expect(headers).toMatchObject({ 'cache-control': expect.stringContaining('immutable') });
    expect(checkpointOf((await read('checkpoint')).text).size).toBe(3);
    expect((await read('days/{day}', { day: '2027-03-02' })).body['code']).toBe('log.not-found');
  });
});

describe('the proof of what is no invoice', () => {
  it('is that of a void, by its id: the log has what was taken back', async () => {
    const { books, proofs, ids, proofOf } = await aLog(['ada']);
    const asked = { invoice: there(ids[0]), reason: 'wrong', afterwards: 'forgive' as const };
    await voidInvoice(books.books, tenant, asked);
    await proofs.publish(tenant);
    let voided: string | undefined;
    for await (const { document } of journal(books.log, tenant)) voided = document.id;

    const { status, text } = await proofOf(there(voided));

    const opened = Buffer.from(there(there(tlogProofFrom(text)).extra)).toString();
    expect([status, opened]).toEqual([200, expect.stringContaining('forgive')]);
  });
});

describe('proofs of events', () => {
  const event = { source: 'urn:x', id: 'e-1', subject: 'reader', time: '2027-01-01T10:00:00Z' };

  it('are answered with what there is no proof of, and why', async () => {
    const { ask } = await aLog(['ada']);

    const { status, body } = await ask('POST /v1/event-proofs', { body: { events: [event] } });

    expect([status, body]).toEqual([
      200,
      { proofs: [], unproven: [{ ...event, reason: 'not-found' }] },
    ]);
  });

  it('are refused of no event, of more than a hundred, and of a time that there is not', async () => {
    const { ask } = await aLog(['ada']);
    const many = Array.from({ length: 101 }, () => event);
    const codes = [];

    for (const events of [[], many, [{ ...event, time: '2027-02-30T10:00:00Z' }]])
      codes.push((await ask('POST /v1/event-proofs', { body: { events } })).body['code']);

    expect(codes).toEqual(['request.invalid', 'request.invalid', 'request.invalid']);
  });
});

describe('a public log', () => {
  it('is read without a key: its checkpoint, its tiles, and that it only grew', async () => {
    const { books, proofs, read } = await aLog(['ada', 'bob']);
    await proofs.publish(tenant);
    const before = checkpointOf((await read('checkpoint')).text);
    await invoiceOf(books, { month: 1, amount: '7.00', customer: 'cyd' });
    await proofs.publish(tenant);
    const now = checkpointOf((await read('checkpoint')).text);

    const { body } = await read('consistency', {}, { from: String(before.size) });
    const parts = { level: 'entries', first: '000.p', second: String(now.size) };
    const tile = await read('tile/{level}/{first}/{second}', parts);

    const hashes = (body['hashes'] as string[]).map((hash) => Buffer.from(hash, 'base64'));
    expect(now.size).toBe(before.size + 1);
    expect(provesConsistency({ before, now, proof: hashes })).toBe(true);
    expect(entriesFrom(tile.bytes)).toHaveLength(now.size);
    expect(tile.headers['cache-control']).toContain('immutable');
    expect(JSON.stringify(entriesFrom(tile.bytes))).not.toContain('ada');
  });

  it('says what it has not', async () => {
    const { proofs, read } = await aLog(['ada']);
    expect((await read('checkpoint')).body['code']).toBe('log.not-found');
    await proofs.publish(tenant);

    const refused = [
      await read('checkpoint', { year: '2019' }),
      await read('checkpoint', { year: '19' }),
      await read('checkpoint', { tenant: 'zine' }),
      await read('tile/{level}/{first}', { level: '0', first: '000' }),
      await read('tile/{level}/{first}', { level: '0', first: '..' }),
      await read('tile/{level}/{first}/{second}', { level: '0', first: '000.p', second: '01' }),
    ];

    expect(refused.map(({ status, body }) => [status, body['code']])).toEqual(
      refused.map(() => [404, 'log.not-found']),
    );
    const beyond = await read('consistency', {}, { from: '1', to: '9' });
    expect(beyond.body).toMatchObject({ code: 'proof.size-unknown', status: 400 });
  });

  it('proves keys of private tokens to whoever asks, each in the log of its year', async () => {
    const spki = Buffer.from('a key');
    const keyId = sha256(spki).toString('base64url');
    const books = someBooks(in2027);
    await invoiceOf(books, { month: 1, amount: '10.00', customer: 'ada' });
    const key = { pass: 'front', month: monthFrom('2027-02'), keyId, spki };
    const issued = { of: async () => [key] };
    const proofs = someProofs(books, undefined, undefined, undefined, issued);
    const ask = asking(proofs.handler);
    const read = (params: object) =>
      ask('GET /v1/logs/{tenant}/{year}/token-keys/{keyId}', {
        ...{ scopes: '', params: { ...log, keyId, ...params } },
      });
    await proofs.publish(tenant);

    const { status, text, headers } = await read({});
    const others = [await read({ keyId: 'A'.repeat(43) }), await read({ tenant: 'zine' })];

    const { index, extra, hashes, checkpoint } = there(tlogProofFrom(text));
    const { entry } = JSON.parse(Buffer.from(there(extra)).toString()) as { entry: string };
    const tree = checkpointOf(checkpoint);
    const leaf = leafHash(Buffer.from(entry));
    expect([status, headers['cache-control']]).toEqual([200, 'public, max-age=300']);
    expect(entry).toContain('"privatePass":"front"');
    expect(provesInclusion({ ...tree, index, leaf, proof: hashes })).toBe(true);
    expect(others.map(({ body }) => body['code'])).toEqual(['proof.not-yet', 'log.not-found']);
  });
});
