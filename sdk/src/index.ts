export type * from './contract/index.ts';
export type { Fetch, FetchAnswer, FetchRequest } from './fetch.ts';
export {
  createPrivateTokens,
  type PrivateReader,
  type PrivateTokenSettings,
  type TokenStore,
} from './private-tokens/create-private-tokens.ts';
export type { ReaderSettings } from './read/ask.ts';
export {
  createReader,
  type DocumentForm,
  type FormStream,
  type Reader,
} from './read/create-reader.ts';
export {
  AnswerError,
  BackfillError,
  BankStatementError,
  BillingSettingsError,
  BooksError,
  BudgetError,
  ChargeError,
  CheckpointError,
  CollectionError,
  ConnectionError,
  CorrectionError,
  CustomerError,
  DropError,
  EventError,
  ExportError,
  FarthingError,
  GatewayError,
  GrantError,
  HoldError,
  InvoiceError,
  KeyError,
  LogError,
  LogoError,
  MandateError,
  MarketplaceError,
  MeterError,
  OfferError,
  OtlpError,
  PassError,
  PayeeError,
  PayeeStatementError,
  PayerError,
  PaymentError,
  PayoutError,
  PeriodError,
  PlanError,
  PriceError,
  PrivatePassError,
  PrivateTokenError,
  ProblemError,
  ProofError,
  QuarantineError,
  QueueError,
  RailError,
  ReceiptError,
  RefillError,
  RefundError,
  ReminderError,
  ReportError,
  RequestError,
  SepaError,
  ShareError,
  SpendError,
  SubjectError,
  TenantError,
  TimeZoneError,
  TipError,
  TokenError,
  TopUpError,
  UnbilledError,
  UsageError,
  WalletError,
  WebhookError,
} from './read/errors.ts';
export type { Pages } from './read/pages.ts';
export {
  type ReceiptExpected,
  type ReceiptVerdict,
  verifyReceipt,
} from './receipts/verify-receipt.ts';
export { createRecorder, type Recorder } from './record/create-recorder.ts';
export { createSender } from './sender/create-sender.ts';
export type { Outbox, OutboxBatch } from './sender/outbox.ts';
export type { CloseOptions, FlushOptions, Sender, SenderSettings } from './sender/settings.ts';
export type { Drop, Failure } from './sender/told.ts';
export type { TrackedEvent } from './sender/tracked-event.ts';
export { createSpender, type Spender, type SpenderSettings } from './spend/create-spender.ts';
export type { Lease, LeaseRequest } from './spend/lease.ts';
export { type BudgetOptions, withBudget } from './spend/with-budget.ts';
