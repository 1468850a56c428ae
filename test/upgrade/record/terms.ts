import type { Tenant } from '../support/client.ts';

/** Meters of the tenant `magazine`: one of each aggregation, and what percentages need. */
const meters = {
  views: { eventType: 'view', aggregation: 'count', dimensions: ['section'] },
  bytes: {
    eventType: 'download',
    aggregation: 'sum',
    value: 'bytes',
    dimensions: ['format'],
    filter: { status: ['200', '206'] },
  },
  peak_seats: { eventType: 'seats', aggregation: 'max', value: 'taken' },
  free_seats: { eventType: 'seats', aggregation: 'min', value: 'free' },
  storage: { eventType: 'storage', aggregation: 'weighted_sum', value: 'gb' },
  stored_last: { eventType: 'storage', aggregation: 'latest', value: 'gb' },
  readers: { eventType: 'view', aggregation: 'unique_count', value: 'reader' },
  sales: { eventType: 'sale', aggregation: 'sum', value: 'amount' },
  sale_count: { eventType: 'sale', aggregation: 'count' },
} as const;

const views = (unitPrice: string) => ({
  meter: 'views',
  model: 'per_unit',
  unitPrice,
  description: 'Views',
});
const bytes = {
  meter: 'bytes',
  model: 'per_unit',
  unitPrice: '0.000000123457',
  taxCode: 'reduced',
  description: 'Downloads',
};
const reader = { currency: 'EUR', minimumCharge: '0.50' };

/** Plans of the tenant `magazine`: every model, versions that begin on a first and in mid-month. */
const plans = {
  reader: {
    name: 'Pay by the view',
    versions: [
      { ...reader, effectiveFrom: '2026-03-01', charges: [views('0.0123'), bytes] },
      { ...reader, effectiveFrom: '2026-05-01', charges: [views('0.0131'), bytes] },
    ],
  },
  pro: {
    name: 'Professional',
    versions: [
      {
        effectiveFrom: '2026-03-01',
        currency: 'EUR',
        charges: [
          {
            meter: 'views',
            key: 'news',
            filter: { section: ['news'] },
            model: 'graduated',
            tiers: [
              { upTo: '3', unitPrice: '0' },
              { upTo: null, unitPrice: '0.037', flatFee: '0.11' },
            ],
          },
          { ...views('0.0077'), key: 'other', filter: 'rest' },
          {
            meter: 'bytes',
            model: 'volume',
            tiers: [
              { upTo: '1000000', unitPrice: '0.000003' },
              { upTo: null, unitPrice: '0.000001' },
            ],
          },
          { meter: 'readers', model: 'package', packagePrice: '0.9', packageSize: '2' },
          { meter: 'peak_seats', model: 'per_unit', unitPrice: '1.5', included: '2' },
          { meter: 'storage', model: 'per_unit', unitPrice: '0.0213', maximum: '9' },
        ],
        fixedFees: [
          { key: 'base', amount: '4.99', description: 'Base fee', timing: 'advance' },
          { key: 'support', amount: '2', description: 'Support' },
        ],
        minimumCommitment: '1.10',
      },
      {
        effectiveFrom: '2026-04-16',
        currency: 'EUR',
        charges: [
          { meter: 'views', model: 'per_unit', unitPrice: '0.0099', minimum: '0.30' },
          { meter: 'free_seats', model: 'per_unit', unitPrice: '0.25' },
          { meter: 'stored_last', model: 'per_unit', unitPrice: '0.05' },
          bytes,
        ],
        fixedFees: [{ key: 'base', amount: '5.99', description: 'Base fee', timing: 'advance' }],
      },
    ],
  },
  shop: {
    versions: [
      {
        effectiveFrom: '2026-03-01',
        currency: 'EUR',
        charges: [
          {
            key: 'fee',
            meter: 'sales',
            model: 'percentage',
            ratePercent: '2.9',
            fixedPerEvent: '0.25',
            freeAmount: '20',
            maximumPerEvent: '4',
          },
          {
            key: 'tiered',
            meter: 'sales',
            model: 'graduated_percentage',
            tiers: [
              { upTo: '50', ratePercent: '1' },
              { upTo: null, ratePercent: '0.5', flatFee: '0.2' },
            ],
          },
          { key: 'passed-on', meter: 'sales', model: 'dynamic', multiplier: '0.01' },
          {
            key: 'each',
            meter: 'sales',
            model: 'percentage',
            ratePercent: '0.3',
            fixedPerEvent: '0.01',
            countMeter: 'sale_count',
          },
        ],
      },
    ],
  },
} as const;

