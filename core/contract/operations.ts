import { auditOperations } from './audit/operations.ts';
import { backfillsOperations } from './backfills/operations.ts';
import { bankStatementsOperations } from './bank/operations.ts';
import { booksOperations } from './books/operations.ts';
import { catalogOperations } from './catalog/operations.ts';
import { correctionsOperations } from './corrections/operations.ts';
import { dropsOperations } from './drops/operations.ts';
import { eventsOperations } from './events/operations.ts';
import { exportsOperations } from './exports/operations.ts';
import { gateOperations } from './gate/operations.ts';
import { interfaceOperations } from './interface/operations.ts';
import { invoicesOperations } from './invoices/operations.ts';
import { keysOperations } from './keys/operations.ts';
import { lagoOperations } from './lago/operations.ts';
import { logsOperations } from './logs/operations.ts';
import { marketplaceOperations } from './marketplace/operations.ts';
import { openMeterOperations } from './openmeter/operations.ts';
import type { Operation } from './operation.ts';
import { otlpOperations } from './otlp/operations.ts';
import { passesOperations } from './passes/operations.ts';
import { payeesOperations } from './payee-statements/operations.ts';
import { payersOperations } from './payers/operations.ts';
import { paymentsOperations } from './payments/operations.ts';
import { payoutsOperations } from './payouts/operations.ts';
import { privatePassesOperations } from './private-passes/operations.ts';
import { quarantineOperations } from './quarantine/operations.ts';
import { railsOperations } from './rails/operations.ts';
import { receiptsOperations } from './receipts/operations.ts';
import { reconciliationOperations } from './reconciliation/operations.ts';
import { remindersOperations } from './reminders/operations.ts';
import type { RouteKey } from './route-key.ts';
import { runsOperations } from './runs/operations.ts';
import { sepaOperations } from './sepa/operations.ts';
import { sharesOperations } from './shares/operations.ts';
import { spendOperations } from './spend/operations.ts';
import { stripeOperations } from './stripe/operations.ts';
import { unbilledOperations } from './unbilled/operations.ts';
import { usageOperations } from './usage/operations.ts';
import { webhooksOperations } from './webhooks/operations.ts';

/** Every operation, by its route. One that lacks here does not compile. */
export const operations = {
  ...eventsOperations,
  ...usageOperations,
  ...catalogOperations,
  ...passesOperations,
  ...privatePassesOperations,
  ...sharesOperations,
  ...payeesOperations,
  ...quarantineOperations,
  ...correctionsOperations,
  ...backfillsOperations,
  ...dropsOperations,
  ...runsOperations,
  ...unbilledOperations,
  ...reconciliationOperations,
  ...exportsOperations,
  ...invoicesOperations,
  ...logsOperations,
  ...paymentsOperations,
  ...bankStatementsOperations,
  ...booksOperations,
  ...receiptsOperations,
  ...railsOperations,
  ...marketplaceOperations,
  ...spendOperations,
  ...gateOperations,
  ...sepaOperations,
  ...payoutsOperations,
  ...remindersOperations,
  ...webhooksOperations,
  ...payersOperations,
  ...auditOperations,
  ...keysOperations,
  ...openMeterOperations,
  ...stripeOperations,
  ...lagoOperations,
  ...otlpOperations,
  ...interfaceOperations,
} as const satisfies Readonly<Record<RouteKey, Operation>>;
