export const environment = [
  'BOOKS_TABLE_NAME',
  'BOOKS_CELLS_TABLE_NAME',
  'DOCUMENTS_BUCKET_NAME',
] as const;

/** The font files it reads, which the stack lays beside its code in `fonts/`. */
export { fontPaths as fonts } from '../../core/documents/pdf/font-paths.ts';
