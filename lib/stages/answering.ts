import type { Billing } from './billing.ts';
import type { Books } from './books.ts';
import type { Ingestion } from './ingestion.ts';
import type { Payees } from './payees.ts';
import type { Payers } from './payers.ts';
import type { Spend } from './spend.ts';
import type { Totals } from './totals.ts';
import type { Transparency } from './transparency.ts';
import type { Webhooks } from './webhooks.ts';

/** What answers the routes of these stages. */
export const answeringBy = (stages: {
  readonly ingestion: Ingestion;
  readonly totals: Totals;
  readonly billing: Billing;
  readonly books: Books;
  readonly webhooks: Webhooks;
  readonly transparency: Transparency;
}) => ({
  IngestEvents: stages.ingestion.ingestEvents,
  QueryUsage: stages.totals.queryUsage,
  ServeInvoices: stages.billing.serveInvoices,
  RecordInvoices: stages.billing.recordInvoices,
  ServeRuns: stages.billing.serveRuns,
  ServeBooks: stages.books.serveBooks,
  ServeWebhooks: stages.webhooks.serveWebhooks,
  ServeProofs: stages.transparency.serveProofs,
});

/** What answers about who pays, and who is paid. */
export const answeringAbout = (stages: {
  readonly spend: Spend;
  readonly payers: Payers;
  readonly payees: Payees;
}) => ({
  ServeSpend: stages.spend.serveSpend,
  ServePayers: stages.payers.servePayers,
  ServePayees: stages.payees.servePayees,
});
