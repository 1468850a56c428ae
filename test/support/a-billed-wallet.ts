import { closingId } from '../../core/books/document.ts';
import type { Customer } from '../../core/catalog/customer.ts';
import type { PlanVersionBody } from '../../core/contract/catalog/plan-shapes.ts';
import { currencyFrom } from '../../core/kernel/currency.ts';
import { invariant } from '../../core/kernel/invariant.ts';
import { nanosFrom, nanosOf } from '../../core/kernel/money.ts';
import { monthFrom } from '../../core/kernel/month.ts';
import { timestampFrom, timestampOf } from '../../core/kernel/timestamp.ts';
import { aCustomer } from '../fixtures/customers.ts';
import { aPlan, aVersion, someSettings } from '../fixtures/plans.ts';
import { aUsageEvent } from '../fixtures/usage-events.ts';
import { asking } from './ask.ts';
import { billingInterface } from './billing-interface.ts';
import { spendHandler } from './changing-handlers.ts';
import { setUp, someBilling, use, workOff } from './some-billing.ts';
import { someSpend } from './some-spend.ts';

const json = { 'content-type': 'application/json' };
const instant = (text: string) => timestampFrom(text) ?? timestampOf(Number.NaN);
const payer = 'ada';

/** A payer on 10 January 2026, whose views cost 0.10 and 19 percent of tax; its months are billed as they end. */
export async function aBilledWallet(
  version: Partial<PlanVersionBody> = {},
  customer: Partial<Customer> = {},
) {
  const billing = someBilling(instant('2026-01-10T10:00:00Z'));
  const { time } = billing;
  await setUp(billing, {
    settings: someSettings({
      seller: {
        name: 'Magazine GmbH',
        taxNumber: 'DE123456788',
        address: { lines: ['Hauptstr. 1'], postalCode: '10115', city: 'Berlin', country: 'DE' },
      },
      taxes: { standard: { category: 'S', rate: '19' } },
    }),
    plans: {
      reader: aPlan(
        aVersion({
          charges: [{ meter: 'view', model: 'per_unit', unitPrice: '0.10' }],
          ...version,
        }),
      ),
    },
    customers: [
      aCustomer({
        ...{ key: payer, subjects: ['reader-1'], plan: [{ plan: 'reader', from: '1970-01-01' }] },
        ...customer,
      }),
    ],
  });
  const spend = someSpend(billing);
  const ask = asking(spendHandler(spend.protocol));
  const books = billingInterface(billing);
  const currency = currencyFrom('EUR');
  invariant(currency !== undefined, 'there is the euro');
  let asked = 0;
  const post = async (route: string, body: object, params: object = { payer }) => {
    asked += 1;
    const isTold = 'reference' in body;
    const fields = isTold ? body : { idempotency: `key-${asked}`, ...body };
    return ask(`POST ${route}`, { headers: json, params: { ...params }, body: fields });
  };
  const wallet = async (what: string, body: object) => {
    const answer = await post(`/v1/payers/{payer}/wallet/${what}`, { currency: 'EUR', ...body });
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    return answer;
  };
  let used = 0;
  /** Charges so many views, and counts them as usage. */
  const charge = async (quantity: number, { counted = true } = {}) => {
    const answer = await post('/v1/charges', { payer, meter: 'view', quantity: `${quantity}` }, {});
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    if (counted) await count(quantity);
    return answer;
  };
  /** Views as they come from the events queue. */
  const count = async (quantity: number) => {
    const events = Array.from({ length: quantity }, () => {
      used += 1;
      return aUsageEvent({
        ...{ id: `used ${used}`, subject: 'reader-1', type: 'view', occurredAt: time.now },
      });
    });
    await use(billing, events);
  };
  let done = 0;
  /** Bills a month on the third of the next. */
  const bill = async (period: string) => {
    const [year = 0, month = 0] = period.split('-').map(Number);
    time.now = timestampOf(Date.UTC(year, month, 3, 10));
    await books('POST /v1/billing-runs', { body: { period }, headers: json });
    done = await workOff(billing, done);
    const id = closingId(payer, monthFrom(period), 1);
    return (await books('GET /v1/invoices/{id}', { params: { id } })).body;
  };
  const shown = async () =>
    (await ask('GET /v1/payers/{payer}/wallet', { params: { payer } })).body;
  const nanos = (text: string) => nanosFrom(text) ?? nanosOf(-1n);
  return { billing, spend, books, ask, post, wallet, charge, count, bill, shown, nanos };
}
