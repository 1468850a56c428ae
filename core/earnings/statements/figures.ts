import type { InvoiceTax } from '../../contract/invoices/invoice.ts';
import type { PayeeStatement } from '../../contract/payee-statements/statement.ts';
import { taxOn } from '../../invoicing/taxes.ts';
import { decimalText } from '../../kernel/decimal.ts';
import { definedOnly } from '../../kernel/defined-only.ts';
import { currencyText, type Nanos, nanosOf } from '../../kernel/money.ts';
import type { StatementBasis } from './statement-basis.ts';
import { taxCountryOf, treatmentOf } from './treatment.ts';

/** The code that tax of what payees earn is posted under. */
const TAX_CODE = 'standard';

/** What a statement comes to, rounded. */
export interface Figures {
  readonly subtotal: Nanos;
  readonly tax: { readonly said: InvoiceTax; readonly amount: Nanos } | undefined;
  readonly withheld: Kept | undefined;
  readonly closing: Nanos;
}

/** What is withheld, as it is said. */
interface Kept {
  readonly said: NonNullable<PayeeStatement['withheld']>;
  readonly amount: Nanos;
}

/** What follows from what a statement comes to without tax. */
export function figuresOf(facts: StatementBasis, subtotal: Nanos): Figures {
  const { opening, earned, claimed, paidOut } = facts.owed;
  const tax = taxOf(facts, subtotal);
  const withheld = withheldOf(facts, subtotal);
  const added = (tax?.amount ?? 0n) - (withheld?.amount ?? 0n);
  return {
    ...{ subtotal, tax, withheld },
    closing: nanosOf(opening + earned + claimed - paidOut + added),
  };
}

/** Undefined of who is not registered for tax, and where nothing is left of what is rounded. */
function taxOf(
  { payee, billing: { policy }, owed: { currency } }: StatementBasis,
  subtotal: Nanos,
): Figures['tax'] {
  const treatment = treatmentOf(payee.body, policy.seller);
  if (treatment === undefined || subtotal === 0n) return undefined;
  const { category, rate, exemptionReason, exemptionCode } = treatment;
  const amount = taxOn(subtotal, rate, currency);
  return {
    amount,
    said: {
      ...{ code: TAX_CODE, codes: [TAX_CODE], category, rate: decimalText(rate) },
      ...{ base: currencyText(subtotal, currency), amount: currencyText(amount, currency) },
      ...definedOnly({ exemptionReason, exemptionCode }),
    },
  };
}

/** What is withheld of what a statement comes to without tax; given back of what is taken back. */
function withheldOf(
  { payee, billing: { withholding }, owed: { currency } }: StatementBasis,
  subtotal: Nanos,
): { readonly said: NonNullable<PayeeStatement['withheld']>; readonly amount: Nanos } | undefined {
  const country = taxCountryOf(payee.body);
  const rule = country === undefined ? undefined : withholding.get(country);
  if (country === undefined || rule === undefined || subtotal === 0n) return undefined;
  const size = subtotal < 0n ? -subtotal : subtotal;
  if (size < (rule.from.get(currency) ?? 0n)) return undefined;
  const amount = taxOn(subtotal, rule.rate, currency);
  return {
    amount,
    said: {
      ...{ country, rate: decimalText(rule.rate), base: currencyText(subtotal, currency) },
      ...{ amount: currencyText(amount, currency), reason: rule.reason },
    },
  };
}
