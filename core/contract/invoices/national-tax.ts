/**
 * The tax of a document in the currency of the seller's country, where it is billed in another: Article 230 of
 * 2006/112/EC. `rate` units of it are one of the document's currency, from the day `rateFrom` on.
 */
export interface NationalTax {
  readonly currency: string;
  readonly rate: string;
  readonly rateFrom: string;
  /** With that currency's minor digits. */
  readonly amount: string;
}
