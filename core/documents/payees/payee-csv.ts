import type {
  PayeeLine,
  PayeeMovement,
  PayeeStatement,
} from '../../contract/payee-statements/statement.ts';
import { byteOrderMark, type Cell, csvText } from '../../kernel/csv.ts';

type Columns = Partial<Record<(typeof header)[number], Cell>>;

/** In this order, for good: new columns go to the end. */
const header = [
  'number',
  'issueDate',
  'payee',
  'payeeName',
  'currency',
  'month',
  'row',
  'line',
  'kind',
  'usedIn',
  'share',
  'meter',
  'content',
  'country',
  'description',
  'quantity',
  'exactAmount',
  'amount',
  'taxRate',
  'reason',
  'due',
  'paidOn',
  'rail',
  'reference',
  'paidOut',
  'payoutFee',
  'payoutNet',
] as const;

/**
 * A statement as CSV: a row for each line, each tax and for what is withheld, so that the column `amount` adds up to
 * what is due. Payouts have rows with columns of their own. What holds for the whole statement is repeated in every
 * row, so that files can be put below each other.
 */
export function payeeCsv(statement: PayeeStatement): string {
  const { number, issueDate, payee, seller, currency, period, due } = statement;
  const common: Columns = {
    ...{ number: textOf(number), issueDate: textOf(issueDate), payee: textOf(payee) },
    ...{ payeeName: textOf(seller.name), currency: textOf(currency) },
    ...{ month: textOf(period.month), due: { number: due } },
  };
  const rows = [...statement.lines.map(lineColumns), ...otherRows(statement)];
  if (rows.length === 0) rows.push({ row: { text: 'statement' }, amount: { number: due } });
  rows.push(...statement.movements.map(movementColumns));
  const lines = [
    header.map((text) => ({ text })),
    ...rows.map((row) => header.map((column) => ({ ...common, ...row })[column])),
  ];
  return `${byteOrderMark}${csvText(lines, statement.csvSeparator)}`;
}

const lineColumns = (line: PayeeLine): Columns => ({
  ...{ row: { text: 'line' }, line: { text: line.id }, kind: { text: line.kind } },
  ...{ usedIn: textOf(line.month), share: textOf(line.share), meter: textOf(line.meter) },
  ...{ content: textOf(line.value), country: textOf(line.country) },
  ...{ description: textOf(line.description), quantity: numberOf(line.quantity) },
  ...{ exactAmount: { number: line.exactAmount }, amount: { number: line.amount } },
});

const otherRows = ({ taxes, withheld }: PayeeStatement): Columns[] => [
  ...taxes.map(
    ({ amount, rate, exemptionReason }): Columns => ({
      ...{ row: { text: 'tax' }, amount: { number: amount }, taxRate: { number: rate } },
      reason: textOf(exemptionReason),
    }),
  ),
  ...(withheld === undefined
    ? []
    : [
        {
          ...{ row: { text: 'withheld' }, amount: { number: negative(withheld.amount) } },
          ...{ taxRate: { number: withheld.rate }, country: textOf(withheld.country) },
          reason: textOf(withheld.reason),
        },
      ]),
];

const movementColumns = (movement: PayeeMovement): Columns => {
  const { kind, day, rail, reference, amount, fee = '0', net = amount } = movement;
  return {
    ...{ row: { text: kind }, paidOn: textOf(day), rail: textOf(rail) },
    ...{ reference: textOf(reference), paidOut: { number: amount } },
    ...{ payoutFee: { number: fee }, payoutNet: { number: net } },
  };
};

const negative = (amount: string): string =>
  amount.startsWith('-') ? amount.slice(1) : `-${amount}`;

const textOf = (text: string | null | undefined): Cell =>
  text === null || text === undefined ? undefined : { text };
const numberOf = (number: string | undefined): Cell =>
  number === undefined ? undefined : { number };
