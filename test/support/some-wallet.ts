import { closingId } from '../../core/books/document.ts';
import { monthFrom } from '../../core/kernel/month.ts';
import { documentedTenant } from '../reference/support/documented-tenant.ts';
import { asking, type Question } from './ask.ts';
import { billingInterface } from './billing-interface.ts';
import { spendHandler } from './changing-handlers.ts';

const json = { 'content-type': 'application/json' };
/** Whose wallet it is. */
export const payer = 'press-review';

/** A tenant that has billed a month, whose press topped up 10.00 and holds ten views at 0.25. */
export async function aWallet() {
  const { billing, spend } = await documentedTenant({ wallet: true });
  const gate = asking(spendHandler(spend.protocol));
  const ask = (route: string, question: Question = {}) =>
    gate(route, { headers: json, params: { payer }, ...question });
  const post = (what: string, body: object, of = payer) =>
    ask(`POST /v1/payers/{payer}/wallet/${what}`, { params: { payer: of }, body });
  const wallet = async () => (await ask('GET /v1/payers/{payer}/wallet')).body;
  const [bought] = (await wallet())['grants'] as { id: string; payment: string }[];
  if (bought === undefined) throw new Error('there is what was bought');
  const charge = (key: string, quantity = '1') =>
    ask('POST /v1/charges', {
      body: { payer, meter: 'views', subject: 'reader-7', quantity, idempotency: key },
    });
  const books = billingInterface(billing);
  /** As an invoice with a fee does. */
  const use = (amount: string, key = 'use') =>
    books('POST /v1/payments/{id}/applications', {
      params: { id: bought.payment },
      headers: { ...json, 'idempotency-key': key },
      body: { invoice: closingId('press-review', monthFrom('2026-10'), 1), amount },
    });
  const payment = async () =>
    (await books('GET /v1/payments/{id}', { params: { id: bought.payment } })).body;
  return { billing, spend, ask, post, wallet, bought, charge, books, use, payment };
}

/** What the press pays into it. */
export const topUp = { amount: '20.00', currency: 'EUR', rail: 'bank', reference: 'T-77' };
