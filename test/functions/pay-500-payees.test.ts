import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { validateXML } from 'xmllint-wasm';
import { invoicesAndPayments } from '../../core/contract/payments/operations.ts';
import { exactFromNanos } from '../../core/kernel/money.ts';
import { monthFrom } from '../../core/kernel/month.ts';
import { utc } from '../../core/kernel/time-zone.ts';
import { postShares } from '../../core/payees/post-shares.ts';
import { recordPayeeStatements } from '../../core/payees/record-payee-statements.ts';
import { serveRoutes } from '../../functions/middleware/serve-routes.ts';
import { serveInvoices } from '../../functions/serve-invoices/serve-invoices.ts';
import { camtOf, type SomeMovement } from '../fixtures/bank-statements.ts';
import { asking } from '../support/ask.ts';
import { railsHandler } from '../support/changing-handlers.ts';
import { transfersIn } from '../support/credit-transfers.ts';
import { aStatement, nanos } from '../support/payees-in-books.ts';
import { someBilling } from '../support/some-billing.ts';
import { aSepaMethod, owedOf, type SomePayouts, somePayouts } from '../support/some-payouts.ts';
import { someRails } from '../support/some-rails.ts';

const schema = join(import.meta.dirname, '../../../shared/vectors/iso20022/pain.001.001.09.xsd');
const isThere = existsSync(schema);
const onlyThere = isThere ? '' : ' (skipped: ../shared/vectors/iso20022 is not on this machine)';
const itThere = isThere ? it : it.skip;

const tenant = 'acme';
const headers = { 'content-type': 'application/json' };
const period = monthFrom('2026-01');
const day = '2026-02-10';
const payees = Array.from({ length: 500 }, (_, index) => ({
  payee: `payee-${String(index).padStart(3, '0')}`,
  amount: `${10 + index}.0${index % 10}7`,
}));

/** What January came to, and the statement of it: 500 payees in some blocks. */
async function stated({ world: { books } }: SomePayouts): Promise<void> {
  await postShares(
    books,
    tenant,
    { month: period, asOf: 1, timeZone: utc },
    payees.map(({ payee, amount }) => ({
      ...{ payee, currency: 'EUR' as const },
      earned: [{ meter: 'views', exact: exactFromNanos(nanos(amount)) }],
    })),
  );
  const statements = payees.map(({ payee }) => aStatement({ payee, period }));
  await recordPayeeStatements(books, tenant, statements);
}

describe('500 payees who are paid in one file', () => {
  let world: SomePayouts;
  let rails: ReturnType<typeof asking>;
  let invoices: ReturnType<typeof asking>;
  let file: string;
  let params: { readonly id: string };

  beforeAll(async () => {
    world = await somePayouts();
    rails = asking(railsHandler({ ...someRails().ports, paying: world.ports }));
    const billing = someBilling();
    const { books } = world.world;
    const rating = { ...billing.rating, settings: world.ports.settings };
    invoices = asking(
      serveRoutes(
        'ServeInvoices',
        invoicesAndPayments,
        serveInvoices({ ...billing, rating, books, payouts: world.ports }),
      ),
    );
    for (const { payee: key } of payees) {
      await world.payees.put(tenant, { key, revision: 1, body: { name: key } });
      const body = { payout: aSepaMethod({ holder: key }) };
      await rails('PUT /v1/payees/{key}/payout', { params: { key }, body, headers });
    }
    await stated(world);
    const prepared = await rails('POST /v1/payout-runs', {
      ...{ body: { rail: 'sepa' }, headers: { ...headers, 'idempotency-key': 'january' } },
    });
    params = { id: String(prepared.body['id']) };
    await rails('POST /v1/payout-runs/{id}/approve', { params, keyId: 'key2' });
    await rails('POST /v1/payout-runs/{id}/submit', { params });
    file = (await rails('GET /v1/payout-runs/{id}/file', { params })).text;
    world.on(day);
  }, 60_000);

  /** Confirms what a statement of the bank is proposed as, as an import does; answers how many entries were. */
  async function imported(movements: readonly SomeMovement[]): Promise<number> {
    const sent = Buffer.from(camtOf(movements)).toString('base64');
    const read = await invoices('POST /v1/bank-statements', { body: { file: sent }, headers });
    const entries = read.body['entries'] as readonly { readonly payouts?: object }[];
    const told = entries.flatMap(({ payouts: body }) => (body === undefined ? [] : [body]));
    for (const body of told) {
      expect((await rails('POST /v1/payouts/outcomes', { body, headers })).status).toBe(200);
    }
    return told.length;
  }

  itThere(`are in one that is valid by the schema of ISO 20022${onlyThere}`, async () => {
    const { errors } = await validateXML({
      xml: { fileName: 'payouts.xml', contents: file },
      schema: [{ fileName: 'pain.001.001.09.xsd', contents: readFileSync(schema, 'utf8') }],
    });

    expect(errors).toEqual([]);
    expect(file).toContain('<NbOfTxs>500</NbOfTxs>');
  });

  it('are settled by a statement that is read back, but for who came back, and the books are clean', async () => {
    const transfers = transfersIn(file);
    const [first] = transfers;
    const back = { ...first, amount: first?.amount.slice(1) ?? '', returned: 'AC04' };
    const movements = [...transfers, back].map((one, index) => ({
      ...{ ...one, day, reference: `ref-${index}` },
    }));

    expect(await imported(movements)).toBe(501);
    expect(await imported(movements)).toBe(0);
    const run = await rails('GET /v1/payout-runs/{id}', { params });
    expect(run.body['states']).toEqual({ inTransit: 0, settled: 499, returned: 1 });
    expect(owedOf(await world.balanceOf('payee-000'))).toBe(nanos('10.007'));
    expect(owedOf(await world.balanceOf('payee-001'))).toBe(nanos('0.007'));
    expect(await world.standsAt('payout:sepa')).toBe(0n);
    expect((await world.look(params.id)).run.status).toBe('done');
    expect((await world.check()).faults).toEqual([]);
  }, 60_000);
});
