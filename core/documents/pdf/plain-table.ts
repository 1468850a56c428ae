import { ascent, edge, leading, type Sheet, type Strip, styles } from './sheet.ts';
import type { Artifact } from './tagged-pdf.ts';
import type { Tag } from './tags.ts';

/** A column of a table: where it begins, and for figures where it ends; and how wide it is, in points. */
export interface PlainColumn {
  readonly title: string;
  readonly left?: number;
  readonly right?: number;
  readonly width: number;
}

/** A row, a text a column. What is strong is a sum. */
export interface PlainRow {
  readonly cells: readonly string[];
  readonly isStrong?: true;
}

const PADDING = 3;

/** Rows under their titles, which each further page repeats, and below them what `continued` says. */
export function flowTable(
  sheet: Sheet,
  columns: readonly PlainColumn[],
  { rows, continued }: { readonly rows: readonly PlainRow[]; readonly continued: Strip },
): void {
  const table = sheet.tag('Table');
  const head = sheet.tag('TR', table);
  const titles = columns.map(() => sheet.tag('TH', head, { scope: 'Column' }));
  sheet.flow([titleStrip(sheet, columns, titles)]);
  sheet.repeat([
    continued,
    titleStrip(
      sheet,
      columns,
      columns.map(() => 'Pagination'),
    ),
  ]);
  for (const row of rows) sheet.flow(rowStrips(sheet, columns, { row, table }));
  sheet.repeat([continued]);
}

function titleStrip(
  sheet: Sheet,
  columns: readonly PlainColumn[],
  tags: readonly (Tag | Artifact)[],
): Strip {
  return {
    height: 20,
    keepsWithNext: true,
    draw(top) {
      for (const [index, column] of columns.entries()) {
        const tag = tags[index];
        if (tag === undefined) continue;
        sheet.as(tag, () =>
          write(sheet, column, { text: column.title, baseline: top + 8 }, 'label'),
        );
      }
      sheet.accentLine(top + 15, edge.left, edge.right);
    },
  };
}

function rowStrips(
  sheet: Sheet,
  columns: readonly PlainColumn[],
  { row: { cells, isStrong }, table }: { readonly row: PlainRow; readonly table: Tag },
): Strip[] {
  const name = isStrong === true ? 'strong' : 'body';
  const row = sheet.tag('TR', table);
  const tags = columns.map(() => sheet.tag('TD', row));
  const wrapped = columns.map(({ width }, index) =>
    sheet.pen.wrapped(cells[index] ?? '', width, styles[name]),
  );
  const count = Math.max(1, ...wrapped.map((lines) => lines.length));
  const lines = Array.from(
    { length: count },
    (_, line): Strip => ({
      height: leading(styles[name]) + (line === 0 ? PADDING : 0),
      keepsWithNext: true,
      draw(top) {
        const baseline = top + ascent(styles[name]) + (line === 0 ? PADDING : 0);
        for (const [index, column] of columns.entries()) {
          const [text = '', tag] = [wrapped[index]?.[line], tags[index]];
          if (text === '' || tag === undefined) continue;
          sheet.as(tag, () => write(sheet, column, { text, baseline }, name));
        }
      },
    }),
  );
  const rule: Strip = {
    height: PADDING,
    draw: (top) => sheet.hairline(top + PADDING - 0.5),
  };
  return [...lines, rule];
}

function write(
  { pen }: Sheet,
  { left = edge.left, right }: PlainColumn,
  { text, baseline }: { readonly text: string; readonly baseline: number },
  style: 'label' | 'body' | 'strong',
): void {
  if (right === undefined) pen.write(text, { x: left, baseline }, styles[style]);
  else pen.writeLeftOf(text, { x: right, baseline }, styles[style]);
}
