import { expect, it } from '@jest/globals';
import type { PlanVersionBody } from '../../core/contract/catalog/plan-shapes.ts';
import type { Invoice, InvoiceLine } from '../../core/contract/invoices/invoice.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { eventMessageFrom } from '../../core/metering/intake/event-message.ts';
import { aCustomer } from '../fixtures/customers.ts';
import { nanos } from '../fixtures/invoicing.ts';
import { aPlan, aVersion, someSettings } from '../fixtures/plans.ts';
import { aUsageEvent } from '../fixtures/usage-events.ts';
import { asking } from '../support/ask.ts';
import { at, billed, interfaceOf, invoicesOf } from '../support/billed-tenant.ts';
import { spendHandler } from '../support/changing-handlers.ts';
import { setUp, someBilling, use } from '../support/some-billing.ts';
import { someSpend } from '../support/some-spend.ts';

type Price = Readonly<Record<string, unknown>>;

const tiers = [
  { upTo: '11', unitPrice: '0.25' },
  { upTo: null, unitPrice: '0.02', flatFee: '0.5' },
];
/** By plan: what a view costs until the 15th, and from then on. */
const prices: Readonly<Record<string, readonly [Price, Price]>> = {
  unit: [
    { model: 'per_unit', unitPrice: '0.13' },
    { model: 'per_unit', unitPrice: '0.17' },
  ],
  graduated: [
    { model: 'graduated', tiers },
    { model: 'graduated', tiers },
  ],
  package: [
    { model: 'package', packagePrice: '0.5', packageSize: '4' },
    { model: 'package', packagePrice: '0.6', packageSize: '5' },
  ],
  volume: [
    { model: 'volume', tiers },
    { model: 'volume', tiers: [{ upTo: null, unitPrice: '0.3' }] },
  ],
  included: [
    { model: 'per_unit', unitPrice: '0.31', included: '6.2' },
    { model: 'per_unit', unitPrice: '0.37', included: '6.2' },
  ],
};
/** The plan is parsed where it is put: what is no price would be refused there. */
const chargesOf = (price: Price) =>
  [{ meter: 'view', ...price }] as unknown as PlanVersionBody['charges'];
const planOf = ([before, since]: readonly [Price, Price]) =>
  aPlan(
    aVersion({ charges: chargesOf(before) }),
    aVersion({
      effectiveFrom: '2026-01-16',
      charges: chargesOf(since),
    }),
  );

const keys = Object.keys(prices).flatMap((plan) => [1, 2, 3].map((n) => `${plan}-${n}`));
const planIn = (key: string): string => key.slice(0, -2);
/** One of each plan has a pass for some of what it uses, and a wallet that it was bought with. */
const hasPass = (key: string): boolean => key.endsWith('2');
/** One of each plan uses something besides that it does not ask for. */
const isMixed = (key: string): boolean => key.endsWith('3');
const BESIDES = 3;

const seller = {
  name: 'Magazine GmbH',
  taxNumber: 'DE123456788',
  address: { lines: ['Hauptstr. 1'], country: 'DE' },
};

async function aMonth() {
  const billing = someBilling(at('2026-01-03T09:00:00Z'));
  await setUp(billing, {
    settings: someSettings({ seller, taxes: { standard: { category: 'S', rate: '19' } } }),
    plans: Object.fromEntries(Object.entries(prices).map(([key, of]) => [key, planOf(of)])),
    customers: keys.map((key) =>
      aCustomer({ key, subjects: [key], plan: [{ plan: planIn(key), from: '2026-01-01' }] }),
    ),
  });
  const spend = someSpend(billing);
  const ask = asking(spendHandler(spend.protocol));
  const headers = { 'content-type': 'application/json' };
  const post = async (route: string, body: object, id?: unknown) => {
    const params = id === undefined ? {} : { id: String(id) };
    const { status, body: answer } = await ask(route, { headers, params, body });
    if (status >= 300) throw new Error(`${route}: ${JSON.stringify(answer)}`);
    return answer;
  };
  await ask('PUT /v1/passes/{key}', {
    ...{ headers, params: { key: 'seven' } },
    body: {
      ...{ name: 'Seven views', meter: 'view', units: '7', days: 90 },
      price: { amount: '0.77', currency: 'EUR' },
    },
  });
  for (const payer of keys.filter(hasPass)) {
    const wallet = { amount: '99.00', currency: 'EUR', rail: 'bank', reference: payer };
    const route = '/v1/payers/{payer}';
    const params = { payer };
    const up = await ask(`POST ${route}/wallet/top-ups`, { headers, params, body: wallet });
    const body = { pass: 'seven', idempotency: payer };
    const pass = await ask(`POST ${route}/passes`, { headers, params, body });
    if (up.status !== 201 || pass.status !== 201) throw new Error(JSON.stringify(pass.body));
  }
  const told = () => spend.queue.bodies.flatMap((body) => eventMessageFrom(body).events);
  return { billing, ask, post, told };
}

