import type { DocumentContent, Invoice, Statement } from '../../contract/invoices/invoice.ts';
import { currencyFrom } from '../../kernel/currency.ts';
import { currencyText, nanosFrom, nanosOf } from '../../kernel/money.ts';
import { type Code, codeStrip, linkStrips, paymentCodeOf, paymentTexts } from './payment.ts';
import type { Style } from './pen.ts';
import { replacement } from './runs.ts';
import {
  ascent,
  edge,
  leading,
  paragraph,
  type Sheet,
  type Strip,
  space,
  styles,
} from './sheet.ts';
import type { Tag } from './tags.ts';
import { filled, type Texts } from './texts/texts.ts';
import { grouped, isOwed, payableOf, priceText, reasonText, taxText } from './words.ts';

const sums = { left: 300, width: edge.right - 300 } as const;

/**
 * What follows the lines: sums, taxes and why there are none, what is carried, how to pay, what the seller says; and
 * what proves it.
 */
export function flowClosing(
  sheet: Sheet,
  document: DocumentContent,
  proof: string | undefined,
): void {
  const { sections, closing } = sheet.texts;
  if (document.type !== 'statement') sheet.flow(sumStrips(sheet, document));
  sheet.flow([space(14)]);
  for (const one of sectionsOf(sheet.texts, document)) section(sheet, one);
  if (proof !== undefined) section(sheet, proofSection(sheet.texts, proof));
  if (!sheet.pen.hasReplaced()) return;
  const texts = [filled(closing.replaced, { sign: replacement })];
  section(sheet, { label: sections.characters, texts });
}

/** Kept together on one page: they are read together. */
function sumStrips(sheet: Sheet, document: DocumentContent): Strip[] {
  const { texts } = sheet;
  const { subtotal, taxes, total, currency } = document;
  const table = sheet.tag('Table');
  const row = (label: string, amount: string, style: Style = styles.body) =>
    sumStrip(sheet, table, [label, grouped(texts, amount)], style);
  const rows: Strip[] = [
    row(texts.sums.subtotal, subtotal),
    ...taxes.map((tax) => row(taxText(texts, tax), tax.amount)),
    ...nationalRows(texts, document).map(([name, amount]) => row(name, amount)),
    {
      height: 7,
      keepsWithNext: true,
      draw: (top) => sheet.accentLine(top + 4, sums.left, edge.right),
    },
  ];
  const label = document.type === 'credit-note' ? texts.sums.credited : texts.sums.total;
  return [
    { ...space(8), keepsWithNext: true },
    ...rows.map((one) => ({ ...one, keepsWithNext: true })),
    ...together([
      row(filled(label, { currency }), total, grand),
      ...paidRows(texts, document).map(([name, amount], index, all) =>
        row(name, amount, index < all.length - 1 ? styles.body : grand),
      ),
    ]),
  ];
}

const together = (rows: readonly Strip[]): Strip[] =>
  rows.map((one, index) => (index < rows.length - 1 ? { ...one, keepsWithNext: true } : one));

const grand: Style = { ...styles.name, size: 10.5 };

/** What was paid before it was issued, and what is left. */
function paidRows(
  { sums: { byWallet, prepaid, payable } }: Texts,
  document: DocumentContent,
): readonly (readonly [label: string, amount: string])[] {
  if (document.type !== 'invoice' || document.prepaid === undefined) return [];
  const { currency, wallet } = document;
  const rest = (nanosFrom(document.prepaid) ?? 0n) - (nanosFrom(wallet?.bought ?? '0') ?? 0n);
  const known = currencyFrom(currency);
  const others = known === undefined ? document.prepaid : currencyText(nanosOf(rest), known);
  return [
    ...(wallet === undefined || !isSome(wallet.bought)
      ? []
      : [[byWallet, `-${wallet.bought}`] as const]),
    ...(isSome(others) ? [[prepaid, `-${others}`] as const] : []),
    [filled(payable, { currency }), payableOf(document)],
  ];
}

const isSome = (amount: string): boolean => /[1-9]/.test(amount);

/** The taxes once more, in the currency of the seller's country. */
function nationalRows(
  texts: Texts,
  { nationalTax }: DocumentContent,
): readonly (readonly [label: string, amount: string])[] {
  if (nationalTax === undefined) return [];
  const { currency, rate, amount } = nationalTax;
  return [[filled(texts.sums.national, { currency, rate: grouped(texts, rate) }), amount]];
}

function sumStrip(
  sheet: Sheet,
  table: Tag,
  [label, amount]: readonly [string, string],
  style: Style,
): Strip {
  const { pen } = sheet;
  const row = sheet.tag('TR', table);
  const [heading, figure] = [sheet.tag('TH', row, { scope: 'Row' }), sheet.tag('TD', row)];
  const room = sums.width - pen.widthOf(amount, style) - 12;
  const lines = pen.wrapped(label, room, style);
  const height = leading(style) + 2;
  return {
    height: height * lines.length,
    draw(top) {
      for (const [index, line] of lines.entries()) {
        const baseline = top + ascent(style) + index * height;
        sheet.as(heading, () => pen.write(line, { x: sums.left, baseline }, style));
      }
      const spot = { x: edge.right, baseline: top + ascent(style) };
      sheet.as(figure, () => pen.writeLeftOf(amount, spot, style));
    },
  };
}

