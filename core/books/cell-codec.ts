import { bigintJson, fromBigintJson } from './bigint-json.ts';
import type { CellValue } from './cell.ts';
import { type CustomerWithoutPages, withPages } from './customer-without-pages.ts';

/** A cell's value as canonical JSON: what a rebuild must make again to the byte. */
export const cellText = (value: CellValue): string => bigintJson(value);

/** The reverse of `cellText`. */
export function cellFrom(text: string): CellValue {
  const value = fromBigintJson(text) as CellValue | CustomerWithoutPages;
  return value.kind === 'customer' && !('pages' in value) ? withPages(value) : value;
}
