/**
 * How far a term of a commitment is drawn down by the months that are billed so far. Amounts are exact, down to 24
 * places.
 */
export interface DocumentCommitment {
  /** `YYYY-MM`: the first and the last month of the term. */
  readonly from: string;
  readonly last: string;
  /** What all charges of the term come to together, at least. */
  readonly amount: string;
  /** What they come to so far. */
  readonly used: string;
  readonly left: string;
  /** What the last month charged as it was missing. */
  readonly charged?: string;
}

/** A month that the invoice of an interval carries in, and what its statement carried on. */
export interface CarriedFrom {
  /** Of its statement. */
  readonly id: string;
  /** `YYYY-MM`. */
  readonly period: string;
  readonly exactAmount: string;
}
