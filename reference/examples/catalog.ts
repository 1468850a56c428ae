import type { catalogRoutes } from '../../core/contract/catalog/routes.ts';
import type { KeyOf } from '../../core/contract/operation.ts';
import type { Example } from './example.ts';

const customer = { key: 'press-review' } as const;

/** Examples of meters, customers, plans and billing settings. */
export const catalogExamples = {
  'GET /v1/meters': {},
  'GET /v1/meters/{key}': { path: { key: 'views' } },
  'PUT /v1/meters/{key}': {
    path: { key: 'downloaded_bytes' },
    body: {
      eventType: 'download',
      aggregation: 'sum',
      value: 'bytes',
      dimensions: ['format'],
      description: 'What was downloaded, by format',
    },
  },
  'GET /v1/customers': {
    client: {
      reader: `for await (const { key, name } of reader.customers()) console.log(\`\${key}: \${name}\`);`,
    },
  },
  'GET /v1/customers/{key}': {
    path: customer,
    client: {
      reader:
        "const { name, subjects } = await reader.customer('press-review');\nconsole.log(name, subjects);",
    },
  },
  'PUT /v1/customers/{key}': {
    path: { key: 'evening-post' },
    body: {
      name: 'Evening Post',
      subjects: ['reader-11', 'reader-12'],
      timezone: 'Europe/London',
      plan: 'reader',
      address: { lines: ['1 Fleet St'], postalCode: 'EC4Y 1AA', city: 'London', country: 'GB' },
    },
  },
  'GET /v1/customers/{key}/history': { path: customer },
  'GET /v1/plans': {},
  'GET /v1/plans/{key}': { path: { key: 'reader' } },
  'PUT /v1/plans/{key}': {
    path: { key: 'business' },
    body: {
      name: 'Business',
      versions: [
        {
          effectiveFrom: '2026-01-01',
          currency: 'EUR',
          charges: [
            {
              meter: 'views',
              model: 'graduated',
              tiers: [
                { upTo: '1000', unitPrice: '0' },
                { upTo: null, unitPrice: '0.0005' },
              ],
              description: 'Views',
            },
          ],
          fixedFees: [{ key: 'base', amount: '5.00', description: 'Base fee' }],
        },
      ],
    },
  },
  'POST /v1/price-calculations': {
    body: {
      charge: {
        meter: 'views',
        model: 'graduated',
        tiers: [
          { upTo: '100000', unitPrice: '0.001' },
          { upTo: null, unitPrice: '0.0005' },
        ],
      },
      currency: 'EUR',
      quantity: '1234567',
    },
  },
  'GET /v1/billing-settings': {},
  'PUT /v1/billing-settings': {
    body: {
      seller: {
        name: 'Magazine GmbH',
        taxNumber: 'DE123456788',
        address: { lines: ['Hauptstr. 1'], postalCode: '10115', city: 'Berlin', country: 'DE' },
      },
      timezone: 'Europe/Berlin',
      taxes: { standard: { category: 'S', rate: '19' } },
      reminders: { steps: [{ afterDays: 7 }, { afterDays: 21 }], atHour: 9 },
    },
  },
  // Two pixels, so that the page stays short.
  'POST /v1/logos': {
    body: {
      image:
        'iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAAD0lEQVR42mPgjvX7//8/AAlMA7QfcYrKAAAAAElFTkSuQmCC',
    },
  },
} as const satisfies Readonly<Record<KeyOf<typeof catalogRoutes>, Example>>;
