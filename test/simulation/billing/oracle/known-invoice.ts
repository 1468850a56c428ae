import type { ReadDocument } from './books-reader.ts';

/** An invoice that somebody may want to correct. */
export interface KnownInvoice {
  readonly id: string;
  /** What is due of it, as a decimal. */
  readonly total: string;
  /** A line and all that it comes to; undefined where that is nothing. */
  readonly firstLine: { readonly line: string; readonly amount: string } | undefined;
}

export function knownInvoice({ id, content }: ReadDocument): KnownInvoice {
  const { total, lines } = JSON.parse(content ?? '{}') as {
    total: string;
    lines: readonly { readonly id: string; readonly amount: string }[];
  };
  const line = lines.find(({ amount }) => Number.parseFloat(amount) > 0);
  return {
    id,
    total,
    firstLine: line === undefined ? undefined : { line: line.id, amount: line.amount },
  };
}
