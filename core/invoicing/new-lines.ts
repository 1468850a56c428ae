import { accountName, meterOfAccount } from '../books/account.ts';
import type { PeriodCell } from '../books/cell.ts';
import { deferredAccount } from '../books/deferred.ts';
import type { BilledChange } from '../books/document.ts';
import type { InvoiceReference, LineKind } from '../contract/invoices/invoice.ts';
import { ownDescriptions } from '../contract/invoices/own-descriptions.ts';
import { type Decimal, decimalOf } from '../kernel/decimal.ts';
import { definedOnly } from '../kernel/defined-only.ts';
import { type ExactAmount, exactOf, exactProduct } from '../kernel/exact-amount.ts';
import type { Month } from '../kernel/month.ts';
import { localDate, type TimeZone } from '../kernel/time-zone.ts';
import type { Period } from '../kernel/timestamp.ts';
import type { BillingPeriod } from './billing-period.ts';
import type { RatedCharge, Reckoning } from './reckoning.ts';

/** What of a month is still to be billed, or taken back, under one charge. */
export interface NewLine {
  readonly kind: LineKind;
  readonly description: string;
  readonly meter?: string;
  /** The account that it is posted on: of revenue, or of what is deferred until its month is closed. */
  readonly account: string;
  readonly taxCode: string;
  readonly quantity: Decimal;
  readonly unitPrice?: Decimal;
  readonly exact: ExactAmount;
  /** The month that it is for. */
  readonly service: Month;
  readonly rated?: RatedCharge;
  /** Where it is not the whole of the invoice's own month. */
  readonly period?: Period & Pick<BillingPeriod, 'timeZone' | 'cycle'>;
  readonly adjusts?: InvoiceReference;
}

/** A month to bill, with what the books say of it. */
export interface ReckoningInBooks {
  /** `current`: the month that is closed. `earlier`: one closed before. `advance`: one still to come. */
  readonly role: 'current' | 'earlier' | 'advance';
  readonly reckoning: Reckoning;
  readonly cell: PeriodCell | undefined;
}

/** Lines for what a month comes to less what is billed of it already, and that difference, charge by charge. */
export function newLinesOf(
  month: ReckoningInBooks,
  sellerTimeZone: TimeZone,
): { readonly lines: readonly NewLine[]; readonly billed: readonly BilledChange[] } {
  const differences = differencesOf(month);
  const adjusts = referenceTo(month, sellerTimeZone);
  return {
    lines: differences
      .filter((difference) => isShown(month, difference))
      .map((difference) => lineOf(month, difference, adjusts)),
    billed: differences
      .filter(({ quantity, exact }) => quantity !== 0n || exact !== 0n)
      .map(({ key, account, taxCode, quantity, exact }) => ({
        period: month.reckoning.period.month,
        charge: key,
        account,
        taxCode,
        quantity,
        exact,
      })),
  };
}

/** What a charge comes to now less what is billed of it. */
interface Difference {
  readonly key: string;
  readonly account: string;
  readonly taxCode: string;
  readonly quantity: Decimal;
  readonly exact: ExactAmount;
  /** Undefined where the charge is not in the reckoning any more. */
  readonly rated: RatedCharge | undefined;
  readonly isFirst: boolean;
}

function differencesOf({ role, reckoning, cell }: ReckoningInBooks): Difference[] {
  const billed = new Map((cell?.billed ?? []).map((one) => [one.charge, one]));
  const rated = reckoning.charges.map((charge): Difference => {
    const before = billed.get(charge.key);
    billed.delete(charge.key);
    return {
      key: charge.key,
      account: accountName({ kind: 'revenue', source: charge.revenue }),
      taxCode: charge.taxCode,
      quantity: decimalOf(charge.quantity - (before?.quantity ?? 0n)),
      exact: exactOf(charge.exact - (before?.exact ?? 0n)),
      rated: charge,
      isFirst: before === undefined,
    };
  });
  if (role === 'advance' || reckoning.isPart === true) return rated;
  const gone = [...billed.values()].map(({ charge, account, taxCode, quantity, exact }) => ({
    key: charge,
    account,
    taxCode,
    quantity: decimalOf(-quantity),
    exact: exactOf(-exact),
    rated: undefined,
    isFirst: false,
  }));
  return [...rated, ...gone];
}

/** Usage that costs nothing is shown in its own month; what changed without changing an amount is not an adjustment. */
const isShown = ({ role }: ReckoningInBooks, { quantity, exact, isFirst }: Difference): boolean =>
  exact !== 0n || (role === 'current' && isFirst && quantity !== 0n);

function lineOf(
  month: ReckoningInBooks,
  difference: Difference,
  reference: InvoiceReference | undefined,
): NewLine {
  const { rated, account, taxCode, quantity, exact, isFirst } = difference;
  const isAdjustment = month.role === 'earlier' || !isFirst;
  const meter = rated?.meter ?? meterOfAccount(account);
  const description = rated?.description ?? ownDescriptions.notCharged(meter ?? account);
  const facts = {
    ...(meter === undefined ? {} : { meter }),
    ...(hasUnitPrice(rated, quantity, exact) ? { unitPrice: rated.unitPrice } : {}),
    ...stretchOf(month, rated),
    account: isAhead(month) ? deferredAccount(account) : account,
    taxCode,
    quantity,
    exact,
    service: month.reckoning.period.month,
  };
  if (!isAdjustment && rated !== undefined) {
    return { ...facts, kind: rated.kind, description, rated };
  }
  return {
    ...facts,
    kind: 'adjustment',
    description: ownDescriptions.adjustment(month.reckoning.period.month, description),
    ...(rated === undefined ? {} : { rated: withoutSteps(rated) }),
    ...(reference === undefined ? {} : { adjusts: reference }),
  };
}

/** Whether it is charged before its month is closed, which earns it. */
const isAhead = ({ role, cell }: ReckoningInBooks): boolean =>
  role === 'advance' && cell?.closedBy === undefined;

/** Nothing where it is the whole of the month that is closed. */
function stretchOf(
  { role, reckoning: { period } }: ReckoningInBooks,
  rated: RatedCharge | undefined,
): Pick<NewLine, 'period'> {
  const stretch = rated?.stretch ?? (role === 'current' ? undefined : period);
  if (stretch === undefined) return {};
  const { timeZone, cycle } = period;
  return {
    period: { start: stretch.start, end: stretch.end, timeZone, ...definedOnly({ cycle }) },
  };
}

const hasUnitPrice = (
  rated: RatedCharge | undefined,
  quantity: Decimal,
  exact: ExactAmount,
): rated is RatedCharge & { readonly unitPrice: Decimal } =>
  rated?.unitPrice !== undefined && exactProduct(quantity, rated.unitPrice) === exact;

/** Steps tell how the whole month's amount comes about, not the difference. */
const withoutSteps = ({ steps: _, ...rated }: RatedCharge): RatedCharge => rated;

function referenceTo(
  { reckoning, cell }: ReckoningInBooks,
  sellerTimeZone: TimeZone,
): InvoiceReference | undefined {
  if (cell?.closedBy === undefined) return undefined;
  const { id, number, issuedAt } = cell.closedBy;
  return {
    id,
    number: number ?? null,
    issueDate: localDate(issuedAt, sellerTimeZone),
    period: reckoning.period.month,
  };
}
