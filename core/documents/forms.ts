import {
  type DocumentContent,
  type DocumentForm,
  documentMediaTypes,
} from '../contract/invoices/invoice.ts';

/** What a form is served as. */
export const mediaTypes = {
  ...documentMediaTypes,
  csv: `${documentMediaTypes.csv}; charset=utf-8`,
} as const satisfies Record<DocumentForm, string>;

const extensions = {
  json: 'json',
  pdf: 'pdf',
  csv: 'csv',
  ubl: 'xml',
  cii: 'cii.xml',
} as const satisfies Record<DocumentForm, string>;

/**
 * By what name a person saves it: the number, or the id where there is none. Letters, digits and `.`, `_`, `-` only.
 */
export const fileName = (
  { id, number }: Pick<DocumentContent, 'id' | 'number'>,
  form: DocumentForm,
): string => `${(number ?? id).replaceAll(/[^A-Za-z0-9._-]/g, '-')}.${extensions[form]}`;
