import { auditRoutes } from './audit/routes.ts';
import { backfillsRoutes } from './backfills/routes.ts';
import { bankStatementsRoutes } from './bank/routes.ts';
import { booksRoutes } from './books/routes.ts';
import { catalogRoutes } from './catalog/routes.ts';
import { correctionsRoutes } from './corrections/routes.ts';
import { dropsRoutes } from './drops/routes.ts';
import { earningsRoutes } from './earnings/routes.ts';
import { eventsRoutes } from './events/routes.ts';
import { exportsRoutes } from './exports/routes.ts';
import { gateRoutes } from './gate/routes.ts';
import { interfaceRoutes } from './interface/routes.ts';
import { invoicesRoutes } from './invoices/routes.ts';
import { keysRoutes } from './keys/routes.ts';
import { lagoRoutes } from './lago/routes.ts';
import { logsRoutes } from './logs/routes.ts';
import { marketplaceRoutes } from './marketplace/routes.ts';
import { openMeterRoutes } from './openmeter/routes.ts';
import { otlpRoutes } from './otlp/routes.ts';
import { passesRoutes } from './passes/routes.ts';
import { payeeStatementsRoutes } from './payee-statements/routes.ts';
import { payersRoutes } from './payers/routes.ts';
import { paymentsRoutes } from './payments/routes.ts';
import { payoutsRoutes } from './payouts/routes.ts';
import { privatePassesRoutes } from './private-passes/routes.ts';
import { quarantineRoutes } from './quarantine/routes.ts';
import { railsRoutes } from './rails/routes.ts';
import { receiptsRoutes } from './receipts/routes.ts';
import { reconciliationRoutes } from './reconciliation/routes.ts';
import { remindersRoutes } from './reminders/routes.ts';
import { reportsRoutes } from './reports/routes.ts';
import type { Route } from './route.ts';
import { runsRoutes } from './runs/routes.ts';
import { sepaRoutes } from './sepa/routes.ts';
import { sharesRoutes } from './shares/routes.ts';
import { spendRoutes } from './spend/routes.ts';
import { stripeRoutes } from './stripe/routes.ts';
import { unbilledRoutes } from './unbilled/routes.ts';
import { usageRoutes } from './usage/routes.ts';
import { webhooksRoutes } from './webhooks/routes.ts';

/** All routes: those of each resource. */
export const routes = [
  ...eventsRoutes,
  ...usageRoutes,
  ...catalogRoutes,
  ...passesRoutes,
  ...privatePassesRoutes,
  ...sharesRoutes,
  ...earningsRoutes,
  ...payeeStatementsRoutes,
  ...quarantineRoutes,
  ...correctionsRoutes,
  ...backfillsRoutes,
  ...dropsRoutes,
  ...runsRoutes,
  ...unbilledRoutes,
  ...reconciliationRoutes,
  ...exportsRoutes,
  ...invoicesRoutes,
  ...logsRoutes,
  ...bankStatementsRoutes,
  ...paymentsRoutes,
  ...booksRoutes,
  ...receiptsRoutes,
  ...railsRoutes,
  ...marketplaceRoutes,
  ...sepaRoutes,
  ...payoutsRoutes,
  ...remindersRoutes,
  ...reportsRoutes,
  ...spendRoutes,
  ...gateRoutes,
  ...webhooksRoutes,
  ...payersRoutes,
  ...auditRoutes,
  ...keysRoutes,
  ...openMeterRoutes,
  ...stripeRoutes,
  ...lagoRoutes,
  ...otlpRoutes,
  ...interfaceRoutes,
] as const satisfies readonly Route[];
