/** The charge of the plan that customers have. */
export const perView = { meter: 'view', model: 'per_unit', unitPrice: '0.5' } as const;
const version = { effectiveFrom: '2025-01-01', currency: 'EUR', charges: [perView] };

/** A plan of one version: at 0.5 EUR a view, but for `fields`. */
export const planOf = (fields: object) => ({ versions: [{ ...version, ...fields }] });
const tiered = (...tiers: readonly object[]) =>
  planOf({ charges: [{ meter: 'view', model: 'graduated', tiers }] });

/** A request that is refused, and what the problem document says. */
export interface Refused {
  readonly method: 'GET' | 'PUT' | 'POST';
  /** `press` and `radio` in it stand for the ids of their invoices. */
  readonly path: string;
  readonly body?: object;
  readonly status: number;
  readonly code: string;
  readonly param?: string;
  /** What it says to do, or what it got. */
  readonly says: string;
  /** Whose key it comes with, where not one that may do everything. */
  readonly as?: 'reader' | 'stranger';
}

/** Wrong plans, and plans and customers that would change what is billed. */
export const planRefusals: Readonly<Record<string, Refused>> = {
  'a plan whose tiers overlap': {
    method: 'PUT',
    path: '/v1/plans/new',
    body: tiered({ upTo: '10', unitPrice: '1' }, { from: '5', upTo: null, unitPrice: '2' }),
    status: 400,
    code: 'price.tiers-overlap',
    param: '/versions/0/charges/0/tiers/1/from',
    says: '10',
  },
  'a plan for a meter that is not there': {
    method: 'PUT',
    path: '/v1/plans/new',
    body: planOf({ charges: [{ ...perView, meter: 'nothing' }] }),
    status: 404,
    code: 'meter.not-found',
    param: '/versions/0/charges/0/meter',
    says: 'nothing',
  },
  'a plan with a negative price': {
    method: 'PUT',
    path: '/v1/plans/new',
    body: planOf({ charges: [{ ...perView, unitPrice: '-0.5' }] }),
    status: 400,
    code: 'price.negative',
    param: '/versions/0/charges/0/unitPrice',
    says: '-0.5',
  },
  'a plan in a currency whose minor units nobody has set down': {
    method: 'PUT',
    path: '/v1/plans/new',
    body: planOf({ currency: 'ABC' }),
    status: 400,
    code: 'plan.currency-unknown',
    param: '/versions/0/currency',
    says: 'ABC',
  },
  'a new price for a month that is billed': {
    method: 'PUT',
    path: '/v1/plans/reader',
    body: planOf({ charges: [{ ...perView, unitPrice: '0.7' }] }),
    status: 409,
    code: 'plan.version-in-force',
    param: '/versions/0',
    says: '2025-01-01',
  },
  'another plan for a month that is billed': {
    method: 'PUT',
    path: '/v1/customers/press',
    body: {
      name: 'press',
      plan: [
        { plan: 'reader', from: '2025-01-01' },
        { plan: 'dear', from: '2026-01-20' },
      ],
    },
    status: 409,
    code: 'period.already-invoiced',
    param: '/plan',
    says: '2026-02-01',
  },
  'a customer with more subjects than one may have': {
    method: 'PUT',
    path: '/v1/customers/many',
    body: { name: 'many', subjects: Array.from({ length: 1_001 }, (_, index) => `s-${index}`) },
    status: 400,
    code: 'request.invalid',
    param: '/subjects',
    says: '1000',
  },
};

/** Wrong runs, and wrong questions about one. */
export const runRefusals: Readonly<Record<string, Refused>> = {
  'closing a month that has not ended': {
    method: 'POST',
    path: '/v1/billing-runs',
    body: { period: '2026-02' },
    status: 409,
    code: 'period.not-ended',
    param: 'period',
    says: '2026-03-01T00:00:00Z',
  },
  'closing a month that is none': {
    method: 'POST',
    path: '/v1/billing-runs',
    body: { period: '2026-13' },
    status: 400,
    code: 'request.invalid',
    param: '/period',
    says: 'YYYY-MM',
  },
  'asking for a month that is none': {
    method: 'GET',
    path: '/v1/billing-runs/January',
    status: 400,
    code: 'period.malformed',
    param: 'period',
    says: 'YYYY-MM',
  },
  'a page of more customers than one holds': {
    method: 'GET',
    path: '/v1/billing-runs/2026-01?limit=1001',
    status: 400,
    code: 'request.invalid',
    param: 'limit',
    says: '1000',
  },
  'a cursor that is nobody’s': {
    method: 'GET',
    path: '/v1/invoices?cursor=abc',
    status: 400,
    code: 'request.bad-cursor',
    param: 'cursor',
    says: 'cursor',
  },
  'a key without the scope': {
    method: 'POST',
    path: '/v1/billing-runs',
    body: { period: '2026-01' },
    status: 403,
    code: 'key.scope-missing',
    says: 'billing:write',
    as: 'reader',
  },
};

/** Wrong corrections and payments, and invoices that are none of theirs. */
export const invoiceRefusals: Readonly<Record<string, Refused>> = {
  'a credit of more than the invoice': {
    method: 'POST',
    path: '/v1/invoices/press/credit-notes',
    body: { reason: 'too kind', lines: [{ line: '1', amount: '2.01' }] },
    status: 409,
    code: 'invoice.credit-too-large',
    param: '/lines/0/amount',
    says: '2.01',
  },
  'a payment in another currency': {
    method: 'POST',
    path: '/v1/invoices/press/payments',
    body: { rail: 'bank', reference: 'r-1', amount: '2.00', currency: 'USD' },
    status: 400,
    code: 'request.unknown-field',
    param: '/currency',
    says: 'currency',
  },
  'an invoice that is not there': {
    method: 'POST',
    path: '/v1/invoices/INV-2026-000009/void',
    body: { reason: 'no such thing' },
    status: 404,
    code: 'invoice.not-found',
    param: 'id',
    says: 'INV-2026-000009',
  },
  'another tenant’s invoice': {
    method: 'POST',
    path: '/v1/invoices/press/void',
    body: { reason: 'mischief' },
    status: 404,
    code: 'invoice.not-found',
    param: 'id',
    says: 'invoice',
    as: 'stranger',
  },
  'another tenant’s PDF': {
    method: 'GET',
    path: '/v1/invoices/press?format=pdf',
    status: 404,
    code: 'invoice.not-found',
    param: 'id',
    says: 'invoice',
    as: 'stranger',
  },
};
