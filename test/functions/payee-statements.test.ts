import { describe, expect, it } from '@jest/globals';
import type { DrawPayee } from '../../core/documents/payees/keep-payee-form.ts';
import { makeStatements } from '../../core/earnings/statements/make-statements.ts';
import { type Month, monthFrom } from '../../core/kernel/month.ts';
import { utc } from '../../core/kernel/time-zone.ts';
import { postShares } from '../../core/payees/post-shares.ts';
import { inMemoryShareMonths } from '../fakes/share-months.ts';
import { inMemoryPayees, inMemoryShares } from '../fakes/shares.ts';
import { ada, registered } from '../fixtures/payee-statements.ts';
import { aPayeeToken } from '../support/a-payee-token.ts';
import { anAudit } from '../support/an-audit.ts';
import { asking } from '../support/ask.ts';
import { payeesHandler } from '../support/changing-handlers.ts';
import { booksOfPayees, DAY, exact, tenant } from '../support/payees-in-books.ts';
import { someBilling } from '../support/some-billing.ts';

const ofPayee = 'GET /v1/payees/{key}/statements';
const ofMonth = 'GET /v1/payee-statements';
const one = 'GET /v1/payee-statements/{id}';
const months = ['2026-05', '2026-07', '2026-08'].map((month) => monthFrom(month));

/** Ada is registered for tax, and Ben is not. Both have earned in May, July and August. */
async function aMagazine(draw?: DrawPayee) {
  const world = booksOfPayees();
  const payees = inMemoryPayees();
  for (const [key, body] of Object.entries({ ada: registered, ben: ada, cleo: ada })) {
    await payees.put(tenant, { key, revision: 1, body });
  }
  const billing = someBilling();
  const seller = { name: 'Revue SAS', taxNumber: 'FR40303265045' };
  const address = {
    lines: ['1 rue de la Paix'],
    postalCode: '75002',
    city: 'Paris',
    country: 'FR',
  };
  await billing.rating.settings.put({
    ...{ tenant, revision: 1, body: { seller: { ...seller, address }, timezone: 'Europe/Paris' } },
  });
  const { settings } = billing.rating;
  const earn = async (month: Month, payee: string) =>
    postShares(world.books, tenant, { month, asOf: 1, timeZone: utc }, [
      { payee, currency: 'EUR', earned: [{ meter: 'views', exact: exact('2.5') }] },
    ]);
  for (const month of months) {
    world.clock.at += 30 * DAY;
    for (const payee of ['ada', 'ben']) await earn(month, payee);
    const run = { month, payees: ['ada', 'ben'], linesOf: () => undefined };
    await makeStatements({ ...world, settings, payees }, tenant, run);
  }
  const drawn: string[] = [];
  const ports = {
    ...{
      ...billing,
      ...world,
      payees,
      months: inMemoryShareMonths(),
      shares: inMemoryShares(),
      settings,
    },
    drawPayee: async (...of: Parameters<DrawPayee>) => {
      drawn.push(of[0].id);
      return (draw ?? billing.drawPayee)(...of);
    },
  };
  const audit = anAudit();
  const of = { ...audit, payees };
  const tokenOf = (payee: string) => aPayeeToken(of, payee, ['read'], tenant);
  return { ask: asking(payeesHandler(ports, audit)), drawn, tokenOf };
}

type Listed = readonly { readonly [name: string]: unknown }[];
const periods = (body: { readonly [name: string]: unknown }) =>
  (body['statements'] as Listed).map(({ payee, period }) => `${String(payee)} ${String(period)}`);

describe('statements of a payee', () => {
  it('are listed, the latest first, page by page', async () => {
    const { ask } = await aMagazine();
    const of = { params: { key: 'ada' } };

    const first = await ask(ofPayee, { ...of, query: { limit: '2' } });
    const cursor = String(first.body['nextCursor']);
    const second = await ask(ofPayee, { ...of, query: { limit: '2', cursor } });

    expect(periods(first.body)).toEqual(['ada 2026-08', 'ada 2026-07']);
    expect(periods(second.body)).toEqual(['ada 2026-05']);
    expect(second.body['nextCursor']).toBeUndefined();
    expect(second.body['statements']).toMatchObject([
      {
        ...{ number: 'SB-2026-000001', name: 'Ada Lefèvre', ordinal: 1, selfBilled: 'invoice' },
        ...{ subtotal: '2.50', total: '3.00', due: '3.00', closing: '3', issueDate: '2026-09-02' },
      },
    ]);
  });

  it('are none of a payee that was told nothing yet, and not known of a key that is nobody’s', async () => {
    const { ask } = await aMagazine();

    const none = await ask(ofPayee, { params: { key: 'cleo' } });
    const unknown = await ask(ofPayee, { params: { key: 'dora' } });

    expect(none.body).toEqual({ statements: [] });
    expect([unknown.status, unknown.body['code']]).toEqual([404, 'payee.not-found']);
  });
});

