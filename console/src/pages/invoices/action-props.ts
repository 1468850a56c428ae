import type { AnswerOf } from '../../api.ts';

export type Invoice = AnswerOf<'GET /v1/invoices/{id}'> & { readonly type: 'invoice' };

export interface ActionProps {
  readonly invoice: Invoice;
  /** It is done, and the invoice another. */
  readonly onDone: () => void;
  readonly onClose: () => void;
}
