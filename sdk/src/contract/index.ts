// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type { AccountsOperations } from './accounts.ts';
import type { AuditOperations } from './audit.ts';
import type { BackfillsOperations } from './backfills.ts';
import type { BankStatementsOperations } from './bank-statements.ts';
import type { BillingRunsOperations } from './billing-runs.ts';
import type { BillingSettingsOperations } from './billing-settings.ts';
import type { BooksOperations } from './books.ts';
import type { ChargesOperations } from './charges.ts';
import type { CorrectionsOperations } from './corrections.ts';
import type { CustomersOperations } from './customers.ts';
import type { DropsOperations } from './drops.ts';
import type { ErasuresOperations } from './erasures.ts';
import type { EventProofsOperations } from './event-proofs.ts';
import type { EventsOperations } from './events.ts';
import type { ExportsOperations } from './exports.ts';
import type { GateOperations } from './gate.ts';
import type { HoldsOperations } from './holds.ts';
import type { InvoicesOperations } from './invoices.ts';
import type { KeysOperations } from './keys.ts';
import type { LogosOperations } from './logos.ts';
import type { LogsOperations } from './logs.ts';
import type { MeOperations } from './me.ts';
import type { MetersOperations } from './meters.ts';
import type { OpenapiOperations } from './openapi.ts';
import type { OtlpMappingsOperations } from './otlp-mappings.ts';
import type { PassesOperations } from './passes.ts';
import type { PayeeOperations } from './payee.ts';
import type { PayeeStatementRunsOperations } from './payee-statement-runs.ts';
import type { PayeeStatementsOperations } from './payee-statements.ts';
import type { PayeesOperations } from './payees.ts';
import type { PayersOperations } from './payers.ts';
import type { PaymentsOperations } from './payments.ts';
import type { PayoutRunsOperations } from './payout-runs.ts';
import type { PayoutsOperations } from './payouts.ts';
import type { PlansOperations } from './plans.ts';
import type { PriceCalculationsOperations } from './price-calculations.ts';
import type { PrivatePassesOperations } from './private-passes.ts';
import type { PseudonymsOperations } from './pseudonyms.ts';
import type { QuarantineOperations } from './quarantine.ts';
import type { RailsOperations } from './rails.ts';
import type { ReceiptsOperations } from './receipts.ts';
import type { ReconciliationOperations } from './reconciliation.ts';
import type { RemindersOperations } from './reminders.ts';
import type { ReportsOperations } from './reports.ts';
import type { ShareMonthsOperations } from './share-months.ts';
import type { ShareRunsOperations } from './share-runs.ts';
import type { SharesOperations } from './shares.ts';
import type { TipsOperations } from './tips.ts';
import type { UnbilledOperations } from './unbilled.ts';
import type { UsageOperations } from './usage.ts';
import type { WebhooksOperations } from './webhooks.ts';
import type { WitnessOperations } from './witness.ts';

export type * from './accounts.ts';
export type * from './audit.ts';
export type * from './backfills.ts';
export type * from './bank-statements.ts';
export type * from './billing-runs.ts';
export type * from './billing-settings.ts';
export type * from './books.ts';
export type * from './charges.ts';
export type * from './corrections.ts';
export type * from './customers.ts';
export type * from './drops.ts';
export type * from './erasures.ts';
export type * from './event-proofs.ts';
export type * from './events.ts';
export type * from './exports.ts';
export type * from './gate.ts';
export type * from './holds.ts';
export type * from './invoices.ts';
export type * from './keys.ts';
export type * from './logos.ts';
export type * from './logs.ts';
export type * from './me.ts';
export type * from './meters.ts';
export type * from './openapi.ts';
export type * from './otlp-mappings.ts';
export type * from './passes.ts';
export type * from './payee.ts';
export type * from './payee-statement-runs.ts';
export type * from './payee-statements.ts';
export type * from './payees.ts';
export type * from './payers.ts';
export type * from './payments.ts';
export type * from './payout-runs.ts';
export type * from './payouts.ts';
export type * from './plans.ts';
export type * from './price-calculations.ts';
export type * from './private-passes.ts';
export type * from './pseudonyms.ts';
export type * from './quarantine.ts';
export type * from './rails.ts';
export type * from './receipts.ts';
export type * from './reconciliation.ts';
export type * from './reminders.ts';
export type * from './reports.ts';
export type * from './share-months.ts';
export type * from './share-runs.ts';
export type * from './shares.ts';
export type * from './tips.ts';
export type * from './unbilled.ts';
export type * from './usage.ts';
export type * from './webhooks.ts';
export type * from './witness.ts';
export type * from './shared.ts';

/** What each operation takes, and answers as JSON. */
export interface Operations
  extends
    AccountsOperations,
    AuditOperations,
    BackfillsOperations,
    BankStatementsOperations,
    BillingRunsOperations,
    BillingSettingsOperations,
    BooksOperations,
    ChargesOperations,
    CorrectionsOperations,
    CustomersOperations,
    DropsOperations,
    ErasuresOperations,
    EventProofsOperations,
    EventsOperations,
    ExportsOperations,
    GateOperations,
    HoldsOperations,
    InvoicesOperations,
    KeysOperations,
    LogosOperations,
    LogsOperations,
    MeOperations,
    MetersOperations,
    OpenapiOperations,
    OtlpMappingsOperations,
    PassesOperations,
    PayeeOperations,
    PayeeStatementRunsOperations,
    PayeeStatementsOperations,
    PayeesOperations,
    PayersOperations,
    PaymentsOperations,
    PayoutRunsOperations,
    PayoutsOperations,
    PlansOperations,
    PriceCalculationsOperations,
    PrivatePassesOperations,
    PseudonymsOperations,
    QuarantineOperations,
    RailsOperations,
    ReceiptsOperations,
    ReconciliationOperations,
    RemindersOperations,
    ReportsOperations,
    ShareMonthsOperations,
    ShareRunsOperations,
    SharesOperations,
    TipsOperations,
    UnbilledOperations,
    UsageOperations,
    WebhooksOperations,
    WitnessOperations {}
