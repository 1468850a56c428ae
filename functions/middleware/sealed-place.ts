import type { DocumentPlace } from '../../core/books/document-entry.ts';

/** A place in the books, as cursors have it. */
export const placeText = ({ seq, index }: DocumentPlace): string => JSON.stringify([seq, index]);

/** The reverse of `placeText`: positions were sealed by us. */
export function placeFrom(text: string): DocumentPlace {
  const [seq, index] = JSON.parse(text) as [number, number];
  return { seq, index };
}
