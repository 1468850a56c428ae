import type { DocumentLanguage, InvoiceTax, Party } from '../invoices/invoice.ts';
import type { NationalTax } from '../invoices/national-tax.ts';

/**
 * What a payee's statement is on the wire and in the books. Money is in major units as a decimal string: `amount`,
 * `base`, `subtotal`, `total` and `due` with exactly the currency's minor digits, all else to the nano, as short as it
 * goes. Dates are `YYYY-MM-DD`, months `YYYY-MM`.
 */

/** What a line of a payee's statement is: see `statement-shapes.ts`. */
export const payeeLineKinds = [
  'content',
  'others',
  'meter',
  'adjustment',
  'claimed',
  'carried-in',
] as const;

/** What of a statement comes from where, without tax. */
export interface PayeeLine {
  /** `"1"`, `"2"`, … in the order of the statement. */
  readonly id: string;
  readonly kind: (typeof payeeLineKinds)[number];
  /** In which it was used. */
  readonly month?: string;
  readonly share?: string;
  readonly meter?: string;
  /** The content: the value that usage names. */
  readonly value?: string;
  /** Of who pays: ISO 3166. */
  readonly country?: string;
  readonly description: string;
  readonly quantity?: string;
  /** To the nano; these add up to `subtotal` and `carriedOut`. */
  readonly exactAmount: string;
  /** Rounded; these add up to `subtotal`. */
  readonly amount: string;
}

/** A payout that went out since the statement before, or one that came back. */
export interface PayeeMovement {
  readonly id: string;
  readonly kind: 'payout' | 'payout-return';
  readonly day: string;
  readonly rail: string;
  readonly reference: string;
  /** By how much less is owed; below zero where it came back. */
  readonly amount: string;
  /** What of it was the fee of the payout, with the sign of `amount`; left out where there was none. */
  readonly fee?: string;
  /** What came to the payee's account: `amount` less `fee`. Left out where that is all of it. */
  readonly net?: string;
}

/** An earlier statement that had a number. */
export interface PayeeStatementReference {
  readonly id: string;
  readonly number: string;
  readonly issueDate: string;
  readonly period: string;
}

/** What a payee has earned, was paid, and is owed: once issued, the same for ever. */
export interface PayeeStatement {
  readonly type: 'payee-statement';
  readonly id: string;
  readonly payee: string;
  /** Which of this payee and currency it is, from 1. */
  readonly ordinal: number;
  /** Which document is written in the name of the payee by it; left out where it is none. */
  readonly selfBilled?: 'invoice' | 'credit-note';
  /** Gapless within its series; null where it is not self-billed. */
  readonly number: string | null;
  readonly series: string | null;
  /** The payee. */
  readonly seller: Party;
  /** The tenant. */
  readonly buyer: Party;
  readonly language?: DocumentLanguage;
  readonly csvSeparator?: 'comma' | 'semicolon';
  /** Of its PDF: the SHA-256 of a picture. */
  readonly logo?: string;
  readonly currency: string;
  readonly period: { readonly month: string; readonly firstDay: string; readonly lastDay: string };
  readonly issuedAt: string;
  readonly issueDate: string;
  readonly lines: readonly PayeeLine[];
  readonly subtotal: string;
  /** Of a self-billed document; else none. */
  readonly taxes: readonly InvoiceTax[];
  /** The taxes in the currency of the payee's country, where the law asks for it. */
  readonly nationalTax?: NationalTax;
  readonly total: string;
  readonly withheld?: {
    readonly country: string;
    /** Percent. */
    readonly rate: string;
    readonly base: string;
    readonly amount: string;
    readonly reason: string;
  };
  /** `total` less what is withheld. */
  readonly due: string;
  readonly carriedIn: string;
  readonly carriedOut: string;
  /** `closing` is `opening`, `earned`, `claimed` and `vat`, less `paidOut` and `withheld`. */
  readonly account: {
    readonly opening: string;
    readonly earned: string;
    readonly claimed: string;
    readonly paidOut: string;
    readonly vat: string;
    readonly withheld: string;
    readonly closing: string;
  };
  readonly movements: readonly PayeeMovement[];
  /** How many there are besides. */
  readonly furtherMovements?: number;
  /** The self-billed documents that adjustments are to. */
  readonly corrects?: readonly PayeeStatementReference[];
  readonly notes: readonly string[];
}
