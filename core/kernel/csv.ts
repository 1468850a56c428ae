/** A cell: text a sender chose, what we wrote ourselves, or nothing. */
export type Cell = { readonly text: string } | { readonly number: string } | undefined;

/**
 * What a spreadsheet takes for the beginning of a formula, whoever wrote it; the wide forms are for those in East Asia.
 */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const NUMBER = /^-?\d+(?:\.\d+)?$/;
const NEEDS_QUOTES = /[",\r\n]/;

/**
 * Lines as RFC 4180 has them, each ended by CR LF. Text that a spreadsheet would run as a formula gets an apostrophe in
 * front; numbers, negative ones included, are left as they are. Nothing is an empty cell, an empty text a quoted one.
 */
export const csvText = (lines: readonly (readonly Cell[])[]): string =>
  lines.map((cells) => `${cells.map(cellText).join(',')}\r\n`).join('');

function cellText(cell: Cell): string {
  if (cell === undefined) return '';
  if ('number' in cell) return cell.number;
  const { text } = cell;
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(safe) || safe === '' ? `"${safe.replaceAll('"', '""')}"` : safe;
}