describe('statements of a month', () => {
  it('are found by their month, however many there were since', async () => {
    const { ask } = await aMagazine();
    const found = async (period: string) =>
      periods((await ask(ofMonth, { query: { period } })).body);

    expect(await found('2026-05')).toEqual(['ada 2026-05', 'ben 2026-05']);
    expect(await found('2026-06')).toEqual([]);
    expect(await found('2026-07')).toEqual(['ada 2026-07', 'ben 2026-07']);
    expect(await found('2026-08')).toEqual(['ada 2026-08', 'ben 2026-08']);
    expect(await found('2026-09')).toEqual([]);
  });

  it('are listed page by page, some of which may be short', async () => {
    const { ask } = await aMagazine();
    const query = { period: '2026-07', limit: '1' };

    const first = await ask(ofMonth, { query });
    const cursor = String(first.body['nextCursor']);
    const second = await ask(ofMonth, { query: { ...query, cursor } });

    expect([periods(first.body), periods(second.body)]).toEqual([['ada 2026-07'], ['ben 2026-07']]);
    expect(second.body['nextCursor']).toBeDefined();
  });
});

describe('a statement of a payee', () => {
  it('is found by its number and by its id, and says where its other forms are', async () => {
    const { ask } = await aMagazine();

    const byNumber = await ask(one, { params: { id: 'SB-2026-000002' } });
    const id = String(byNumber.body['id']);
    const byId = await ask(one, { params: { id } });

    expect(byId.body).toEqual(byNumber.body);
    expect(byId.body).toMatchObject({
      ...{ type: 'payee-statement', payee: 'ada', period: { month: '2026-07' } },
      documents: { ubl: `/v1/payee-statements/${id}?format=ubl` },
    });
  });

  it('is the same bytes ever after a form of it was first asked for', async () => {
    const { ask, drawn } = await aMagazine();
    const asked = { params: { id: 'SB-2026-000001' }, query: { format: 'pdf' } };

    const [first, second] = [await ask(one, asked), await ask(one, asked)];
    const again = await ask(one, {
      ...asked,
      headers: { 'if-none-match': String(first.headers['etag']) },
    });

    expect(first.text).toBe(second.text);
    expect(first.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': 'attachment; filename="SB-2026-000001.pdf"',
    });
    expect(drawn).toHaveLength(1);
    expect(again.status).toBe(304);
  });

  it('is the same bytes for two who ask first, at once, though each of them draws others', async () => {
    const both = Promise.withResolvers<void>();
    let drawing = 0;
    const { ask, drawn } = await aMagazine(async () => {
      drawing += 1;
      const bytes = Buffer.from(`%PDF drawn ${drawing}`);
      if (drawing === 2) both.resolve();
      await both.promise;
      return bytes;
    });
    const asked = { params: { id: 'SB-2026-000001' }, query: { format: 'pdf' } };

    const [first, second] = await Promise.all([ask(one, asked), ask(one, asked)]);
    const later = await ask(one, asked);

    expect(drawn).toHaveLength(2);
    expect([first.status, first.text]).toEqual([200, expect.stringContaining('%PDF drawn')]);
    for (const { status, text, headers } of [second, later]) {
      expect({ status, text, headers }).toEqual({
        ...{ status: 200, text: first.text, headers: first.headers },
      });
    }
  });

  it('is UBL of type 389 where it is self-billed, and is none where it is not', async () => {
    const { ask } = await aMagazine();
    const accept = 'application/xml';
    const listed = await ask(ofPayee, { params: { key: 'ben' } });
    const [{ id } = { id: '' }] = listed.body['statements'] as Listed;

    const ubl = await ask(one, { params: { id: 'SB-2026-000001' }, headers: { accept } });
    const none = await ask(one, { params: { id: String(id) }, headers: { accept } });

    expect(ubl.text).toContain('<cbc:InvoiceTypeCode>389</cbc:InvoiceTypeCode>');
    expect([none.status, none.body['code']]).toEqual([409, 'payee-statement.no-ubl']);
    expect(none.body['detail']).toContain('say how the payee is taxed');
  });

  it('is not what another document of the books is', async () => {
    const { ask } = await aMagazine();
    const documents = await ask('GET /v1/payees/{key}/documents', { params: { key: 'ada' } });
    const [share] = documents.body['documents'] as Listed;

    const { status, body } = await ask(one, { params: { id: String(share?.['id']) } });

    expect([status, body['code']]).toEqual([404, 'payee-statement.not-found']);
  });
});

describe('statements, asked for with a payee’s token,', () => {
  it('are its own, and of others nobody is told that there are any', async () => {
    const { ask, tokenOf } = await aMagazine();
    const token = await tokenOf('ben');
    const listed = await ask(ofPayee, { params: { key: 'ben' }, token });
    const [{ id = '' } = {}] = listed.body['statements'] as { readonly id?: string }[];

    expect(periods(listed.body)[0]).toBe('ben 2026-08');
    expect(await ask(one, { params: { id }, token })).toMatchObject({
      ...{ status: 200, body: { payee: 'ben' } },
    });
    expect((await ask(ofPayee, { params: { key: 'ada' }, token })).status).toBe(403);
    for (const id of ['SB-2026-000001', 'SB-2026-000009']) {
      expect(await ask(one, { params: { id }, token })).toMatchObject({
        ...{ status: 404, body: { code: 'payee-statement.not-found' } },
      });
    }
    expect((await ask(ofMonth, { query: { period: '2026-05' }, token })).status).toBe(403);
  });
});
