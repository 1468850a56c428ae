import type { CsvColumnName, CsvColumns } from './csv-columns.ts';
import type { CsvRow } from './csv-table.ts';

/** A table whose line of titles was found. */
export interface CsvTable {
  readonly titles: CsvRow;
  readonly columns: CsvColumns;
  /** The lines above the titles. */
  readonly before: readonly string[];
  readonly rows: readonly CsvRow[];
}

/** What a line has in a column; of several, their texts one after another. */
export const cellOf = ({ cells }: CsvRow, columns: CsvColumns, name: CsvColumnName): string =>
  cellsOf(cells, columns, name).join(' ');

/** The texts of all columns that have something of a line; those that are empty left out. */
export const cellsOf = (
  cells: readonly string[],
  columns: CsvColumns,
  name: CsvColumnName,
): readonly string[] =>
  (columns.get(name) ?? []).map((index) => cells[index] ?? '').filter((cell) => cell !== '');
