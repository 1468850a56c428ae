import type { InvoiceLine } from '../../../core/contract/invoices/invoice.ts';
import { problemMediaType, problemTitle, problemType } from '../../../core/contract/problem.ts';
import type { Problem } from '../../../core/contract/problem-shapes.ts';
import { type RejectionCode, rejectionStatus } from '../../../core/contract/rejection-codes.ts';
import { aLine, anInvoice } from '../../core/documents/a-document.ts';
import type { FakeAnswer } from './http-server.ts';

// Answers as the interface gives them, for tests of what is made of them.

type Json = Readonly<Record<string, unknown>>;

export const january = {
  start: '2026-01-01T00:00:00Z',
  end: '2026-02-01T00:00:00Z',
  timezone: 'UTC',
  firstDay: '2026-01-01',
  lastDay: '2026-01-31',
};

/** A request that is refused. */
export function refused(
  code: RejectionCode,
  detail: string,
  members: Partial<Problem> = {},
): FakeAnswer {
  const status = rejectionStatus[code];
  const what = { type: problemType(code), title: problemTitle(code), status, code, detail };
  return {
    status,
    headers: { 'content-type': problemMediaType },
    json: { ...what, requestId: 'r-1', ...members },
  };
}

/** As `GET /v1/invoices/{id}` answers an invoice of such lines; `reasons` are theirs. */
export function answeredInvoice(
  number: string,
  lines: readonly (Partial<InvoiceLine> & { readonly reason: string })[] = [],
) {
  const invoice = anInvoice({
    number,
    customer: 'press',
    period: january,
    lines: lines.map(({ reason: _, ...line }, index) => aLine({ ...line, id: `${index + 1}` })),
  });
  return {
    ...invoice,
    documents: {
      pdf: `/v1/invoices/${invoice.id}?format=pdf`,
      csv: `/v1/invoices/${invoice.id}?format=csv`,
    },
    reasons: lines.map(({ reason }) => reason),
  };
}

/** As `GET /v1/invoices` lists one. */
export const listedInvoice = (fields: Json = {}) => ({
  id: 'inv_0001',
  number: 'INV-2026-000001',
  status: 'issued',
  overdue: false,
  customer: 'press',
  currency: 'EUR',
  period: january,
  issuedAt: '2026-02-03T00:00:00Z',
  dueAt: '2026-02-17T00:00:00Z',
  dueDate: '2026-02-16',
  total: '2.38',
  amountDue: '2.38',
  carriedOut: '0',
  ...fields,
});

/** As a meter, customer, plan or the billing settings are answered that were put so; `path` has its key. */
export function answeredItem(path: string, body: Json): Json {
  const [, , list = '', key = ''] = path.split('/').map(decodeURIComponent);
  switch (list) {
    case 'meters': {
      const backfill = { status: 'complete', hoursDone: 0, hoursTotal: 0 };
      return { key, dimensions: [], filter: {}, ...body, backfill };
    }
    case 'customers': {
      const { plan, ...fields } = body;
      const changes = typeof plan === 'string' ? [{ plan, from: '1970-01-01' }] : plan;
      return {
        ...{ key, name: key, subjects: [key], timezone: 'UTC', metadata: {}, revision: 1 },
        ...fields,
        ...(changes === undefined ? {} : { plan: changes }),
      };
    }
    case 'plans':
      return { key, ...body, revision: 1 };
    default:
      return { ...body, revision: 1 };
  }
}

/** As a list of meters has one. */
export const listedMeter = ({ backfill: _, ...listed }: Json): Json => listed;

/** As `GET /v1/billing-runs/{period}` answers. */
export const answeredRun = (period: string, fields: Json = {}): Json => ({
  period,
  status: 'done',
  waitingFor: [],
  customers: [],
  unassigned: [],
  ...fields,
  counts: { closed: 0, parked: 0, open: 0, 'not-ended': 0, ...(fields['counts'] as Json) },
});

export const usageHead = {
  meter: 'bytes',
  aggregation: 'sum',
  from: '2026-11-01T00:00:00Z',
  to: '2026-11-02T00:00:00Z',
  window: 'day',
  timezone: 'UTC',
} as const;

/** A payment of which most is applied, as it is answered. */
export const answeredPayment = {
  ...{ id: 'pay_1', status: 'partly-applied', customer: 'press', currency: 'EUR' },
  ...{ amount: '1200.00', rail: 'bank', reference: 'DE-1', applications: [] },
  ...{ receivedAt: '2026-11-02T09:00:00Z', recordedAt: '2026-11-02T09:00:00Z' },
  ...{ amountApplied: '1000.00', amountUnapplied: '200.00' },
  ...{ amountRefunded: '0.00', amountReversed: '0.00' },
};
