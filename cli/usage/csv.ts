/** What a spreadsheet takes for the beginning of a formula; the wide forms are for those in East Asia. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const NUMBER = /^-?\d+(?:\.\d+)?$/;
const NEEDS_QUOTES = /[",\r\n]/;

/**
 * RFC 4180, as the interface writes it: text that a spreadsheet would run as a formula gets an apostrophe in front,
 * because senders choose the names of subjects. Undefined is an empty cell, an empty text a quoted one.
 */
export const csv = (rows: readonly (readonly (string | undefined)[])[]): string =>
  rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');

function csvCell(text: string | undefined): string {
  if (text === undefined) return '';
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(safe) || safe === '' ? `"${safe.replaceAll('"', '""')}"` : safe;
}
