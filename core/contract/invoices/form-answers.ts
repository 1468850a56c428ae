import type * as z from 'zod';
import { csvDocument } from '../shapes.ts';
import { documentMediaTypes } from './invoice.ts';
import { electronicDocument, pdfDocument } from './shapes.ts';

/** What is answered where somebody asks for a document in one of its forms. */
export const formAnswers = <Shape extends z.ZodType>(of: {
  /** What it is, at the beginning of a sentence. */
  readonly called: string;
  /** As JSON. */
  readonly shape: Shape;
  /** What its file is named by. */
  readonly savedBy: string;
}) => ({
  200: {
    description: `${of.called}, as \`format\` or \`Accept\` asks for it`,
    content: {
      [documentMediaTypes.json]: of.shape,
      [documentMediaTypes.pdf]: pdfDocument,
      [documentMediaTypes.csv]: csvDocument,
      [documentMediaTypes.ubl]: electronicDocument,
    },
    headers: {
      'content-disposition': `The name to save it by: its ${of.savedBy}. Not of JSON.`,
      etag: 'The SHA-256 of the bytes in hexadecimal digits. Not of JSON.',
      'repr-digest': 'The SHA-256 of the bytes, as RFC 9530 writes it. Not of JSON.',
    },
  },
  304: {
    description: 'It is the one that `If-None-Match` names',
    content: {},
    headers: { etag: 'As of the form that the caller has.' },
  },
});

/** The headers that forms are asked for with. */
export const formHeaders = {
  'if-none-match': 'The `etag` of a form that is there already.',
} as const;
