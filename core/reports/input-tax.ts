import type { PayeeStatementDocument } from '../books/payee-document.ts';
import { statementIn } from '../books/statement-in.ts';
import { nationalCurrency } from '../catalog/national-currency.ts';
import type { InvoiceTax } from '../contract/invoices/invoice.ts';
import type { PayeeStatement } from '../contract/payee-statements/statement.ts';
import { type NationalFigures, nationalFigures } from './national-figures.ts';

/** How something was taxed that was bought, and where its seller is. */
interface TaxedInput {
  readonly taxes: readonly InvoiceTax[];
  /** Of each of them. */
  readonly national: readonly (NationalFigures | undefined)[];
  readonly country: string | undefined;
}

/** The taxes of an invoice that is written in the name of a payee; undefined of a statement that is none. */
export function inputTaxOf(document: PayeeStatementDocument): TaxedInput | undefined {
  if (document.number === undefined) return undefined;
  const statement = statementIn(document);
  const { taxes, seller } = statement;
  return { taxes, national: declared(statement), country: seller.address?.country };
}

/**
 * In the currency that the buyer declares in. A statement says at which rate its tax is in that of the payee's country,
 * which is the same one where both are there. Of others no rate is said: tax across a border is the buyer's to reckon.
 */
function declared(statement: PayeeStatement): TaxedInput['national'] {
  const { buyer, taxes, currency, nationalTax } = statement;
  const home = nationalCurrency(buyer);
  if (home === undefined) return taxes.map(() => undefined);
  const said = nationalTax?.currency === home ? { nationalTax } : {};
  return nationalFigures({ seller: buyer, currency, taxes, ...said });
}
