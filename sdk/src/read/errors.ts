import type { Problem, RejectionCode } from '../contract/index.ts';

/** What went wrong with a request. */
export class FarthingError extends Error {
  override readonly name: string = 'FarthingError';
}

/** No answer came, though it was asked for several times. */
export class ConnectionError extends FarthingError {
  override readonly name = 'ConnectionError';
}

/** What answered is not Farthing, or the gateway before it, which knows no codes. */
export class GatewayError extends FarthingError {
  override readonly name = 'GatewayError';
  readonly status: number;
  /** What it said, or how that begins; empty where that is nothing. */
  readonly said: string;

  constructor(status: number, message: string, said = '') {
    super(message);
    this.status = status;
    this.said = said;
  }
}

/** Farthing said no, and why. What a code is about is the class. */
export class ProblemError extends FarthingError {
  override readonly name: string = 'ProblemError';
  readonly status: number;
  readonly code: RejectionCode;
  /** The whole document (RFC 9457). */
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(`${problem.detail} (${problem.code}, request ${problem.requestId})`);
    this.status = problem.status;
    this.code = problem.code;
    this.problem = problem;
  }
}

type FamilyOf<Code> = Code extends `${infer Family}.${string}` ? Family : never;

export class RequestError extends ProblemError {
  override readonly name = 'RequestError';
}
export class AnswerError extends ProblemError {
  override readonly name = 'AnswerError';
}
export class KeyError extends ProblemError {
  override readonly name = 'KeyError';
}
export class TenantError extends ProblemError {
  override readonly name = 'TenantError';
}
export class QueueError extends ProblemError {
  override readonly name = 'QueueError';
}
export class EventError extends ProblemError {
  override readonly name = 'EventError';
}
export class MeterError extends ProblemError {
  override readonly name = 'MeterError';
}
export class CustomerError extends ProblemError {
  override readonly name = 'CustomerError';
}
export class PayerError extends ProblemError {
  override readonly name = 'PayerError';
}
export class SubjectError extends ProblemError {
  override readonly name = 'SubjectError';
}
export class UsageError extends ProblemError {
  override readonly name = 'UsageError';
}
/** About OTLP, and the mappings of what it carries. */
export class OtlpError extends ProblemError {
  override readonly name = 'OtlpError';
}
export class CorrectionError extends ProblemError {
  override readonly name = 'CorrectionError';
}
export class BackfillError extends ProblemError {
  override readonly name = 'BackfillError';
}
export class DropError extends ProblemError {
  override readonly name = 'DropError';
}
export class QuarantineError extends ProblemError {
  override readonly name = 'QuarantineError';
}
export class TimeZoneError extends ProblemError {
  override readonly name = 'TimeZoneError';
}
export class PeriodError extends ProblemError {
  override readonly name = 'PeriodError';
}
export class InvoiceError extends ProblemError {
  override readonly name = 'InvoiceError';
}
export class PaymentError extends ProblemError {
  override readonly name = 'PaymentError';
}
export class UnbilledError extends ProblemError {
  override readonly name = 'UnbilledError';
}
export class BankStatementError extends ProblemError {
  override readonly name = 'BankStatementError';
}
export class BooksError extends ProblemError {
  override readonly name = 'BooksError';
}
export class RailError extends ProblemError {
  override readonly name = 'RailError';
}
export class ReceiptError extends ProblemError {
  override readonly name = 'ReceiptError';
}
export class LogError extends ProblemError {
  override readonly name = 'LogError';
}
export class CheckpointError extends ProblemError {
  override readonly name = 'CheckpointError';
}
export class ProofError extends ProblemError {
  override readonly name = 'ProofError';
}
export class MarketplaceError extends ProblemError {
  override readonly name = 'MarketplaceError';
}
export class CollectionError extends ProblemError {
  override readonly name = 'CollectionError';
}
export class MandateError extends ProblemError {
  override readonly name = 'MandateError';
}
export class SepaError extends ProblemError {
  override readonly name = 'SepaError';
}
export class ReminderError extends ProblemError {
  override readonly name = 'ReminderError';
}
export class ExportError extends ProblemError {
  override readonly name = 'ExportError';
}
export class ReportError extends ProblemError {
  override readonly name = 'ReportError';
}
export class BudgetError extends ProblemError {
  override readonly name = 'BudgetError';
}
export class ChargeError extends ProblemError {
  override readonly name = 'ChargeError';
}
export class RefundError extends ProblemError {
  override readonly name = 'RefundError';
}
export class GrantError extends ProblemError {
  override readonly name = 'GrantError';
}
export class HoldError extends ProblemError {
  override readonly name = 'HoldError';
}
export class OfferError extends ProblemError {
  override readonly name = 'OfferError';
}
export class SpendError extends ProblemError {
  override readonly name = 'SpendError';
}
export class WalletError extends ProblemError {
  override readonly name = 'WalletError';
}
export class TipError extends ProblemError {
  override readonly name = 'TipError';
}

