import type { PostalAddress, TaxCategory } from '../../contract/invoices/invoice.ts';

/**
 * An invoice or a credit note in the terms of EN 16931: what UBL and CII spell, each in its way. A member names its
 * business term (`BT`) or group (`BG`). Amounts and numbers are decimal texts, dates `YYYY-MM-DD`.
 */
export interface ElectronicInvoice {
  /** BT-24: the rules it keeps. */
  readonly specification: string;
  /** BT-23. */
  readonly process?: string;
  /** BT-1. */
  readonly number: string;
  /** BT-2. */
  readonly issueDate: string;
  /** BT-3, of UNTDID 1001: an invoice (380), a credit note (381), and what a buyer writes itself (389, 261). */
  readonly typeCode: '380' | '381' | '389' | '261';
  /** BT-5. */
  readonly currency: string;
  /** BT-6. */
  readonly taxCurrency?: string;
  /** BT-9; not of credit notes. */
  readonly dueDate?: string;
  /** BT-10. */
  readonly buyerReference: string;
  /** BT-13. */
  readonly purchaseOrder?: string;
  /** BT-22, each a note of its own. */
  readonly notes: readonly string[];
  /** BG-14; the period of each line is within it (PEPPOL-EN16931-R110, R111). */
  readonly period: ElectronicPeriod;
  /** BG-3: what it corrects, or has adjustments to. */
  readonly preceding: readonly { readonly number: string; readonly issueDate: string }[];
  /** BG-4. */
  readonly seller: ElectronicParty;
  /** BG-7. */
  readonly buyer: ElectronicParty;
  /** BG-15: where a supply within the EU went. */
  readonly delivery?: ElectronicDelivery;
  /** BG-16. */
  readonly payment?: ElectronicPayment;
  /** BT-20. */
  readonly paymentTerms: string;
  readonly totals: ElectronicTotals;
  /** BG-23. */
  readonly taxes: readonly ElectronicTax[];
  /** BG-20: what is taken off the whole. */
  readonly allowances: readonly ElectronicAllowance[];
  /** BG-25. */
  readonly lines: readonly ElectronicLine[];
}

/** Days, both inclusive. */
export interface ElectronicPeriod {
  readonly from: string;
  readonly until: string;
}

/** A seller or a buyer. */
export interface ElectronicParty {
  /** BT-27, BT-44. */
  readonly name: string;
  /** BT-29, BT-46: what the other side knows it by. */
  readonly id?: string;
  /** BT-30, BT-47. */
  readonly registration?: string;
  /** BT-31, BT-48. */
  readonly vatNumber?: string;
  /** BT-32: a tax number that is no VAT identifier. */
  readonly taxNumber?: string;
  /** BT-34, BT-49. */
  readonly endpoint?: { readonly scheme: string; readonly id: string };
  /** BG-5, BG-8. */
  readonly address?: PostalAddress;
  /** BG-6, BG-9. */
  readonly contact?: ElectronicContact;
}

/** Whom to ask. */
export interface ElectronicContact {
  readonly name?: string;
  readonly phone?: string;
  readonly email?: string;
}

/** BG-15. */
export interface ElectronicDelivery {
  readonly postalCode?: string;
  readonly city?: string;
  readonly country: string;
}

/** BG-16. */
export interface ElectronicPayment {
  /**
   * BT-81, of UNTDID 4461: 30 credit transfer, 58 the same in the SEPA, 68 on a page, 97 set off against what is owed.
   */
  readonly code: '30' | '58' | '68' | '97';
  /** BT-83: what is to be said in the transfer. */
  readonly reference?: string;
  /** BG-17. */
  readonly account?: { readonly iban: string; readonly bic?: string; readonly holder?: string };
}

/** BG-22. */
export interface ElectronicTotals {
  /** BT-106: what lines come to. */
  readonly lines: string;
  /** BT-107: what allowances come to, where there are any. */
  readonly allowances?: string;
  /** BT-109: lines less allowances. */
  readonly withoutTax: string;
  /** BT-110. */
  readonly tax: string;
  /** BT-111, in `taxCurrency`. */
  readonly nationalTax?: string;
  /** BT-112. */
  readonly withTax: string;
  /** BT-113. */
  readonly prepaid?: string;
  /** BT-115. */
  readonly payable: string;
}

/** How something is taxed; without a rate where it is outside the scope of tax. */
export interface ElectronicTreatment {
  /** BT-118, BT-151. */
  readonly category: TaxCategory;
  /** BT-119, BT-152. */
  readonly rate?: string;
}

/** All that is taxed alike. */
export interface ElectronicTax extends ElectronicTreatment {
  /** BT-116. */
  readonly base: string;
  /** BT-117. */
  readonly amount: string;
  /** BT-120. */
  readonly reason?: string;
  /** BT-121. */
  readonly reasonCode?: string;
}

/** BG-20. */
export interface ElectronicAllowance {
  /** BT-92, above zero. */
  readonly amount: string;
  /** BT-97. */
  readonly reason: string;
  /** BT-95 and BT-96. */
  readonly treatment: ElectronicTreatment;
}

/** BT-98, UNTDID 5189: a discount. */
export const discountCode = '95';

/** BG-25. */
export interface ElectronicLine extends ElectronicPrice {
  /** BT-126. */
  readonly id: string;
  /** BT-127. */
  readonly note?: string;
  /** BT-131. */
  readonly amount: string;
  /** BG-26. */
  readonly period?: ElectronicPeriod;
  /** BT-153. */
  readonly name: string;
  /** BT-155. */
  readonly item?: string;
  /** BG-30. */
  readonly treatment?: ElectronicTreatment;
  /** BG-32. */
  readonly properties: readonly { readonly name: string; readonly value: string }[];
}

/** What a line's amount follows from. */
export interface ElectronicPrice {
  /** BT-129. */
  readonly quantity: string;
  /** BT-146, never negative: EN 16931 has the sign on the quantity. */
  readonly price: string;
  /** BT-149: what the price is for, where not for one. */
  readonly baseQuantity?: string;
}

/** BT-130 and BT-150, UN/ECE recommendation 20: one, of whatever the line's name says. */
export const oneUnit = 'C62';
