import type { PayeeStatement } from '../../contract/payee-statements/statement.ts';
import { currencyFrom } from '../../kernel/currency.ts';
import { currencyText, nanosOf, nanosPerMinorUnit } from '../../kernel/money.ts';
import { flowTable, type PlainColumn } from './plain-table.ts';
import { replacement } from './runs.ts';
import { ascent, edge, paragraph, type Sheet, type Strip, space, styles } from './sheet.ts';
import { asideStrip, headingStrip } from './table-strips.ts';
import { filled, type Texts } from './texts/texts.ts';
import { dateText, grouped, priceText, reasonText } from './words.ts';

const right = (end: number, width: number) => ({ right: end, width });
const left = (start: number, width: number) => ({ left: start, width });

/** What was owed before, what happened since, and what is owed now; and what was paid out. */
export function flowAccount(sheet: Sheet, statement: PayeeStatement, continuedText: string): void {
  const { texts } = sheet;
  const { payee: words } = texts;
  const { currency, movements } = statement;
  const continued = asideStrip(sheet, continuedText);
  sheet.flow([headingStrip(sheet, filled(words.account, { currency }))]);
  flowTable(sheet, accountColumns(words, currency), {
    continued,
    rows: accountRows(texts, statement),
  });
  sheet.repeat([]);
  sheet.flow([space(18)]);
  if (movements.length === 0) return;
  sheet.flow([headingStrip(sheet, words.payouts)]);
  flowTable(sheet, movementColumns(words, currency), {
    continued,
    rows: movementRows(texts, statement),
  });
  sheet.repeat([]);
  sheet.flow([space(18)]);
}

const accountColumns = (words: Texts['payee'], currency: string): PlainColumn[] => [
  { title: words.entry, ...left(edge.left, 380) },
  { title: filled(words.amount, { currency }), ...right(edge.right, 110) },
];

function accountRows(texts: Texts, { account, currency }: PayeeStatement) {
  const { payee: words } = texts;
  const isSome = (amount: string) => /[1-9]/.test(amount);
  const rows = [
    [words.earned, account.earned],
    [words.claimedSince, account.claimed],
    [words.vat, account.vat],
    [words.withheldSum, opposite(account.withheld)],
    [words.paidOut, opposite(account.paidOut)],
  ] as const;
  const strong = (label: string, amount: string) => ({
    cells: [label, priceText(texts, amount, currency)],
    isStrong: true as const,
  });
  return [
    strong(words.opening, account.opening),
    ...rows
      .filter(([, amount]) => isSome(amount))
      .map(([label, amount]) => ({ cells: [label, priceText(texts, amount, currency)] })),
    strong(words.closing, account.closing),
  ];
}

const opposite = (amount: string): string =>
  amount.startsWith('-') ? amount.slice(1) : `-${amount}`;

const movementColumns = (words: Texts['payee'], currency: string): PlainColumn[] => [
  { title: words.made, ...left(edge.left, 92) },
  { title: words.entry, ...left(edge.left + 100, 90) },
  { title: words.rail, ...left(edge.left + 196, 70) },
  { title: words.reference, ...left(edge.left + 272, 130) },
  { title: filled(words.amount, { currency }), ...right(edge.right, 84) },
];

function movementRows(texts: Texts, { movements, furtherMovements = 0, currency }: PayeeStatement) {
  const { payee: words } = texts;
  return [
    ...(furtherMovements === 0
      ? []
      : [{ cells: ['', filled(words.further, { count: furtherMovements }), '', '', ''] }]),
    ...movements.flatMap(({ kind, day, rail, reference, amount, fee, net }) => [
      {
        cells: [
          dateText(texts, day),
          kind === 'payout' ? words.payout : words.returned,
          rail,
          reference,
          priceText(texts, amount, currency),
        ],
      },
      ...partRow(texts, { label: words.payoutFee, amount: fee, currency }),
      ...partRow(texts, { label: words.payoutNet, amount: net, currency }),
    ]),
  ];
}

interface PartOfMovement {
  readonly label: string;
  readonly amount: string | undefined;
  readonly currency: string;
}

/** Below a payout of which not all came to the payee. */
const partRow = (texts: Texts, { label, amount, currency }: PartOfMovement) =>
  amount === undefined ? [] : [{ cells: ['', label, '', '', priceText(texts, amount, currency)] }];

/** What the law asks for, and what else is to be said. */
export function flowSections(sheet: Sheet, statement: PayeeStatement): void {
  const { texts } = sheet;
  for (const [label, said] of sectionsOf(texts, statement)) section(sheet, label, said);
  if (!sheet.pen.hasReplaced()) return;
  section(sheet, texts.sections.characters, [
    filled(texts.closing.replaced, { sign: replacement }),
  ]);
}

function sectionsOf(
  texts: Texts,
  { selfBilled, seller, buyer, taxes, withheld, notes, currency, ...statement }: PayeeStatement,
): readonly (readonly [label: string, texts: readonly string[]])[] {
  const { payee: words, sections } = texts;
  const { carriedIn, carriedOut, account } = statement;
  const isPayable = !account.closing.startsWith('-') && /[1-9]/.test(account.closing);
  const isCarrying = carriedIn !== '0' || carriedOut !== '0';
  const figures = {
    ...{ carriedIn: grouped(texts, carriedIn), carriedOut: grouped(texts, carriedOut), currency },
  };
  return [
    [
      words.selfBilling,
      selfBilled === undefined
        ? []
        : [filled(words.selfBillingText, { buyer: buyer.name, seller: seller.name })],
    ],
    [sections.tax, taxes.flatMap((tax) => reasonText(texts, tax) ?? [])],
    [words.paid, isPayable ? [filled(words.paidText, { unit: unitText(texts, currency) })] : []],
    [words.withholding, withheld === undefined ? [] : [withheld.reason]],
    [words.carried, isCarrying ? [filled(words.carriedText, figures)] : []],
    [sections.notes, notes],
  ];
}

/** The least that is paid: one cent, or one yen. */
function unitText(texts: Texts, currency: string): string {
  const known = currencyFrom(currency);
  if (known === undefined) return `1 ${currency}`;
  const unit = currencyText(nanosOf(nanosPerMinorUnit(known)), known);
  return `${grouped(texts, unit)} ${currency}`;
}

function section(sheet: Sheet, label: string, texts: readonly string[]): void {
  if (texts.length === 0) return;
  const title = sheet.tag('H2');
  const heading: Strip = {
    height: 13,
    keepsWithNext: true,
    draw(top) {
      const baseline = top + ascent(styles.label);
      sheet.as(title, () =>
        sheet.pen.write(label.toUpperCase(), { x: edge.left, baseline }, styles.label),
      );
    },
  };
  const lines = texts.flatMap((one) =>
    paragraph(sheet, one, { x: edge.left, width: 430, style: styles.quiet, tag: sheet.tag('P') }),
  );
  sheet.flow([heading, ...lines, space(9)]);
}
