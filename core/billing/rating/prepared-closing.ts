import type { ClosingRequest } from '../../invoicing/close-periods.ts';

/** A customer's month made ready to be closed, or why it cannot be: nothing prices what was used. */
export type PreparedClosing =
  | { readonly status: 'ready'; readonly customer: string; readonly request: ClosingRequest }
  | { readonly status: 'unpriced'; readonly customer: string; readonly detail: string };
