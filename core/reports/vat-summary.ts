import { accountName } from '../books/account.ts';
import { contentFrom } from '../books/content.ts';
import type { CreditNote, Invoice, InvoiceTax } from '../contract/invoices/invoice.ts';
import type { Currency } from '../kernel/currency.ts';
import { invariant } from '../kernel/invariant.ts';
import { nanosFrom } from '../kernel/money.ts';
import type { CountedDocument } from './counted.ts';
import { inputTaxOf } from './input-tax.ts';
import { type NationalFigures, nationalFigures } from './national-figures.ts';
import type { PostedSums } from './posted-sums.ts';
import {
  type Agreement,
  ByCurrency,
  byName,
  type ReportFold,
  type ReportRow,
  type ReportTable,
  sumIn,
} from './table.ts';

/** What says what is owed to whom, with taxes. */
const taxing = ['invoice', 'credit-note', 'void'] as const;

/** How a document was taxed, and where its buyer is. */
interface Taxed {
  readonly taxes: readonly InvoiceTax[];
  /** Of each of them. */
  readonly national: readonly (NationalFigures | undefined)[];
  readonly country: string | undefined;
}

interface TaxSums {
  readonly head: Readonly<Record<'month' | 'code' | 'category' | 'rate', string>> & {
    readonly country: string | undefined;
    readonly nationalCurrency: Currency | undefined;
  };
  /** Whether it was sold, or bought from payees. */
  readonly side: 'sold' | 'bought';
  base: bigint;
  tax: bigint;
  nationalBase: bigint;
  nationalTax: bigint;
}

const national = { holds: 'amount', isSummed: 'if any', currencyIn: 'nationalCurrency' } as const;

/**
 * What was taxed of invoices, less credit notes and voids: by month, how it was taxed, and the buyer's country. And of
 * invoices that are written in the names of payees, as input tax: by the payee's country.
 */
export class VatSummary implements ReportFold {
  readonly columns = [
    { name: 'month', holds: 'month' },
    { name: 'code', holds: 'text' },
    { name: 'category', holds: 'text' },
    { name: 'rate', holds: 'percent' },
    { name: 'country', holds: 'text' },
    { name: 'base', holds: 'amount', isSummed: true },
    { name: 'tax', holds: 'amount', isSummed: true },
    { name: 'gross', holds: 'amount', isSummed: true },
    { name: 'nationalCurrency', holds: 'text' },
    { name: 'nationalBase', holds: 'amount', isSummed: true, currencyIn: 'nationalCurrency' },
    { name: 'nationalTax', holds: 'amount', isSummed: true, currencyIn: 'nationalCurrency' },
    { name: 'inputBase', holds: 'amount', isSummed: 'if any' },
    { name: 'inputTax', holds: 'amount', isSummed: 'if any' },
    { ...national, name: 'nationalInputBase' },
    { ...national, name: 'nationalInputTax' },
  ] as const;
  /** Of each invoice, for the void that may take it back. */
  readonly #invoices = new Map<string, Taxed>();
  readonly #sums = new ByCurrency(() => new Map<string, TaxSums>());

  add({ document, day, part }: CountedDocument): void {
    const { currency } = document;
    switch (document.kind) {
      case 'invoice': {
        const taxed = taxedOf(contentFrom(document));
        this.#invoices.set(document.id, taxed);
        if (part === 'within') this.#grow(taxed, { ...sold, currency, day });
        return;
      }
      case 'credit-note':
        if (part !== 'within') return;
        this.#grow(taxedOf(contentFrom(document)), { ...takenBack, currency, day });
        return;
      case 'void': {
        const taxed = this.#invoices.get(document.invoice);
        invariant(taxed !== undefined, `${document.id} undoes an invoice in the books`);
        if (part === 'within') this.#grow(taxed, { ...takenBack, currency, day });
        return;
      }
      case 'payee-statement': {
        const taxed = part === 'within' ? inputTaxOf(document) : undefined;
        if (taxed !== undefined) this.#grow(taxed, { ...bought, currency, day });
        return;
      }
      case 'statement':
      case 'payment':
      case 'application':
      case 'refund':
      case 'reversal':
      case 'breakage':
      case 'write-off':
      case 'reminder':
      case 'pause':
      case 'share':
      case 'share-reversal':
      case 'payout':
      case 'payout-settlement':
      case 'payout-return':
      case 'claim':
        return;
    }
  }

