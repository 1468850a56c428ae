import { expect } from '@jest/globals';
import type { LineExplanationAnswer } from '../../core/contract/invoices/explanation-shapes.ts';
import { lineExplanation } from '../../core/contract/invoices/explanation-shapes.ts';
import { exactFrom, exactText, sumOfExact } from '../../core/kernel/exact-amount.ts';
import { timestampFrom, timestampOf } from '../../core/kernel/timestamp.ts';
import type { UsageEvent } from '../../core/metering/usage-event.ts';
import { aCustomer } from '../fixtures/customers.ts';
import { aPlan, aVersion } from '../fixtures/plans.ts';
import { aUsageEvent } from '../fixtures/usage-events.ts';
import { billingInterface } from './billing-interface.ts';
import type { aTenancy } from './rated-usage.ts';
import { workOff } from './some-billing.ts';

const at = (text: string) => timestampFrom(text) ?? timestampOf(Number.NaN);
let made = 0;
export const used = (time: string, fields: Partial<UsageEvent> = {}): UsageEvent => {
  made += 1;
  return aUsageEvent({ id: `used-${made}`, subject: 'app-1', occurredAt: at(time), ...fields });
};
export const many = (count: number, time: string, fields: Partial<UsageEvent> = {}): UsageEvent[] =>
  Array.from({ length: count }, () => used(time, fields));

const reader = { plan: [{ plan: 'reader', from: '1970-01-01' }] };
export const press = aCustomer({ ...reader, key: 'press', subjects: ['app-1', 'app-2'] });
export const quarter = aPlan(
  aVersion({ charges: [{ meter: 'view', model: 'per_unit', unitPrice: '0.25' }] }),
);

export type Billing = Awaited<ReturnType<typeof aTenancy>>;

export const interfaceOf = (billing: Billing) => billingInterface(billing);

/** Closes a month, three days after it has ended. */
export async function bill(billing: Billing, period: string, now: string): Promise<void> {
  billing.time.now = at(now);
  const done = billing.queue.bodies.length;
  const headers = { 'content-type': 'application/json' };
  const { status } = await interfaceOf(billing)('POST /v1/billing-runs', {
    body: { period },
    headers,
  });
  expect(status).toBe(202);
  await workOff(billing, done);
}

export interface Document {
  readonly id: string;
  readonly reasons: readonly string[];
  readonly lines: readonly {
    readonly id: string;
    readonly kind: string;
    readonly exactAmount: string;
  }[];
}

export async function documentOf(
  billing: Billing,
  month: string,
  customer = 'press',
): Promise<Document> {
  const progress = await interfaceOf(billing)('GET /v1/billing-runs/{period}', {
    params: { period: month },
  });
  const all = progress.body['customers'] as { customer: string; id?: string }[];
  const id = all.find((one) => one.customer === customer)?.id ?? '';
  const { body } = await interfaceOf(billing)('GET /v1/invoices/{id}', { params: { id } });
  return body as unknown as Document;
}

export async function explained(
  billing: Billing,
  id: string,
  line: string,
  query: Readonly<Record<string, string>> = {},
): Promise<LineExplanationAnswer> {
  const answer = await interfaceOf(billing)('GET /v1/invoices/{id}/lines/{line}', {
    params: { id, line },
    query,
  });
  expect([answer.status, answer.body['code']]).toEqual([200, undefined]);
  // What is answered is what the contract says.
  lineExplanation.parse(answer.body);
  return answer.body as unknown as LineExplanationAnswer;
}

export const NANO = 10n ** 15n;
export function units(text: string) {
  const amount = exactFrom(text);
  if (amount === undefined) throw new Error(`${text} is no amount`);
  return amount;
}
export const sumOf = (amounts: readonly string[]): string =>
  exactText(sumOfExact(amounts.map(units)));
