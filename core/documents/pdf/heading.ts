import type { DocumentContent, InvoiceReference, Party } from '../../contract/invoices/invoice.ts';
import { isVatNumber } from '../../kernel/vat-number.ts';
import type { Style } from './pen.ts';
import { ascent, edge, leading, type Sheet, type Strip, space, styles } from './sheet.ts';
import type { Tag } from './tags.ts';
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
  const title = sheet.tag('H1');
  const leftWidth = column.right - column.gap - edge.left;
  const seller = blockOf(sheet, partyLines(document.seller, styles.name), leftWidth);
  const buyer = blockOf(sheet, partyLines(document.buyer, styles.name), leftWidth);
  const facts = factsOf(document);
  return [
    beside(sellerStrip(sheet, seller), factsStrip(sheet, document, { title, facts })),
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

/** Read as one paragraph. */
function drawBlock(sheet: Sheet, lines: readonly Written[], tag: Tag, top: number): void {
  let y = top;
  for (const { text, style } of lines) {
    const baseline = y + ascent(style);
    sheet.as(tag, () => sheet.pen.write(text, { x: edge.left, baseline }, style));
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

function sellerStrip(sheet: Sheet, lines: readonly Written[]): Strip {
  const tag = sheet.tag('P');
  return { height: blockHeight(lines), draw: (top) => drawBlock(sheet, lines, tag, top) };
}

const LABEL_HEIGHT = 14;

function buyerStrip(sheet: Sheet, lines: readonly Written[], type: DocumentContent['type']): Strip {
  const [title, tag] = [sheet.tag('H2'), sheet.tag('P')];
  const label = type === 'statement' ? 'CUSTOMER' : 'BILLED TO';
  return {
    height: blockHeight(lines) + LABEL_HEIGHT,
    draw(top) {
      const baseline = top + ascent(styles.label);
      sheet.as(title, () => sheet.pen.write(label, { x: edge.left, baseline }, styles.label));
      drawBlock(sheet, lines, tag, top + LABEL_HEIGHT);
    },
  };
}

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

function factsStrip(
  sheet: Sheet,
  document: DocumentContent,
  { title, facts }: { readonly title: Tag; readonly facts: readonly Fact[] },
): Strip {
  const { pen } = sheet;
  const x = column.right + column.labels;
  const table = sheet.tag('Table');
  const rows = facts.map(([label, value]) => {
    const row = sheet.tag('TR', table);
    const tags = { label: sheet.tag('TH', row, { scope: 'Row' }), value: sheet.tag('TD', row) };
    return { label, tags, lines: pen.wrapped(value, edge.right - x, styles.body) };
  });
  const titleHeight = leading(styles.title) + 4;
  const height = rows.reduce(
    (sum, { lines }) => sum + Math.max(1, lines.length) * leading(styles.body),
    titleHeight,
  );
  return {
    height,
    draw(top) {
      const spot = { x: column.right, baseline: top + ascent(styles.title) - 6 };
      sheet.as(title, () => pen.write(titleOf(document), spot, styles.title));
      let y = top + titleHeight;
      for (const { label, tags, lines } of rows) {
        const first = { x: column.right, baseline: y + ascent(styles.body) };
        sheet.as(tags.label, () => pen.write(label, first, styles.quiet));
        for (const line of lines) {
          const baseline = y + ascent(styles.body);
          sheet.as(tags.value, () => pen.write(line, { x, baseline }, styles.body));
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
  const tag = sheet.tag('P');
  const inset = 12;
  return {
    height: PANEL_HEIGHT,
    draw(top) {
      const x = column.right;
      sheet.panel({ x, y: top, width: edge.right - x, height: PANEL_HEIGHT });
      const text = `${grouped(amount)} ${document.currency}`;
      const width = edge.right - x - 2 * inset;
      const size = Math.min(1, width / pen.widthOf(text, styles.figure)) * styles.figure.size;
      const written = [
        { text: label.toUpperCase(), below: 17, style: styles.label },
        { text, below: 38, style: { ...styles.figure, size } },
        { text: note, below: 54, style: styles.quiet },
      ];
      for (const { text: one, below, style } of written) {
        sheet.as(tag, () => pen.write(one, { x: x + inset, baseline: top + below }, style));
      }
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