/** What each asks for on a day: what is held last is ended first, hours later, and one of them the day after. */
async function play({ billing, post }: Awaited<ReturnType<typeof aMonth>>, day: string) {
  const hold = '/v1/holds';
  billing.time.now = at(`${day}T09:00:00Z`);
  const open: { id: unknown; ends: readonly object[] }[] = [];
  for (const [index, payer] of keys.entries()) {
    const asked = (name: string, quantity: number, more = {}) => ({
      ...{
        payer,
        meter: 'view',
        quantity: String(quantity),
        idempotency: `${day} ${payer} ${name}`.replaceAll(' ', '-'),
      },
      ...more,
    });
    await post('POST /v1/charges', asked('charge', 1 + (index % 3)));
    const held = await post(`POST ${hold}`, asked('hold', 6, { expiresIn: 86_400 }));
    const given = await post(`POST ${hold}`, asked('given', 9, { expiresIn: 86_400 }));
    const lease = await post(`POST ${hold}`, asked('lease', 9, { expiresIn: 60, lease: true }));
    open.push(
      { id: held['id'], ends: [{ quantity: String(index % 7) }] },
      { id: given['id'], ends: [] },
      {
        id: lease['id'],
        ends: [
          { quantity: '2', keep: true, idempotency: `${day}-${payer}-part` },
          { quantity: '1' },
        ],
      },
    );
  }
  billing.time.now = timestampOf(billing.time.now + 15 * 3_600_000);
  for (const { id, ends } of open.reverse()) {
    if (ends.length === 0) await post('POST /v1/holds/{id}/release', {}, id);
    for (const end of ends) await post('POST /v1/holds/{id}/capture', end, id);
  }
}

/** What passes change of a usage line. */
const passOf = (lines: readonly InvoiceLine[], of: InvoiceLine): InvoiceLine | undefined =>
  lines.find(
    ({ kind, charge, period }) =>
      kind === 'pass' && charge === of.charge && period?.start === of.period?.start,
  );

it('charges of a month are the usage lines of the invoice, to the nano, under every kind of price', async () => {
  const month = await aMonth();
  const { billing, ask, told } = month;
  for (const day of ['2026-01-03', '2026-01-15', '2026-01-31']) await play(month, day);
  const besides = keys
    .filter(isMixed)
    .flatMap((subject) =>
      Array.from({ length: BESIDES }, (_, index) =>
        aUsageEvent({ id: `${subject} ${index}`, subject, occurredAt: at('2026-01-20T00:00:00Z') }),
      ),
    );
  await use(billing, [...told(), ...besides]);
  billing.time.now = at('2026-02-03T00:00:00Z');

  await billed(billing);

  const read = interfaceOf(billing);
  const invoices = await invoicesOf(billing);
  expect(invoices.map(({ customer }) => customer).sort()).toEqual(keys.toSorted());
  for (const { id, customer } of invoices) {
    const { body } = await read('GET /v1/invoices/{id}', { params: { id } });
    const { lines, period } = body as unknown as Invoice;
    const spent = await ask('GET /v1/payers/{payer}/spend', {
      ...{ params: { payer: customer }, query: { period: '2026-01' } },
    });
    const charged = (spent.body['lines'] as Readonly<Record<string, string>>[]).map(
      ({ from, quantity, net, passes = '0' }) => ({
        ...{ from, quantity, net: nanos(net ?? ''), passes: nanos(passes) },
      }),
    );
    const usage = lines.filter(({ kind }) => kind === 'usage');
    const billedFor = usage.map((line) => ({
      from: (line.period ?? period).start,
      quantity: line.quantity,
      net: nanos(line.exactAmount),
      passes: nanos(passOf(lines, line)?.exactAmount ?? '0'),
    }));
    expect(lines.some(({ kind }) => kind === 'pass')).toBe(hasPass(customer));
    if (!isMixed(customer)) expect({ customer, charged }).toEqual({ customer, charged: billedFor });
    else expect({ customer, charged }).not.toEqual({ customer, charged: billedFor });
  }
});