function section(sheet: Sheet, { label, texts, code, after }: Section): void {
  if (texts.length === 0) return;
  const title = sheet.tag('H2');
  const width = code === undefined ? 430 : 390;
  const lines = [
    ...texts.flatMap((one) =>
      paragraph(sheet, one, { x: edge.left, width, style: styles.quiet, tag: sheet.tag('P') }),
    ),
    ...(after?.(sheet, width) ?? []),
  ];
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
  const strips = [heading, ...lines];
  const kept = code === undefined ? strips : [besideFigure(strips, codeStrip(sheet, code))];
  sheet.flow([...kept, space(9)]);
}

/** Strips that a figure stands at the right of: they are not parted from it. */
function besideFigure(strips: readonly Strip[], figure: Strip): Strip {
  const height = strips.reduce((sum, strip) => sum + strip.height, 0);
  return {
    height: Math.max(height, figure.height),
    draw(top) {
      let y = top;
      for (const strip of strips) {
        strip.draw(y);
        y += strip.height;
      }
      figure.draw(top);
    },
  };
}

interface Section {
  readonly label: string;
  readonly texts: readonly string[];
  /** What stands beside them, as a picture. */
  readonly code?: Code | undefined;
  /** What follows the texts, of this width. */
  readonly after?: (sheet: Sheet, width: number) => Strip[];
}

function sectionsOf(texts: Texts, document: DocumentContent): Section[] {
  const reasons = document.taxes
    .map((tax) => reasonText(texts, tax))
    .filter((text) => text !== undefined);
  return [
    { label: texts.sections.tax, texts: reasons },
    ...ownSections(texts, document),
    { label: texts.sections.notes, texts: document.notes },
  ];
}

/** Where the proof is, in words and for a phone. */
const proofSection = ({ sections, closing }: Texts, url: string): Section => ({
  label: sections.proof,
  texts: [filled(closing.proof, { url })],
  code: { text: url, says: filled(closing.proofCode, { url }), isSmall: true },
});

function ownSections(texts: Texts, document: DocumentContent): Section[] {
  const { sections } = texts;
  switch (document.type) {
    case 'invoice':
      return [
        { label: sections.commitment, texts: commitmentTexts(texts, document) },
        { label: sections.carried, texts: carryTexts(texts, document) },
        {
          label: sections.payment,
          texts: isOwed(document) ? paymentTexts(texts, document) : [],
          code: paymentCodeOf(texts, document),
          after: (sheet, width) => linkStrips(sheet, document, width),
        },
      ];
    case 'credit-note':
      return [{ label: sections.reason, texts: [document.reason] }];
    case 'statement':
      return [
        { label: sections.notAnInvoice, texts: [statementReason(texts, document)] },
        { label: sections.commitment, texts: commitmentTexts(texts, document) },
        { label: sections.carried, texts: carryTexts(texts, document) },
      ];
  }
}

/** How far the term is drawn down that the month is in. */
function commitmentTexts(
  texts: Texts,
  { commitment, currency }: Pick<Statement, 'commitment' | 'currency'>,
): string[] {
  if (commitment === undefined) return [];
  const { from, last, amount, used, left, charged } = commitment;
  const shown = (exact: string): string => priceText(texts, exact, currency);
  const { drawnDown, charged: asMissing } = texts.closing;
  const values = { from, last, currency, amount: shown(amount), used: shown(used) };
  return [
    filled(drawnDown, { ...values, left: shown(left) }),
    ...(charged === undefined ? [] : [filled(asMissing, { currency, charged: shown(charged) })]),
  ];
}

type Carrying = Pick<Statement, 'carriedIn' | 'carriedOut' | 'currency'> &
  Partial<Pick<Statement, 'reason'> & Pick<Invoice, 'carriedFrom'>>;

function carryTexts(
  texts: Texts,
  { carriedIn, carriedOut, carriedFrom = [], currency, reason }: Carrying,
): string[] {
  if (carriedIn === '0' && carriedOut === '0') return [];
  const { closing } = texts;
  return [
    filled(closing.carriedIn, { amount: grouped(texts, carriedIn), currency }),
    ...carriedFrom.map(({ period: month, exactAmount }) =>
      filled(closing.carriedFrom, { month, amount: grouped(texts, exactAmount), currency }),
    ),
    filled(closing.carriedOut, { amount: grouped(texts, carriedOut), currency }),
    // Within an interval it is not as it was too little.
    ...(reason === 'within-interval' ? [] : [closing.whyCarried]),
  ];
}

function statementReason(texts: Texts, document: Statement): string {
  const { reason, carriedOut, minimumCharge, invoicedWith, currency } = document;
  switch (reason) {
    case 'below-minimum':
      return filled(texts.closing.belowMinimum, {
        minimum: priceText(texts, minimumCharge, currency),
        carried: grouped(texts, carriedOut),
        currency,
      });
    case 'credit-carried':
      return texts.closing.creditCarried;
    case 'within-interval':
      return filled(texts.closing.withinInterval, {
        month: invoicedWith ?? '',
        carried: grouped(texts, carriedOut),
        currency,
      });
    case 'nothing-to-charge':
      return texts.closing.nothingToCharge;
  }
}
