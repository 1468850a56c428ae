/** A cell: text a sender chose, what we wrote ourselves, or nothing. */
export type Cell = { readonly text: string } | { readonly number: string } | undefined;

/**
 * What a spreadsheet takes for the beginning of a formula, whoever wrote it; the wide forms are for those in East Asia.
 */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const NUMBER = /^-?\d+(?:\.\d+)?$/;
const needsQuotes = { comma: /[",\r\n]/, semicolon: /[";\r\n]/ } as const;

/**
 * What parts the cells: a comma, as RFC 4180 has it, or a semicolon. Spreadsheets that write decimals with a comma, as
 * in most of Europe, read the latter: so their decimals have one.
 */
export type CsvSeparator = keyof typeof needsQuotes;

const separators = { comma: ',', semicolon: ';' } as const satisfies Record<CsvSeparator, string>;

/**
 * Lines as RFC 4180 has them, each ended by CR LF. Text that a spreadsheet would run as a formula gets an apostrophe in
 * front; numbers, negative ones included, are left as they are. Nothing is an empty cell, an empty text a quoted one.
 */
export function csvText(lines: readonly (readonly Cell[])[], by: CsvSeparator = 'comma'): string {
  const separator = separators[by];
  return lines
    .map((cells) => `${cells.map((cell) => cellText(cell, by)).join(separator)}\r\n`)
    .join('');
}

function cellText(cell: Cell, by: CsvSeparator): string {
  if (cell === undefined) return '';
  if ('number' in cell) return by === 'comma' ? cell.number : cell.number.replace('.', ',');
  const { text } = cell;
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return needsQuotes[by].test(safe) || safe === '' ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Without it, spreadsheets take UTF-8 for the alphabet of the machine. */
export const byteOrderMark = '\ufeff';
