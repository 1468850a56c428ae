import type {
  CreditNote,
  Invoice,
  InvoiceLine,
  InvoiceTax,
  Party,
  Statement,
} from '../../../core/contract/invoices/invoice.ts';
import type { InvoicePeriod } from '../../../core/contract/invoices/invoice-period.ts';

export const june: InvoicePeriod = {
  start: '2026-05-31T22:00:00Z',
  end: '2026-06-30T22:00:00Z',
  timezone: 'Europe/Berlin',
  firstDay: '2026-06-01',
  lastDay: '2026-06-30',
};

export const aSeller: Party = {
  name: 'Magazin Verlag GmbH',
  address: {
    lines: ['Hauptstraße 1', 'Aufgang B'],
    postalCode: '10115',
    city: 'Berlin',
    country: 'DE',
  },
  taxNumber: 'DE123456789',
  registrationNumber: 'HRB 12345',
  email: 'billing@magazin.example',
};

export const aBuyer: Party = {
  name: 'Press Review B.V.',
  address: {
    lines: ['Keizersgracht 100'],
    postalCode: '1015 AA',
    city: 'Amsterdam',
    country: 'NL',
  },
  taxNumber: 'NL001234567B01',
  email: 'accounts@press-review.example',
};

/** A line of the standard category at 19 %: 1,000 views at 0.0123. */
export const aLine = (fields: Partial<InvoiceLine> = {}): InvoiceLine => ({
  id: '1',
  kind: 'usage',
  meter: 'views',
  description: 'Article views',
  quantity: '1000',
  unitPrice: '0.0123',
  exactAmount: '12.3',
  amount: '12.30',
  taxCode: 'standard',
  taxCategory: 'S',
  taxRate: '19',
  charge: 'views',
  plan: { key: 'reader', effectiveFrom: '2026-01-01' },
  ...fields,
});

/** How all lines of a document are taxed. */
export type Treatment = Pick<InvoiceTax, 'category' | 'rate'> & Partial<InvoiceTax>;

/** Lines with two decimals, all taxed alike, with the sums that belong to them. */
export function figures(lines: readonly InvoiceLine[], treatment: Treatment) {
  const base = lines.reduce((sum, { amount }) => sum + cents(amount), 0n);
  const raw = base * BigInt(treatment.rate) * 2n;
  const tax = (raw + (raw < 0n ? -100n : 100n)) / 200n;
  return {
    lines: lines.map((line) => ({
      ...line,
      taxCategory: treatment.category,
      taxRate: treatment.rate,
    })),
    subtotal: text(base),
    taxes: [
      { code: 'standard', codes: ['standard'], base: text(base), amount: text(tax), ...treatment },
    ],
    total: text(base + tax),
  };
}

export const sumOf = (amounts: readonly string[]): string =>
  text(amounts.reduce((sum, amount) => sum + cents(amount), 0n));

const cents = (amount: string): bigint => BigInt(amount.replace('.', ''));

function text(value: bigint): string {
  const digits = (value < 0n ? -value : value).toString().padStart(3, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

export const standardRate: Treatment = { category: 'S', rate: '19' };

/** An issued invoice of one line, 12.30 EUR and 19 % on it. */
export const anInvoice = (fields: Partial<Invoice> = {}): Invoice => ({
  type: 'invoice',
  id: 'inv_0001',
  number: 'F-2026-0042',
  series: 'F-2026',
  status: 'issued',
  customer: 'press-review',
  seller: aSeller,
  buyer: aBuyer,
  currency: 'EUR',
  period: june,
  issuedAt: '2026-07-02T08:00:00Z',
  issueDate: '2026-07-02',
  dueAt: '2026-07-16T22:00:00Z',
  dueDate: '2026-07-16',
  paymentTermsDays: 14,
  ...figures([aLine()], standardRate),
  carriedIn: '0',
  carriedOut: '0',
  notes: [],
  ...fields,
});

export const aCreditNote = (fields: Partial<CreditNote> = {}): CreditNote => ({
  type: 'credit-note',
  id: 'crn_0001',
  number: 'C-2026-0003',
  series: 'C-2026',
  status: 'issued',
  customer: 'press-review',
  seller: aSeller,
  buyer: aBuyer,
  currency: 'EUR',
  period: june,
  issuedAt: '2026-07-09T08:00:00Z',
  issueDate: '2026-07-09',
  corrects: { id: 'inv_0001', number: 'F-2026-0042', issueDate: '2026-07-02', period: '2026-06' },
  reason: 'Views of a test account were counted',
  ...figures([aLine({ correctsLine: '1' })], standardRate),
  notes: [],
  ...fields,
});

/** A month of 0.0042 EUR, all of it carried on. */
export const aStatement = (fields: Partial<Statement> = {}): Statement => ({
  type: 'statement',
  id: 'stm_0001',
  number: null,
  series: null,
  status: 'closed',
  reason: 'below-minimum',
  minimumCharge: '0.5',
  customer: 'press-review',
  seller: aSeller,
  buyer: aBuyer,
  currency: 'EUR',
  period: june,
  issuedAt: '2026-07-02T08:00:00Z',
  issueDate: '2026-07-02',
  lines: [aLine({ quantity: '42', unitPrice: '0.0001', exactAmount: '0.0042', amount: '0.00' })],
  subtotal: '0.00',
  taxes: [],
  total: '0.00',
  carriedIn: '0',
  carriedOut: '0.0042',
  notes: [],
  ...fields,
});
