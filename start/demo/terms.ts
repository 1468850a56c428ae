import type { DemoPlace } from './places.ts';

/** What a demo customer is billed by, as the interface takes it. */
export interface DemoTerms {
  readonly plan: readonly { readonly plan: string; readonly from: string }[];
  readonly address: {
    readonly lines: readonly string[];
    readonly postalCode: string;
    readonly city: string;
    readonly country: string;
  };
  readonly taxNumber?: string;
  readonly taxes?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The demo bills months from before it is played. */
const SINCE = '2020-01-01';
const sellerCountry = 'DE';
const union: ReadonlySet<string> = new Set(['DE', 'FR', 'GR', 'PT']);

/** Businesses of other countries of the Union owe the tax themselves; outside of it, our tax has no scope. */
export function demoTerms(place: DemoPlace, plan: string, isBusiness: boolean): DemoTerms {
  const { city, country, street, postalCode, taxNumber } = place;
  const taxes = demoTaxes(country, isBusiness);
  return {
    plan: [{ plan, from: SINCE }],
    address: { lines: [street], postalCode, city, country },
    ...(isBusiness && taxNumber !== undefined ? { taxNumber } : {}),
    ...(taxes === undefined ? {} : { taxes: { standard: taxes } }),
  };
}

function demoTaxes(
  country: string,
  isBusiness: boolean,
): Readonly<Record<string, string>> | undefined {
  if (!union.has(country)) {
    return {
      category: 'O',
      exemptionReason: 'Outside the scope of VAT',
      exemptionCode: 'VATEX-EU-O',
    };
  }
  if (!isBusiness || country === sellerCountry) return undefined;
  return {
    category: 'AE',
    exemptionReason: 'Reverse charge',
    exemptionCode: 'VATEX-EU-AE',
  };
}

/** Who sells the demo's magazine, and how. */
export const demoSettings = {
  seller: {
    name: 'Dreiviertel Magazin GmbH',
    taxNumber: 'DE123456788',
    registrationNumber: 'HRB 123456 B, Amtsgericht Charlottenburg',
    address: {
      lines: ['Hauptstr. 1'],
      postalCode: '10115',
      city: 'Berlin',
      country: sellerCountry,
    },
  },
  timezone: 'Europe/Berlin',
  // Nobody is there to approve the demo's first month.
  approval: false,
  taxes: { standard: { category: 'S', rate: '19' } },
  paymentTermsDays: 14,
  paymentInstructions: 'IBAN DE02 1203 0000 0000 2020 51, reference: the invoice number',
  notes: ['A demo: nobody owes this.'],
} as const;

const since = '2020-01-01';

/** What the magazine costs: fractions of a cent each, which no payment rail carries alone. */
export const demoPlans = [
  {
    key: 'reader',
    name: 'Readers pay by the article',
    versions: [
      {
        effectiveFrom: since,
        currency: 'EUR',
        minimumCharge: '0.50',
        charges: [
          { meter: 'views', model: 'per_unit', unitPrice: '0.001', description: 'Articles read' },
          {
            meter: 'downloads',
            model: 'per_unit',
            unitPrice: '0.002',
            description: 'Issues downloaded',
          },
          {
            meter: 'download_bytes',
            model: 'per_unit',
            unitPrice: '0.00000001',
            description: 'Bytes downloaded',
          },
        ],
      },
    ],
  },
  {
    key: 'developer',
    name: 'Apps pay by the call',
    versions: [
      {
        effectiveFrom: since,
        currency: 'EUR',
        minimumCharge: '0.50',
        charges: [
          {
            meter: 'api_calls',
            model: 'graduated',
            tiers: [
              { upTo: '100', unitPrice: '0' },
              { upTo: '1000', unitPrice: '0.002' },
              { upTo: null, unitPrice: '0.0015' },
            ],
            description: 'API calls',
          },
        ],
      },
    ],
  },
] as const;
