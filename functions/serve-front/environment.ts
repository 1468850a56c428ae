import { environment as authorizeRequest } from '../authorize-request/environment.ts';
import { environment as ingestEvents } from '../ingest-events/environment.ts';
import { environment as queryUsage } from '../query-usage/environment.ts';
import { environment as recordInvoices } from '../record-invoices/environment.ts';
import { environment as reviewQuarantine } from '../review-quarantine/environment.ts';
import { environment as serveBooks } from '../serve-books/environment.ts';
import { environment as serveCatalog } from '../serve-catalog/environment.ts';
import { environment as serveInvoices } from '../serve-invoices/environment.ts';
import { environment as servePayees } from '../serve-payees/environment.ts';
import { environment as servePayers } from '../serve-payers/environment.ts';
import { environment as serveProofs } from '../serve-proofs/environment.ts';
import { environment as serveRails } from '../serve-rails/environment.ts';
import { environment as serveRuns } from '../serve-runs/environment.ts';
import { environment as serveSpend } from '../serve-spend/environment.ts';
import { environment as serveWebhooks } from '../serve-webhooks/environment.ts';

/** What it reads itself, and what all the functions read whose routes it answers, and the authorizer. */
export const environment = [
  'CORS_ORIGINS',
  'FRONT_TENANT_RATE_MAX',
  ...authorizeRequest,
  ...ingestEvents,
  ...queryUsage,
  ...serveCatalog,
  ...reviewQuarantine,
  ...serveInvoices,
  ...recordInvoices,
  ...serveRuns,
  ...serveBooks,
  ...serveWebhooks,
  ...servePayers,
  ...servePayees,
  ...serveProofs,
  ...serveRails,
  ...serveSpend,
] as const;

/** What `CORS_ORIGINS` says where there are none: a variable has to have some text. */
export const noOrigins = 'none';
