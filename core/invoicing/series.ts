import type { HeadCell } from '../books/cell.ts';
import type { SeriesFormat } from '../catalog/series-formats.ts';

/** The next number of a series: one more than the last that the books gave. */
export function nextNumber(
  { prefix, digits }: SeriesFormat,
  issueDate: string,
  head: HeadCell,
): { readonly series: string; readonly ordinal: number; readonly number: string } {
  const series = prefix.replaceAll('{year}', issueDate.slice(0, 4));
  const ordinal = (head.series.find(({ name }) => name === series)?.last ?? 0) + 1;
  return { series, ordinal, number: `${series}${String(ordinal).padStart(digits, '0')}` };
}
