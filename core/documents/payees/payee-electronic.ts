import type { InvoiceTax } from '../../contract/invoices/invoice.ts';
import type {
  PayeeLine,
  PayeeMovement,
  PayeeStatement,
} from '../../contract/payee-statements/statement.ts';
import { electronicObstacles } from '../../invoicing/electronic-obstacles.ts';
import { definedOnly } from '../../kernel/defined-only.ts';
import { ciiXml } from '../cii/document-cii.ts';
import { atMostTwoPlaces, sumOfTaxes } from '../electronic/amounts.ts';
import { type ElectronicResult, electronicTax } from '../electronic/electronic-from.ts';
import type { ElectronicInvoice, ElectronicLine } from '../electronic/electronic-invoice.ts';
import { electronicLine } from '../electronic/lines.ts';
import { electronicParty } from '../electronic/parties.ts';
import { profileNames } from '../electronic/profile.ts';
import { ublXml } from '../ubl/document-ubl.ts';

/** A statement as XML, or why there is none. */
type XmlResult = { readonly xml: string } | { readonly obstacles: readonly [string, ...string[]] };

/** A self-billed statement as UBL 2.1: an invoice of type 389, or a credit note of type 261. */
export const payeeUbl = (statement: PayeeStatement): XmlResult => written(statement, ublXml);

/** The same as CII, in the profile EN 16931 of Factur-X and ZUGFeRD. */
export const payeeCii = (statement: PayeeStatement): XmlResult => written(statement, ciiXml);

function written(
  statement: PayeeStatement,
  write: (invoice: ElectronicInvoice) => string,
): XmlResult {
  const result = electronicStatement(statement);
  return 'obstacles' in result ? result : { xml: write(result.invoice) };
}

/** What a self-billed statement lacks to be written as EN 16931 has it. */
export function payeeObstacles(statement: PayeeStatement): readonly string[] {
  if (statement.selfBilled === undefined) {
    return [
      'selfBilled: say how the payee is taxed, with `tax` of PUT /v1/payees/{key}: a statement of another is no invoice',
    ];
  }
  const [tax] = statement.taxes;
  const lines = statement.lines.map(({ id, amount }) => ({
    ...{ id, amount },
    ...definedOnly({ taxCategory: tax?.category }),
  }));
  return electronicObstacles({ ...statement, lines }, 'en16931');
}

/**
 * A self-billed statement in the terms of EN 16931: the payee sells, whoever makes it out buys. A credit note says what
 * it takes back above zero. What is withheld is no part of an invoice, and stands in a note.
 */
function electronicStatement(statement: PayeeStatement): ElectronicResult {
  const [first, ...others] = payeeObstacles(statement);
  if (first !== undefined) return { obstacles: [first, ...others] };
  const { number, issueDate, currency, payee, period, taxes } = statement;
  const amount = signed(statement);
  const isOutsideTax = taxes.some(({ category }) => category === 'O');
  return {
    invoice: {
      ...profileNames.en16931,
      number: number ?? '',
      issueDate,
      typeCode: statement.selfBilled === 'credit-note' ? '261' : '389',
      currency,
      buyerReference: payee,
      notes: notesOf(statement),
      period: { from: period.firstDay, until: period.lastDay },
      preceding: (statement.corrects ?? []).map((one) => ({
        number: one.number,
        issueDate: one.issueDate,
      })),
      seller: {
        ...electronicParty(statement.seller, { role: 'seller', isOutsideTax }),
        id: payee,
      },
      buyer: electronicParty(statement.buyer, { role: 'buyer', isOutsideTax }),
      ...definedOnly({
        delivery: deliveryOf(statement),
        taxCurrency: statement.nationalTax?.currency,
      }),
      paymentTerms: 'Paid out to the seller with the next payout, as agreed.',
      totals: {
        lines: amount(statement.subtotal),
        withoutTax: amount(statement.subtotal),
        tax: amount(sumOfTaxes(taxes)),
        withTax: amount(statement.total),
        payable: amount(statement.total),
        ...definedOnly({
          nationalTax:
            statement.nationalTax === undefined ? undefined : amount(statement.nationalTax.amount),
        }),
      },
      allowances: [],
      taxes: taxes.map((tax) =>
        electronicTax({ ...tax, base: amount(tax.base), amount: amount(tax.amount) }, 'en16931'),
      ),
      lines: statement.lines.map((line) => lineOf(statement, line)),
    },
  };
}

/** A supply within the EU says to which country it went. */
const deliveryOf = ({
  taxes,
  buyer: { address },
}: PayeeStatement): ElectronicInvoice['delivery'] =>
  address === undefined || taxes.every(({ category }) => category !== 'K')
    ? undefined
    : { country: address.country };

/** Amounts of two places at most; of a credit note with their signs turned. */
const signed = ({ selfBilled }: PayeeStatement): ((amount: string) => string) =>
  selfBilled === 'credit-note'
    ? (amount) => atMostTwoPlaces(opposite(amount))
    : (amount) => atMostTwoPlaces(amount);

function opposite(amount: string): string {
  if (!/[1-9]/.test(amount)) return amount;
  return amount.startsWith('-') ? amount.slice(1) : `-${amount}`;
}

function lineOf(statement: PayeeStatement, line: PayeeLine): ElectronicLine {
  const { id, description, quantity = '1', meter, value, country } = line;
  const [tax]: readonly InvoiceTax[] = statement.taxes;
  return electronicLine(
    {
      ...{ id, kind: 'usage', description, quantity },
      ...{ amount: signed(statement)(line.amount), exactAmount: line.exactAmount },
      ...definedOnly({ meter, taxCategory: tax?.category, taxRate: tax?.rate }),
      dimensions: definedOnly({ content: value, country }),
    },
    { currency: statement.currency, profile: 'en16931' },
  );
}

/** Of a payout of which not all came to the payee: its fee is no part of the invoice either. */
const feeNote = (
  { kind, day, reference, amount, fee, net }: PayeeMovement,
  currency: string,
): string[] =>
  fee === undefined || net === undefined
    ? []
    : [
        `${kind === 'payout' ? 'Paid out' : 'Came back'} on ${day} (${reference}): ${amount} ${currency}, of it the fee ${fee}, at the account of the seller ${net}.`,
      ];

function notesOf({
  buyer,
  seller,
  withheld,
  notes,
  movements,
  ...statement
}: PayeeStatement): string[] {
  const { carriedIn, carriedOut, currency } = statement;
  const isCarrying = carriedIn !== '0' || carriedOut !== '0';
  return [
    `Self-billing: made out by ${buyer.name} in the name and on behalf of ${seller.name}.`,
    ...(withheld === undefined
      ? []
      : [
          `Withheld of what is paid out: ${withheld.amount} ${currency}, ${withheld.rate} % of ${withheld.base} (${withheld.country}). ${withheld.reason}`,
        ]),
    ...(isCarrying
      ? [
          `Carried in from before: ${carriedIn} ${currency}. Carried to the next statement: ${carriedOut} ${currency}.`,
        ]
      : []),
    ...movements.flatMap((one) => feeNote(one, currency)),
    ...notes.filter((note) => note.trim() !== ''),
  ];
}
