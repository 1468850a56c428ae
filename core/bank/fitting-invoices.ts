import type { KnownInvoice } from './known-invoice.ts';

/** Of more, sums are too many to go through: then only one, or all, can fit. */
const SUMMED_MAX = 12;

/** An invoice with what is left of it, once entries before have had their part. */
export interface LeftInvoice {
  readonly invoice: KnownInvoice;
  /** Above zero. */
  readonly left: bigint;
}

/**
 * Which of a payer's open invoices an amount pays to the last place: one, the first that is due where several are of
 * that amount; all of them; or the only choice of some. Undefined where none does, or more than one choice of some.
 */
export function fittingInvoices(
  open: readonly LeftInvoice[],
  amount: bigint,
): readonly LeftInvoice[] | undefined {
  const one = open.find(({ left }) => left === amount);
  if (one !== undefined) return [one];
  if (open.length > 1 && sumOf(open) === amount) return open;
  return onlySum(open, amount);
}

export const sumOf = (invoices: readonly LeftInvoice[]): bigint =>
  invoices.reduce((sum, { left }) => sum + left, 0n);

function onlySum(open: readonly LeftInvoice[], amount: bigint): readonly LeftInvoice[] | undefined {
  if (open.length > SUMMED_MAX) return undefined;
  const fitting: (readonly LeftInvoice[])[] = [];
  const look = (from: number, chosen: readonly LeftInvoice[], rest: bigint): void => {
    if (fitting.length > 1 || rest < 0n) return;
    if (rest === 0n) fitting.push(chosen);
    else {
      for (const [index, next] of open.slice(from).entries()) {
        look(from + index + 1, [...chosen, next], rest - next.left);
      }
    }
  };
  look(0, [], amount);
  const [only] = fitting;
  return fitting.length === 1 ? only : undefined;
}
