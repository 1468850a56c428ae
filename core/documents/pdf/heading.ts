import type { DocumentContent, InvoiceReference, Party } from '../../contract/invoices/invoice.ts';
import { isVatNumber } from '../../kernel/vat-number.ts';
import type { Style } from './pen.ts';
import { ascent, edge, leading, type Sheet, type Strip, space, styles } from './sheet.ts';
import { dateText, grouped, isOwed, periodText, titleOf } from './words.ts';

/** One line of a block, as it is written. */
interface Written {
  readonly text: string;
  readonly style: Style;
}

const column = { right: 338, labels: 92, gap: 24 } as const;

/** More lines than this a block on the first page never has: what is beyond is cut off, visibly. */
const LINES_MAX = 24;

/** Who, what, when and how much: the top of the first page. */
export function headingStrips(sheet: Sheet, document: DocumentContent): Strip[] {
  const leftWidth = column.right - column.gap - edge.left;
  const seller = blockOf(sheet, partyLines(document.seller, styles.name), leftWidth);
  const buyer = blockOf(sheet, partyLines(document.buyer, styles.name), leftWidth);
  const facts = factsOf(document);
  return [
    beside(sellerStrip(sheet, seller), factsStrip(sheet, document, facts)),
    space(20),
    beside(buyerStrip(sheet, buyer, document.type), summaryStrip(sheet, document)),
    space(22),
  ];
}

const beside = (left: Strip, right: Strip): Strip => ({
  height: Math.max(left.height, right.height),
  draw(top) {
    left.draw(top);
    right.draw(top);
  },
});

function blockOf({ pen }: Sheet, written: readonly Written[], width: number): Written[] {
  const lines = written.flatMap(({ text, style }) =>
    pen.wrapped(text, width, style).map((line) => ({ text: line, style })),
  );
  return lines.length <= LINES_MAX
    ? lines
    : [...lines.slice(0, LINES_MAX - 1), { text: '…', style: styles.quiet }];
}

const blockHeight = (lines: readonly Written[]): number =>
  lines.reduce((sum, { style }) => sum + leading(style), 0);

function drawBlock({ pen }: Sheet, lines: readonly Written[], x: number, top: number): void {
  let y = top;
  for (const { text, style } of lines) {
    pen.write(text, { x, baseline: y + ascent(style) }, style);
    y += leading(style);
  }
}

function partyLines(party: Party, nameStyle: Style): Written[] {
  const { name, address, taxNumber, registrationNumber, email } = party;
  const place = [address?.postalCode, address?.city].filter((part) => part !== undefined);
  const country = [address?.region, address?.country].filter((part) => part !== undefined);
  const quiet = [
    ...(address?.lines ?? []),
    [place.join(' '), ...country].filter((part) => part !== '').join(', '),
    taxNumber === undefined ? '' : taxNumberText(taxNumber),
    registrationNumber === undefined ? '' : `Reg. no. ${registrationNumber}`,
    email ?? '',
  ];
  return [
    { text: name, style: nameStyle },
    ...quiet.filter((text) => text !== '').map((text) => ({ text, style: styles.quiet })),
  ];
}

export const taxNumberText = (taxNumber: string): string =>
  `${isVatNumber(taxNumber) ? 'VAT ID' : 'Tax no.'} ${taxNumber}`;

const sellerStrip = (sheet: Sheet, lines: readonly Written[]): Strip => ({
  height: blockHeight(lines),
  draw: (top) => drawBlock(sheet, lines, edge.left, top),
});

const LABEL_HEIGHT = 14;

const buyerStrip = (
  sheet: Sheet,
  lines: readonly Written[],
  type: DocumentContent['type'],
): Strip => ({
  height: blockHeight(lines) + LABEL_HEIGHT,
  draw(top) {
    const baseline = top + ascent(styles.label);
    sheet.pen.write(
      type === 'statement' ? 'CUSTOMER' : 'BILLED TO',
      { x: edge.left, baseline },
      styles.label,
    );
    drawBlock(sheet, lines, edge.left, top + LABEL_HEIGHT);
  },
});

type Fact = readonly [label: string, value: string];

function factsOf(document: DocumentContent): Fact[] {
  const { number, issueDate, period, customer } = document;
  return [
    ...(document.type === 'statement' ? [] : [['Number', number ?? 'draft'] as const]),
    ['Date of issue', issueDate === null ? 'not issued' : dateText(issueDate)],
    ['Supply period', periodText(period)],
    ...(document.type === 'invoice' && document.dueDate !== null
      ? [['Due date', dateText(document.dueDate)] as const]
      : []),
    ...(document.type === 'credit-note'
      ? [['Corrects', correctedText(document.corrects)] as const]
      : []),
    ['Customer', customer],
    ['Currency', document.currency],
  ];
}

const correctedText = ({ number, issueDate }: InvoiceReference): string =>
  `${number ?? 'a closed month'}, ${dateText(issueDate)}`;

function factsStrip(sheet: Sheet, document: DocumentContent, facts: readonly Fact[]): Strip {
  const { pen } = sheet;
  const x = column.right + column.labels;
  const rows = facts.map(
    ([label, value]) => [label, pen.wrapped(value, edge.right - x, styles.body)] as const,
  );
  const titleHeight = leading(styles.title) + 4;
  const height = rows.reduce(
    (sum, [, lines]) => sum + Math.max(1, lines.length) * leading(styles.body),
    titleHeight,
  );
  return {
    height,
    draw(top) {
      const baseline = top + ascent(styles.title) - 6;
      pen.write(titleOf(document), { x: column.right, baseline }, styles.title);
      let y = top + titleHeight;
      for (const [label, lines] of rows) {
        pen.write(label, { x: column.right, baseline: y + ascent(styles.body) }, styles.quiet);
        for (const line of lines) {
          pen.write(line, { x, baseline: y + ascent(styles.body) }, styles.body);
          y += leading(styles.body);
        }
      }
    },
  };
}

const PANEL_HEIGHT = 64;

/** The one figure that everybody looks for. */
function summaryStrip(sheet: Sheet, document: DocumentContent): Strip {
  const { label, amount, note } = summaryOf(document);
  const { pen } = sheet;
  const inset = 12;
  return {
    height: PANEL_HEIGHT,
    draw(top) {
      const x = column.right;
      sheet.panel({ x, y: top, width: edge.right - x, height: PANEL_HEIGHT });
      pen.write(label.toUpperCase(), { x: x + inset, baseline: top + 17 }, styles.label);
      const text = `${grouped(amount)} ${document.currency}`;
      const width = edge.right - x - 2 * inset;
      const size = Math.min(1, width / pen.widthOf(text, styles.figure)) * styles.figure.size;
      pen.write(text, { x: x + inset, baseline: top + 38 }, { ...styles.figure, size });
      pen.write(note, { x: x + inset, baseline: top + 54 }, styles.quiet);
    },
  };
}

function summaryOf(document: DocumentContent) {
  switch (document.type) {
    case 'invoice': {
      const due = document.dueDate === null ? 'when issued' : `by ${dateText(document.dueDate)}`;
      const note = isOwed(document) ? `payable ${due}` : 'nothing to pay';
      return { label: 'Total', amount: document.total, note };
    }
    case 'credit-note':
      return { label: 'Credited', amount: document.total, note: 'taken off what is owed' };
    case 'statement':
      return {
        label: 'Carried to the next invoice',
        amount: document.carriedOut,
        note: 'not an invoice, nothing to pay',
      };
  }
}
