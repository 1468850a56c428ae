import type { AnswerOf } from '../../api.ts';

export type Invoice = AnswerOf<'GET /v1/invoices/{id}'> & { readonly type: 'invoice' };

/** What may wait for a person: an invoice, or the statement of a month that gets none. */
export type Draft = AnswerOf<'GET /v1/invoices/{id}'> & {
  readonly type: 'invoice' | 'statement';
};

export interface ActionProps {
  readonly invoice: Invoice;
  /** It is done, and the invoice another. */
  readonly onDone: () => void;
  readonly onClose: () => void;
}
