import { openedCursor, sealedCursor } from '../../core/access/cursor.ts';
import { listDrafts } from '../../core/billing/run/list-drafts.ts';
import type { DocumentPlace } from '../../core/books/document-entry.ts';
import type { InvoiceListParameters } from '../../core/contract/invoices/shapes.ts';
import { type ListedInvoice, listIssued } from '../../core/invoicing/list-issued.ts';
import { monthFrom } from '../../core/kernel/month.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import type { InvoicesPorts } from './ports.ts';

const LIMIT_DEFAULT = 50;

/**
 * Invoices in the order of the books, those of one customer or month or all; or the drafts of a month that wait for a
 * person.
 */
export const listInvoices =
  (ports: InvoicesPorts): RouteHandlers['ServeInvoices']['GET /v1/invoices'] =>
  async ({ caller, query: asked }) => {
    const { cursor, limit = LIMIT_DEFAULT } = asked;
    const fingerprint = fingerprintOf(asked);
    const position = cursor === undefined ? undefined : openedCursor(caller, fingerprint, cursor);
    const page = await pageOf(ports, caller.tenant, { ...asked, limit, position });
    return {
      status: 200,
      body: {
        invoices: page.invoices.slice(0, limit),
        ...(page.next === undefined
          ? {}
          : { nextCursor: sealedCursor(caller, fingerprint, page.next) }),
      },
    };
  };

const fingerprintOf = ({ customer, period, status }: InvoiceListParameters): string =>
  JSON.stringify(['GET /v1/invoices', customer ?? null, period ?? null, status ?? null]);

interface Page {
  readonly invoices: readonly ListedInvoice[];
  readonly next: string | undefined;
}

async function pageOf(
  ports: InvoicesPorts,
  tenant: string,
  {
    status,
    position,
    ...asked
  }: InvoiceListParameters & { readonly limit: number; readonly position: string | undefined },
): Promise<Page> {
  const { period, customer, limit } = asked;
  const month = period === undefined ? undefined : monthFrom(period);
  if (status !== 'draft') {
    const after = position === undefined ? undefined : placeFrom(position);
    const { invoices, next } = await listIssued(ports, tenant, {
      customer,
      month,
      limit,
      status,
      after,
    });
    return { invoices, next: next === undefined ? undefined : placeText(next) };
  }
  if (month === undefined) {
    const detail = 'period: name the month whose drafts are asked for';
    throw new Rejection('request.invalid', detail, { param: 'period' });
  }
  return listDrafts(ports, tenant, { month, customer, after: position ?? '', limit });
}

const placeText = ({ seq, index }: DocumentPlace): string => JSON.stringify([seq, index]);

/** Positions were sealed by us. */
function placeFrom(text: string): DocumentPlace {
  const [seq, index] = JSON.parse(text) as [number, number];
  return { seq, index };
}
