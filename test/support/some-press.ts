import type { PlanVersionBody } from '../../core/contract/catalog/plan-shapes.ts';
import type { SettingsBody } from '../../core/contract/catalog/settings-shapes.ts';
import { timestampFrom, timestampOf } from '../../core/kernel/timestamp.ts';
import { eventMessageFrom } from '../../core/metering/intake/event-message.ts';
import { inMemorySigner, type SignerKey } from '../fakes/receipt-signer.ts';
import { aCustomer } from '../fixtures/customers.ts';
import { aPlan, aVersion, someSettings } from '../fixtures/plans.ts';
import { asking, type Question } from './ask.ts';
import { spendHandler } from './changing-handlers.ts';
import { setUp, someBilling } from './some-billing.ts';
import { someSpend } from './some-spend.ts';

export const now = timestampFrom('2026-11-29T12:00:00Z') ?? timestampOf(Number.NaN);
export const json = { 'content-type': 'application/json' };
export const payer = 'press';
export const otherPayer = 'zine';

/** A payer whose views cost a cent each, and what asks for it. */
export async function aPress({
  subjects = ['reader-7'],
  charges = [{ meter: 'view', model: 'per_unit', unitPrice: '0.01' }],
  settings = {},
  keys = [],
}: {
  readonly subjects?: readonly string[];
  readonly charges?: PlanVersionBody['charges'];
  readonly settings?: Partial<SettingsBody>;
  readonly keys?: readonly SignerKey[];
} = {}) {
  const billing = someBilling(now);
  const plan = aPlan(aVersion({ charges }));
  await setUp(billing, {
    settings: someSettings(settings),
    plans: { reader: plan },
    customers: [
      aCustomer({ key: payer, subjects, plan: [{ plan: 'reader', from: '1970-01-01' }] }),
      aCustomer({
        ...{ key: otherPayer, subjects: ['reader-9'] },
        plan: [{ plan: 'reader', from: '1970-01-01' }],
      }),
    ],
  });
  const spend = someSpend(billing);
  const signer = inMemorySigner(...keys);
  const { plans } = billing.rating;
  const gates = [spend.protocol, spend.another()].map((protocol) =>
    asking(spendHandler(protocol, spend.gateWith(protocol, signer), { plans, signer })),
  );
  const ask = (route: string, question: Question = {}, gate = 0) => {
    const own = gates[gate];
    if (own === undefined) throw new Error('there are two gates');
    return own(route, { headers: json, ...question });
  };
  const charge = (key: string, fields = {}, gate = 0) => {
    const body = { payer, meter: 'view', quantity: '1', idempotency: key, ...fields };
    return ask('POST /v1/charges', { body }, gate);
  };
  const hold = (key: string, quantity: string, fields = {}) => {
    const body = { payer, meter: 'view', quantity, idempotency: key, ...fields };
    return ask('POST /v1/holds', { body });
  };
  const end = (id: unknown, how: 'capture' | 'release', body?: object) =>
    ask(`POST /v1/holds/{id}/${how}`, { params: { id: String(id) }, body });
  const cap = (limit: object, fields = {}) =>
    ask('PUT /v1/payers/{payer}/budgets/{key}', {
      params: { payer, key: 'cap' },
      body: { limit, every: 'month', ...fields },
    });
  const spent = (query: Readonly<Record<string, string>> = {}) =>
    ask('GET /v1/payers/{payer}/spend', { params: { payer }, query });
  const told = () => spend.queue.bodies.flatMap((body) => eventMessageFrom(body).events);
  return { ...spend, billing, signer, ask, charge, hold, end, cap, spent, told };
}
