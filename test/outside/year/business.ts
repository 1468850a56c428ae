import type { LocalFarthing } from '../../e2e/support/local-stack.ts';

/**
 * A seller in Berlin, and whom it sells to: in euros, dollars and yen, with fees in advance, prices a unit and by
 * tiers, at home, across borders and overseas.
 */

export const year = 2026;

const settings = {
  seller: {
    name: 'Magazine GmbH',
    taxNumber: 'DE123456788',
    registrationNumber: 'HRB 123456',
    electronicAddress: { scheme: 'EM', id: 'billing@magazine.example' },
    contact: { name: 'Buchhaltung', phone: '+49 30 1234567', email: 'billing@magazine.example' },
    bankAccount: { iban: 'DE02120300000000202051', bic: 'BYLADEM1001' },
    address: { lines: ['Hauptstr. 1'], postalCode: '10115', city: 'Berlin', country: 'DE' },
  },
  timezone: 'Europe/Berlin',
  ublProfile: 'xrechnung-3',
  approval: false,
  bounds: null,
  taxes: { standard: { category: 'S', rate: '19' } },
};

const meters = {
  views: { eventType: 'view', aggregation: 'sum', value: 'count' },
  gigabytes: { eventType: 'download', aggregation: 'sum', value: 'gigabytes' },
};

const advance = (amount: string, key = 'subscription') => ({
  ...{ key, amount, description: 'Subscription', timing: 'advance' },
});

const perView = (unitPrice: string) => ({ meter: 'views', model: 'per_unit', unitPrice });

const tiered = {
  ...{ meter: 'gigabytes', model: 'graduated', description: 'Downloads' },
  tiers: [
    { upTo: '10', unitPrice: '0.12' },
    { upTo: null, unitPrice: '0.045' },
  ],
};

/** The fee of `reader` grows in July; that of `metered` ends there. */
const plans = {
  reader: {
    versions: [
      version('2025-01-01', 'EUR', [perView('0.001'), tiered], [advance('29.00')]),
      version('2026-07-01', 'EUR', [perView('0.001'), tiered], [advance('35.50')]),
    ],
  },
  overseas: {
    versions: [version('2025-01-01', 'USD', [perView('0.0012'), tiered], [advance('49.99')])],
  },
  kiosk: {
    versions: [version('2025-01-01', 'JPY', [perView('0.15')], [advance('3000')])],
  },
  metered: {
    versions: [
      version('2025-01-01', 'EUR', [perView('0.002')], [{ ...advance('5.00'), timing: 'arrears' }]),
      version('2026-07-01', 'EUR', [perView('0.002')], []),
    ],
  },
};

function version(
  effectiveFrom: string,
  currency: string,
  charges: readonly object[],
  fixedFees: readonly object[],
) {
  return { effectiveFrom, currency, charges, fixedFees };
}

/** A plan from the year's beginning to its end, so that nothing is charged for what comes after. */
const forTheYear = (plan: string) => [
  { plan, from: `${year}-01-01` },
  { plan: null, from: `${year + 1}-01-01` },
];

const reverseCharge = {
  ...{ category: 'AE', exemptionReason: 'Reverse charge', exemptionCode: 'VATEX-EU-AE' },
};
const outOfScope = { category: 'O', exemptionReason: 'Not subject to German VAT' };

/** By key. Each uses under its own key. */
export const customers = {
  press: {
    name: 'Press Review GmbH',
    plan: forTheYear('reader'),
    ...{ buyerReference: '04011000-12345-34', email: 'rechnungen@press.example', language: 'de' },
    timezone: 'Europe/Berlin',
    address: { lines: ['Neuer Wall 5'], postalCode: '20354', city: 'Hamburg', country: 'DE' },
  },
  presse: {
    name: 'Presse du Fort S.à r.l.',
    plan: forTheYear('reader'),
    ...{ buyerReference: 'F-17', email: 'factures@presse.example', language: 'fr' },
    timezone: 'Europe/Paris',
    taxNumber: 'LU20260743',
    taxes: { standard: reverseCharge },
    address: { lines: ['1 rue du Fort'], postalCode: '1234', city: 'Luxembourg', country: 'LU' },
  },
  gazette: {
    name: 'The Gazette, Inc.',
    plan: forTheYear('overseas'),
    ...{ buyerReference: 'PO-9', email: 'ap@gazette.example' },
    timezone: 'America/New_York',
    taxes: { standard: outOfScope },
    address: {
      ...{ lines: ['7 Broad St'], postalCode: '10004', city: 'New York', region: 'NY' },
      country: 'US',
    },
  },
  tribune: {
    name: 'Tribune LLC',
    plan: forTheYear('overseas'),
    ...{ buyerReference: 'T-1', email: 'ap@tribune.example' },
    timezone: 'America/Los_Angeles',
    taxes: { standard: outOfScope },
    address: {
      lines: ['9 Bay St'],
      postalCode: '94105',
      city: 'San Francisco',
      region: 'CA',
      country: 'US',
    },
  },
  kiosk: {
    name: '東京キオスク株式会社',
    plan: forTheYear('kiosk'),
    ...{ buyerReference: 'K-1', email: 'keiri@kiosk.example' },
    timezone: 'Asia/Tokyo',
    taxes: { standard: outOfScope },
    address: { lines: ['丸の内1-1'], postalCode: '100-0005', city: '千代田区', country: 'JP' },
  },
  archive: {
    name: 'Archiv & Söhne OHG',
    plan: forTheYear('metered'),
    ...{ buyerReference: 'Dom 2', email: 'rechnung@archiv.example', language: 'de' },
    timezone: 'Europe/Berlin',
    address: { lines: ['Domplatz 2'], postalCode: '50667', city: 'Köln', country: 'DE' },
  },
} as const;
export type Customer = keyof typeof customers;
export const keys = Object.keys(customers) as readonly Customer[];

/** Sets it all up, while it is still the year before. */
export async function setUpBusiness(farthing: LocalFarthing): Promise<void> {
  const put = async (path: string, body: object): Promise<void> => {
    const answer = await farthing.request('PUT', path, body);
    if (answer.status >= 300) throw new Error(`PUT ${path}: ${JSON.stringify(answer.body)}`);
  };
  for (const [key, meter] of Object.entries(meters)) await put(`/v1/meters/${key}`, meter);
  await put('/v1/billing-settings', settings);
  for (const [key, plan] of Object.entries(plans)) await put(`/v1/plans/${key}`, plan);
  for (const [key, customer] of Object.entries(customers)) {
    await put(`/v1/customers/${key}`, customer);
  }
}

/** What a customer uses in a month: more from month to month, and never the same as another. */
export function usageOf(month: string): readonly object[] {
  const number = Number(month.slice(5));
  return keys.flatMap((subject, index) => [
    event(subject, `${month}-03T08:00:00Z`, {
      type: 'view',
      data: { count: 900 * number + index },
    }),
    event(subject, `${month}-17T21:30:00Z`, { type: 'view', data: { count: 77 * (index + 1) } }),
    event(subject, `${month}-20T12:00:00Z`, {
      ...{ type: 'download', data: { gigabytes: number + index + 0.125 * index } },
    }),
  ]);
}

/** Of `month`, sent when that is over and billed. */
export const lateUsageOf = (month: string, subject: Customer): readonly object[] => [
  event(subject, `${month}-28T10:00:00Z`, { type: 'view', data: { count: 1_234 } }),
];

const event = (subject: string, time: string, of: { type: string; data: object }) => ({
  ...{ id: `${subject} ${time}`, source: 'urn:farthing:year', subject, time },
  ...of,
});
