import type { Party } from '../../contract/invoices/invoice.ts';
import type { Picture } from '../logo/picture.ts';
import { addressLines } from './address-lines.ts';
import type { Style } from './pen.ts';
import { ascent, edge, leading, type Sheet, type Strip, space, styles } from './sheet.ts';
import type { Tag } from './tags.ts';
import { filled, type Texts } from './texts/texts.ts';
import { taxNumberText } from './words.ts';

/** One line of a block, as it is written. */
interface Written {
  readonly text: string;
  readonly style: Style;
}

const column = { right: 338, labels: 92, gap: 24 } as const;

/** More lines than this a block on the first page never has: what is beyond is cut off, visibly. */
const LINES_MAX = 24;

/** Who, what, when and how much. */
export interface Head {
  readonly title: string;
  readonly seller: Party;
  readonly buyer: Party;
  /** What the buyer is here. */
  readonly role: string;
  readonly facts: readonly Fact[];
  readonly summary: Summary;
}

/** The one figure that everybody looks for. */
export interface Summary {
  readonly label: string;
  /** An amount with its currency. */
  readonly figure: string;
  readonly note: string;
}

/** The top of the first page. */
export function headingStrips(sheet: Sheet, head: Head, logo: Picture | undefined): Strip[] {
  const title = sheet.tag('H1');
  const picture = logo === undefined ? [] : [logoStrip(sheet, logo, head.seller.name), space(8)];
  const leftWidth = column.right - column.gap - edge.left;
  const seller = blockOf(sheet, partyLines(sheet.texts, head.seller), leftWidth);
  const buyer = blockOf(sheet, partyLines(sheet.texts, head.buyer), leftWidth);
  return [
    beside(together([...picture, sellerStrip(sheet, seller)]), factsStrip(sheet, head, title)),
    space(20),
    beside(buyerStrip(sheet, buyer, head.role), summaryStrip(sheet, head.summary)),
    space(22),
  ];
}

export const beside = (left: Strip, right: Strip): Strip => ({
  height: Math.max(left.height, right.height),
  draw(top) {
    left.draw(top);
    right.draw(top);
  },
});

/** One below the other, never parted. */
export const together = (strips: readonly Strip[]): Strip => ({
  height: strips.reduce((sum, { height }) => sum + height, 0),
  draw(top) {
    let y = top;
    for (const strip of strips) {
      strip.draw(y);
      y += strip.height;
    }
  },
});

/** At most so large; and a pixel is at most as large as on a screen: a small picture stays sharp. */
const logoBox = { width: 180, height: 48, pixel: 0.75 } as const;

function logoStrip(sheet: Sheet, logo: Picture, name: string): Strip {
  const scale = Math.min(
    ...[logoBox.width / logo.width, logoBox.height / logo.height, logoBox.pixel],
  );
  const [width, height] = [logo.width * scale, logo.height * scale];
  const alternative = filled(sheet.texts.parties.logo, { name });
  const figure = sheet.tag('Figure', undefined, { alternative });
  return {
    height,
    draw(top) {
      sheet.as(figure, () => sheet.picture(logo, { x: edge.left, y: top, width, height }));
    },
  };
}

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

function partyLines(texts: Texts, party: Party): Written[] {
  const { name, address, taxNumber, registrationNumber, email } = party;
  const quiet = [
    ...(address === undefined ? [] : addressLines(address)),
    taxNumber === undefined ? '' : taxNumberText(texts, taxNumber),
    registrationNumber === undefined
      ? ''
      : filled(texts.parties.registration, { number: registrationNumber }),
    email ?? '',
  ];
  return [
    { text: name, style: styles.name },
    ...quiet.filter((text) => text !== '').map((text) => ({ text, style: styles.quiet })),
  ];
}

function sellerStrip(sheet: Sheet, lines: readonly Written[]): Strip {
  const tag = sheet.tag('P');
  return { height: blockHeight(lines), draw: (top) => drawBlock(sheet, lines, tag, top) };
}

const LABEL_HEIGHT = 14;

function buyerStrip(sheet: Sheet, lines: readonly Written[], role: string): Strip {
  const [title, tag] = [sheet.tag('H2'), sheet.tag('P')];
  const label = role.toUpperCase();
  return {
    height: blockHeight(lines) + LABEL_HEIGHT,
    draw(top) {
      const baseline = top + ascent(styles.label);
      sheet.as(title, () => sheet.pen.write(label, { x: edge.left, baseline }, styles.label));
      drawBlock(sheet, lines, tag, top + LABEL_HEIGHT);
    },
  };
}

export type Fact = readonly [label: string, value: string];

function factsStrip(
  sheet: Sheet,
  { facts, title: text }: Pick<Head, 'facts' | 'title'>,
  title: Tag,
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
  const room = edge.right - column.right;
  const size = Math.min(1, room / pen.widthOf(text, styles.title)) * styles.title.size;
  const height = rows.reduce(
    (sum, { lines }) => sum + Math.max(1, lines.length) * leading(styles.body),
    titleHeight,
  );
  return {
    height,
    draw(top) {
      const spot = { x: column.right, baseline: top + ascent(styles.title) - 6 };
      sheet.as(title, () => pen.write(text, spot, { ...styles.title, size }));
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

function summaryStrip(sheet: Sheet, { label, figure: text, note }: Summary): Strip {
  const { pen } = sheet;
  const tag = sheet.tag('P');
  const inset = 12;
  return {
    height: PANEL_HEIGHT,
    draw(top) {
      const x = column.right;
      sheet.panel({ x, y: top, width: edge.right - x, height: PANEL_HEIGHT });
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