export class TopUpError extends ProblemError {
  override readonly name = 'TopUpError';
}
export class TokenError extends ProblemError {
  override readonly name = 'TokenError';
}
export class WebhookError extends ProblemError {
  override readonly name = 'WebhookError';
}
export class BillingSettingsError extends ProblemError {
  override readonly name = 'BillingSettingsError';
}
export class LogoError extends ProblemError {
  override readonly name = 'LogoError';
}
export class PlanError extends ProblemError {
  override readonly name = 'PlanError';
}
export class PayeeError extends ProblemError {
  override readonly name = 'PayeeError';
}
export class PayeeStatementError extends ProblemError {
  override readonly name = 'PayeeStatementError';
}
export class PassError extends ProblemError {
  override readonly name = 'PassError';
}
export class PrivatePassError extends ProblemError {
  override readonly name = 'PrivatePassError';
}
export class PrivateTokenError extends ProblemError {
  override readonly name = 'PrivateTokenError';
}
export class RefillError extends ProblemError {
  override readonly name = 'RefillError';
}
export class ShareError extends ProblemError {
  override readonly name = 'ShareError';
}
export class PayoutError extends ProblemError {
  override readonly name = 'PayoutError';
}
export class PriceError extends ProblemError {
  override readonly name = 'PriceError';
}

/** By what stands before the dot of a code. A family that lacks does not compile. */
const families: Readonly<Record<FamilyOf<RejectionCode>, new (problem: Problem) => ProblemError>> =
  {
    request: RequestError,
    answer: AnswerError,
    key: KeyError,
    tenant: TenantError,
    queue: QueueError,
    event: EventError,
    meter: MeterError,
    customer: CustomerError,
    payer: PayerError,
    subject: SubjectError,
    usage: UsageError,
    correction: CorrectionError,
    otlp: OtlpError,
    backfill: BackfillError,
    drop: DropError,
    quarantine: QuarantineError,
    'time-zone': TimeZoneError,
    period: PeriodError,
    invoice: InvoiceError,
    payment: PaymentError,
    unbilled: UnbilledError,
    'bank-statement': BankStatementError,
    books: BooksError,
    rail: RailError,
    marketplace: MarketplaceError,
    receipt: ReceiptError,
    log: LogError,
    checkpoint: CheckpointError,
    proof: ProofError,
    collection: CollectionError,
    mandate: MandateError,
    sepa: SepaError,
    reminder: ReminderError,
    export: ExportError,
    report: ReportError,
    budget: BudgetError,
    charge: ChargeError,
    refund: RefundError,
    grant: GrantError,
    hold: HoldError,
    offer: OfferError,
    spend: SpendError,
    tip: TipError,
    'top-up': TopUpError,
    token: TokenError,
    wallet: WalletError,
    webhook: WebhookError,
    'billing-settings': BillingSettingsError,
    logo: LogoError,
    plan: PlanError,
    price: PriceError,
    payee: PayeeError,
    'payee-statement': PayeeStatementError,
    pass: PassError,
    'private-pass': PrivatePassError,
    'private-token': PrivateTokenError,
    share: ShareError,
    payout: PayoutError,
    refill: RefillError,
  };

/** The error of a problem document. A family that came after this version is a `ProblemError`. */
export function problemError(problem: Problem): ProblemError {
  const [family = ''] = problem.code.split('.');
  const isKnown = Object.hasOwn(families, family);
  const Family = isKnown ? families[family as FamilyOf<RejectionCode>] : ProblemError;
  return new Family(problem);
}
