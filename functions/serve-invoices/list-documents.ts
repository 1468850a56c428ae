import { openedCursor, sealedCursor } from '../../core/access/cursor.ts';
import { listDocuments } from '../../core/invoicing/list-documents.ts';
import { placeFrom, placeText } from '../middleware/sealed-place.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import type { InvoicesPorts } from './ports.ts';

const LIMIT_DEFAULT = 50;

/** What the books have of a payer, the latest first; of one kind, or all. */
export const listDocumentsRoute =
  ({
    rating: { customers },
    books,
    log,
  }: InvoicesPorts): RouteHandlers['ServeInvoices']['GET /v1/customers/{key}/documents'] =>
  async ({ caller, params: { key: customer }, query }) => {
    const { cursor, kind, limit = LIMIT_DEFAULT } = query;
    const route = 'GET /v1/customers/{key}/documents';
    const fingerprint = JSON.stringify([route, customer, kind ?? null]);
    const before =
      cursor === undefined ? undefined : placeFrom(openedCursor(caller, fingerprint, cursor));
    const ports = { books, log, customers };
    const asked = { customer, kind, limit, before };
    const { documents, next } = await listDocuments(ports, caller.tenant, asked);
    return {
      status: 200,
      body: {
        documents,
        ...(next === undefined
          ? {}
          : { nextCursor: sealedCursor(caller, fingerprint, placeText(next)) }),
      },
    };
  };
