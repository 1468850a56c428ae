import { documentsMessageFrom } from '../../core/billing/run/documents-message.ts';
import type { Customer } from '../../core/catalog/customer.ts';
import type { SettingsBody } from '../../core/contract/catalog/settings-shapes.ts';
import { timestampFrom, timestampOf } from '../../core/kernel/timestamp.ts';
import { storeDocuments } from '../../functions/store-documents/store-documents.ts';
import { aCustomer } from '../fixtures/customers.ts';
import { aPlan, aVersion, someSettings } from '../fixtures/plans.ts';
import { aUsageEvent } from '../fixtures/usage-events.ts';
import { billingInterface } from './billing-interface.ts';
import { type SomeBilling, setUp, someBilling, use, workOff } from './some-billing.ts';

const press = aCustomer({
  key: 'press',
  name: 'Press Review',
  subjects: ['app-1'],
  address: { lines: ['1 Fleet St'], country: 'GB' },
  plan: [{ plan: 'dear', from: '1970-01-01' }],
});
const dearIn = (currency: string) =>
  aPlan(aVersion({ currency, charges: [{ meter: 'view', model: 'per_unit', unitPrice: '0.25' }] }));

/** Numbers that cannot be names of files as they are. */
const series = {
  invoice: { prefix: 'A/{year}/', digits: 4 },
  creditNote: { prefix: 'C/{year}/', digits: 4 },
};
/** With what EN 16931 asks of a seller. */
export const taxed: Partial<SettingsBody> = {
  seller: {
    name: 'Magazine GmbH',
    taxNumber: 'DE123456789',
    address: { lines: ['Hauptstr. 1'], country: 'DE' },
  },
};

const views = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    aUsageEvent({
      id: `view ${index}`,
      subject: 'app-1',
      occurredAt: timestampFrom('2026-01-14T10:00:00Z') ?? timestampOf(Number.NaN),
    }),
  );

/** January of one customer, billed; and what an interface answers of it. */
export async function billed(
  settings: Partial<SettingsBody> = {},
  customer: Partial<Customer> = {},
  currency = 'EUR',
) {
  const billing = someBilling();
  await setUp(billing, {
    settings: someSettings({ series, ...settings }),
    plans: { dear: dearIn(currency) },
    customers: [{ ...press, ...customer }],
  });
  await use(billing, views(8));
  const ask = billingInterface(billing);
  const run = { body: { period: '2026-01' }, headers: { 'content-type': 'application/json' } };
  await ask('POST /v1/billing-runs', run);
  await workOff(billing);
  const { body } = await ask('GET /v1/billing-runs/{period}', { params: { period: '2026-01' } });
  const [closed] = body['customers'] as { id: string }[];
  const id = closed?.id ?? '';
  const get = (format?: string, headers: Readonly<Record<string, string>> = {}) =>
    ask('GET /v1/invoices/{id}', {
      params: { id },
      query: format === undefined ? {} : { format },
      headers,
    });
  return { billing, ask, id, get };
}

/** What was announced, message by message. */
export const announcedIn = ({ documents }: SomeBilling) =>
  documents.bodies.map(documentsMessageFrom);

/** Works off all that was announced. */
export async function stored(billing: SomeBilling): Promise<void> {
  for (const message of announcedIn(billing)) await storeDocuments(billing)(message);
}

/** Headers of a request with a body. */
export const withBody = { 'content-type': 'application/json' };
