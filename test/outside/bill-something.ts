import { billed } from '../e2e/support/billing.ts';
import type { LocalFarthing } from '../e2e/support/local-stack.ts';

const tiers = [
  { upTo: '1', unitPrice: '0.5' },
  { upTo: null, unitPrice: '0.25' },
];
const plans = {
  reader: {
    effectiveFrom: '2026-01-01',
    charges: [{ meter: 'view', model: 'graduated', tiers }],
  },
  small: {
    effectiveFrom: '2026-01-01',
    minimumCharge: '0.3',
    charges: [{ meter: 'view', model: 'per_unit', unitPrice: '0.1' }],
  },
};
const settings = {
  seller: {
    name: 'Magazine GmbH',
    address: { lines: ['Hauptstr. 1'], postalCode: '10115', city: 'Berlin', country: 'DE' },
  },
  approval: false,
};
const customers = {
  press: {
    name: 'Press Review',
    plan: [{ plan: 'reader', from: '2020-01-01' }],
    address: { lines: ['1 rue du Fort'], postalCode: '1234', city: 'Luxembourg', country: 'LU' },
  },
  radio: { name: 'Radio', plan: [{ plan: 'small', from: '2020-01-01' }] },
};

const viewsOf = (subject: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: `${subject} ${index}`,
    source: 'urn:outside',
    type: 'view',
    subject,
    time: '2026-03-10T10:00:00Z',
  }));

const ofApril = { ...viewsOf('press', 1)[0], time: '2026-04-10T10:00:00Z' };

/** The same id twice, and not the same event: the second waits in quarantine. */
const conflicting = [
  { ...ofApril, id: 'twice' },
  { ...ofApril, id: 'twice', data: { other: true } },
];

/**
 * March, billed: an invoice, part of which is credited, and a statement. April, of which one customer's is parked for
 * an event in quarantine.
 */
export async function billSomething(farthing: LocalFarthing): Promise<void> {
  const send = async (method: 'PUT' | 'POST', path: string, body: object): Promise<void> => {
    const headers = method === 'POST' ? { 'idempotency-key': 'once' } : {};
    const answer = await farthing.request(method, path, body, farthing.stack.apiKey, headers);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
  };
  await farthing.setClock('2026-03-11T00:00:00Z');
  await send('PUT', '/v1/meters/view', { eventType: 'view', aggregation: 'count' });
  await send('PUT', '/v1/billing-settings', settings);
  for (const [key, version] of Object.entries(plans)) {
    await send('PUT', `/v1/plans/${key}`, { versions: [{ currency: 'EUR', ...version }] });
  }
  for (const [key, customer] of Object.entries(customers)) {
    await send('PUT', `/v1/customers/${key}`, customer);
  }
  await send('POST', '/v1/events', [...viewsOf('press', 4), ...viewsOf('radio', 2)]);
  await farthing.untilSettled();
  await farthing.setClock('2026-04-01T15:00:00Z');
  await farthing.untilSettled();
  await billed(farthing, '2026-03');
  const { body } = await farthing.request('GET', '/v1/invoices?customer=press');
  const { invoices } = body as { readonly invoices: readonly { readonly id: string }[] };
  const credit = { reason: 'an outage', lines: [{ line: '1', amount: '0.25' }] };
  await send('POST', `/v1/invoices/${invoices[0]?.id}/credit-notes`, credit);
  await farthing.setClock('2026-04-11T00:00:00Z');
  for (const event of conflicting) {
    await send('POST', '/v1/events', [event]);
    await farthing.untilSettled();
  }
  await farthing.setClock('2026-05-01T15:00:00Z');
  await farthing.untilSettled();
  await billed(farthing, '2026-04');
}
