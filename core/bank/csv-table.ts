import { bankStatementInvalid } from './invalid.ts';

/** A line of a table, which may be several of the file. */
export interface CsvRow {
  /** Where it begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

const bounds = { rows: 5_000, cells: 100, cellLength: 4_000 } as const;

/**
 * The rows of a CSV file, as RFC 4180 and spreadsheets write them: cells in quotes may have separators, line ends and
 * quotes doubled. Empty lines are left out. The text begins at `line` of its file.
 * @throws Rejection `bank-statement.invalid`
 */
export function csvRows(
  text: string,
  { separator, line: first }: Omit<CellPlace, 'place'>,
): CsvRow[] {
  const rows: CsvRow[] = [];
  let [place, line] = [0, first];
  while (place < text.length) {
    const { row, end, lines } = rowAt(text, { place, separator, line });
    place = end;
    line += lines;
    if (row.cells.some((cell) => cell !== '')) rows.push(row);
    if (rows.length > bounds.rows) {
      throw bankStatementInvalid(`it has more than ${bounds.rows} lines: send several files`, row);
    }
  }
  return rows;
}

/** The row that begins at a place, where the next one does, and how many lines of the file it takes. */
function rowAt(
  text: string,
  at: CellPlace,
): { readonly row: CsvRow; readonly end: number; readonly lines: number } {
  const cells: string[] = [];
  let { place, line } = at;
  for (;;) {
    const { cell, end, lines } = cellAt(text, { ...at, place, line });
    refuseLong(cell, cells, at);
    cells.push(cell.trim());
    place = end;
    line += lines;
    if (text[place] !== at.separator) break;
    place += 1;
  }
  const end = place + (text.startsWith('\r\n', place) ? 2 : 1);
  return { row: { line: at.line, cells }, end, lines: line - at.line + 1 };
}

function refuseLong(cell: string, before: readonly string[], at: CellPlace): void {
  if (cell.length > bounds.cellLength) {
    throw bankStatementInvalid(`a cell is longer than ${bounds.cellLength} characters`, at);
  }
  if (before.length >= bounds.cells) {
    throw bankStatementInvalid(`it has more than ${bounds.cells} cells`, at);
  }
}

interface CellPlace {
  readonly place: number;
  readonly separator: string;
  /** The place's, from 1. */
  readonly line: number;
}

/** The cell that begins at a place, where it ends, and how many line ends are in it. */
function cellAt(
  text: string,
  { place, separator, line }: CellPlace,
): { readonly cell: string; readonly end: number; readonly lines: number } {
  if (text[place] !== '"') {
    let end = place;
    while (end < text.length && !isEnd(text[end], separator)) end += 1;
    return { cell: text.slice(place, end), end, lines: 0 };
  }
  const close = closingQuote(text, place + 1);
  if (close === undefined) {
    throw bankStatementInvalid('a cell begins with a quote that is never closed', { line });
  }
  const inside = text.slice(place + 1, close);
  const end = close + 1;
  const next = text[end];
  if (next !== undefined && !isEnd(next, separator)) {
    throw bankStatementInvalid(
      `a cell goes on after its closing quote, with ${JSON.stringify(next)}`,
      { line },
    );
  }
  const lines = inside.match(/\r\n|\r|\n/g)?.length ?? 0;
  return { cell: inside.replaceAll('""', '"'), end, lines };
}

const isEnd = (character: string | undefined, separator: string): boolean =>
  character === separator || character === '\n' || character === '\r';

function closingQuote(text: string, from: number): number | undefined {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at;
  }
  return undefined;
}
