import {
  type DocumentContent,
  type DocumentForm,
  documentForms,
  documentMediaTypes,
} from '../../core/contract/invoices/invoice.ts';
import { fileName, mediaTypes } from '../../core/documents/forms.ts';
import type { StoredForm } from '../../core/documents/ports.ts';
import type { NoSuchForm } from '../../core/documents/rendered-form.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { preferredType } from './accept.ts';
import type { HttpAnswer } from './http.ts';
import { binaryAnswer } from './large-answer.ts';

const { json, pdf, csv, ubl } = documentMediaTypes;
/** JSON first, for whoever likes all alike. */
const offered = [json, pdf, csv, ubl] as const;

/** The form that an `Accept` header likes best. @throws Rejection `request.not-acceptable` for one we do not have. */
export function acceptedForm(accept: string | undefined): DocumentForm {
  const type = preferredType(accept, offered);
  const form = documentForms.find((one) => documentMediaTypes[one] === type);
  if (form !== undefined) return form;
  throw new Rejection(
    'request.not-acceptable',
    `accept one of ${offered.join(', ')}, got ${(accept ?? '').slice(0, 100)}`,
    { param: 'accept' },
  );
}

/**
 * A form of a document as a file to save, with the SHA-256 of its bytes; 304 where `ifNoneMatch` names them.
 * @throws Rejection `refusal`, `invoice.no-ubl` where left out, where EN 16931 allows none; `answer.too-large` where
 * the gateway cannot pass it on.
 */
export function formAnswer(
  form: StoredForm | NoSuchForm,
  asked: {
    readonly document: Pick<DocumentContent, 'id' | 'number'>;
    readonly form: Exclude<DocumentForm, 'json'>;
    readonly ifNoneMatch: string | undefined;
    readonly refusal?: (obstacles: string) => Rejection;
  },
): HttpAnswer {
  if ('obstacles' in form) {
    const { refusal = noUbl } = asked;
    throw refusal(form.obstacles.slice(0, 5).join('; '));
  }
  const { bytes, sha256 } = form;
  const etag = `"${Buffer.from(sha256).toString('hex')}"`;
  if (names(asked.ifNoneMatch, etag)) return { statusCode: 304, headers: { etag }, body: '' };
  return binaryAnswer(
    {
      'content-type': mediaTypes[asked.form],
      'content-disposition': `attachment; filename="${fileName(asked.document, asked.form)}"`,
      etag,
      'repr-digest': `sha-256=:${Buffer.from(sha256).toString('base64')}:`,
    },
    bytes,
  );
}

const noUbl = (obstacles: string): Rejection =>
  new Rejection('invoice.no-ubl', `complete what EN 16931 asks for, then bill again: ${obstacles}`);

/** A proxy may have made a tag weak; the bytes are the same. */
const names = (ifNoneMatch: string | undefined, etag: string): boolean =>
  (ifNoneMatch ?? '')
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''))
    .some((tag) => tag === etag || tag === '*');