/** Customers of the tenant `magazine`, with what each is there for. */
const customers = {
  // Changes its plan in mid-month; is billed for late usage; has an address, and so UBL.
  press: {
    name: 'Press Review S.à r.l.',
    subjects: ['press-app', 'press-web'],
    timezone: 'Europe/Berlin',
    plan: [
      { plan: 'reader', from: '2026-03-01' },
      { plan: 'pro', from: '2026-04-11' },
    ],
    address: { lines: ['1 rue du Fort'], postalCode: '1234', city: 'Luxembourg', country: 'LU' },
    electronicAddress: { scheme: 'EM', id: 'invoices@press.example' },
    metadata: { crm: '4711' },
  },
  // Far ahead of UTC; is credited, and pays.
  tokyo: { name: '東京アーカイブ', timezone: 'Asia/Tokyo', plan: 'pro', paymentTermsDays: 30 },
  // Far behind UTC; has a month that was voided and billed again.
  york: { name: 'York & Sons', timezone: 'America/New_York', plan: 'pro' },
  // Priced by each event; has a month that was forgiven.
  shop: {
    name: 'Shop',
    plan: 'shop',
    taxes: { standard: { category: 'O', exemptionReason: 'Outside the scope' } },
  },
  // Below the minimum charge every month.
  small: { name: 'Small', plan: 'reader' },
  // Has a month that is out of bounds.
  burst: { name: 'Burst', plan: 'reader', timezone: 'Europe/Berlin' },
} as const;

const settings = {
  seller: {
    name: 'Magazine GmbH',
    taxNumber: 'DE123456789',
    electronicAddress: { scheme: 'EM', id: 'billing@magazine.example' },
    address: { lines: ['Hauptstr. 1'], postalCode: '10115', city: 'Berlin', country: 'DE' },
  },
  timezone: 'Europe/Berlin',
  series: {
    invoice: { prefix: 'MAG-{year}-', digits: 5 },
    creditNote: { prefix: 'GUT-{year}-', digits: 5 },
  },
  notes: ['Thank you.'],
  paymentInstructions: 'IBAN DE02 1203 0000 0000 2020 51',
  paymentTermsDays: 10,
  // Long, so that months are billed when they are asked for and not by a schedule before.
  graceHours: 480,
  bounds: { timesLast: 5, floor: '1' },
  defaultPlan: 'reader',
  taxes: {
    standard: { category: 'S', rate: '19' },
    reduced: { category: 'S', rate: '7' },
  },
} as const;

/** The tenant `studio` approves each draft, in a currency without minor digits. */
const studio = {
  meters: { minutes: { eventType: 'render', aggregation: 'sum', value: 'minutes' } },
  plans: {
    render: {
      versions: [
        {
          effectiveFrom: '2026-03-01',
          currency: 'JPY',
          charges: [{ meter: 'minutes', model: 'per_unit', unitPrice: '12.345' }],
        },
      ],
    },
  },
  customers: {
    anime: { name: 'Anime KK', plan: 'render', timezone: 'Asia/Tokyo' },
    manga: { name: 'Manga KK', plan: 'render' },
  },
  settings: {
    seller: { name: 'Studio', address: { lines: ['1-1'], city: 'Tokyo', country: 'JP' } },
    timezone: 'Asia/Tokyo',
    approval: true,
    graceHours: 480,
  },
} as const;

/** What a tenant is set up by, in the order in which it must be put. */
export const setUps: Readonly<Record<Tenant, readonly (readonly [path: string, body: object])[]>> =
  {
    archive: puts('/v1/meters/', { hits: { eventType: 'hit', aggregation: 'count' } }),
    magazine: [
      ...puts('/v1/meters/', meters),
      ...puts('/v1/plans/', plans),
      ['/v1/billing-settings', settings],
      ...puts('/v1/customers/', customers),
    ],
    studio: [
      ...puts('/v1/meters/', studio.meters),
      ...puts('/v1/plans/', studio.plans),
      ['/v1/billing-settings', studio.settings],
      ...puts('/v1/customers/', studio.customers),
    ],
  };

function puts(folder: string, bodies: Readonly<Record<string, object>>) {
  return Object.entries(bodies).map(([key, body]) => [`${folder}${key}`, body] as const);
}