  tables(posted: PostedSums): readonly ReportTable[] {
    for (const currency of posted.currencies()) this.#sums.at(currency);
    return this.#sums.entries().map(([currency, byKey]) => {
      const rows = [...byKey].sort(byName).map(([, sums]) => rowOf(sums));
      return { currency, rows, agreements: agreementsOf(currency, rows, posted) };
    });
  }

  #grow({ taxes, national, country }: Taxed, { currency, day, sign, side }: Counting): void {
    const sums = this.#sums.at(currency);
    for (const [index, { code, category, rate, base, amount }] of taxes.entries()) {
      const own = national[index];
      const month = day.slice(0, 7);
      const head = { month, code, category, rate, country, nationalCurrency: own?.currency };
      const key = JSON.stringify([...Object.values(head).map((part) => part ?? ''), side]);
      const none = { base: 0n, tax: 0n, nationalBase: 0n, nationalTax: 0n };
      const sum = sums.get(key) ?? { head, side, ...none };
      sums.set(key, sum);
      sum.base += sign * written(base);
      sum.tax += sign * written(amount);
      sum.nationalBase += sign * (own?.base ?? 0n);
      sum.nationalTax += sign * (own?.tax ?? 0n);
    }
  }
}

const taxedOf = (document: Invoice | CreditNote): Taxed => ({
  taxes: document.taxes,
  national: nationalFigures(document),
  country: document.buyer.address?.country,
});

interface Counting {
  readonly currency: Currency;
  readonly day: string;
  readonly sign: bigint;
  readonly side: TaxSums['side'];
}

const sold = { side: 'sold', sign: 1n } as const;
const takenBack = { side: 'sold', sign: -1n } as const;
/** What a credit note takes back says so itself, below zero. */
const bought = { side: 'bought', sign: 1n } as const;

function rowOf({ head, side, base, tax, nationalBase, nationalTax }: TaxSums): ReportRow {
  if (side === 'bought') {
    const row = { ...head, inputBase: base, inputTax: tax };
    return head.nationalCurrency === undefined
      ? row
      : { ...row, nationalInputBase: nationalBase, nationalInputTax: nationalTax };
  }
  const row = { ...head, base, tax, gross: base + tax };
  return head.nationalCurrency === undefined ? row : { ...row, nationalBase, nationalTax };
}

function written(text: string): bigint {
  const amount = nanosFrom(text);
  invariant(amount !== undefined, `an amount that was issued is a decimal, got ${text}`);
  return amount;
}

/** Each tax account by itself, and with the base what is owed by these documents. */
function agreementsOf(
  currency: Currency,
  rows: readonly ReportRow[],
  posted: PostedSums,
): readonly Agreement[] {
  return [
    {
      account: 'customers:receivable',
      of: 'change',
      kinds: taxing,
      posted: posted.together(currency, 'receivable', 'change', taxing),
      reported: sumIn(rows, 'gross'),
      column: 'gross',
    },
    ...agreedTaxes(currency, posted, {
      sums: sumsOf(rows, { kind: 'tax', column: 'tax' }),
      ...{ start: 'tax:', column: 'tax', sign: -1n },
    }),
    ...agreedTaxes(currency, posted, {
      sums: sumsOf(rows, { kind: 'input-tax', column: 'inputTax' }),
      ...{ start: 'input-tax:', column: 'inputTax', sign: 1n },
    }),
  ];
}

/** By the account that it is posted to, of rows that have any. */
function sumsOf(
  rows: readonly ReportRow[],
  { kind, column }: { readonly kind: 'tax' | 'input-tax'; readonly column: string },
): ReadonlyMap<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const row of rows.filter((one) => one[column] !== undefined)) {
    const account = accountName({ kind, code: String(row['code']) });
    sums.set(account, (sums.get(account) ?? 0n) + sumIn([row], column));
  }
  return sums;
}

interface TaxColumn {
  readonly sums: ReadonlyMap<string, bigint>;
  readonly start: `${string}:`;
  readonly column: string;
  readonly sign: bigint;
}

const agreedTaxes = (
  currency: Currency,
  posted: PostedSums,
  { sums, start, column, sign }: TaxColumn,
): readonly Agreement[] =>
  [...new Set([...sums.keys(), ...posted.names(currency, start)])].sort().map((account) => ({
    account,
    of: 'change',
    posted: posted.at(currency, account, 'change'),
    reported: sign * (sums.get(account) ?? 0n),
    column,
  }));
