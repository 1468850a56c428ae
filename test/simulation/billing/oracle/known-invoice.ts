import type { ReadDocument } from './books-reader.ts';

/** An invoice that somebody may want to correct. */
export interface KnownInvoice {
  readonly id: string;
  readonly customer: string;
  readonly currency: string;
  /** What is due of it, as a decimal. */
  readonly total: string;
  /** A line and all that it comes to; undefined where that is nothing. */
  readonly firstLine: { readonly line: string; readonly amount: string } | undefined;
}

/** Money that somebody may be told something of. */
export interface KnownPayment {
  readonly id: string;
  readonly customer: string;
}

export function knownInvoice({ id, customer, currency, content }: ReadDocument): KnownInvoice {
  const { total, lines } = JSON.parse(content ?? '{}') as {
    total: string;
    lines: readonly { readonly id: string; readonly amount: string }[];
  };
  const line = lines.find(({ amount }) => Number.parseFloat(amount) > 0);
  return {
    id,
    customer,
    currency,
    total,
    firstLine: line === undefined ? undefined : { line: line.id, amount: line.amount },
  };
}
