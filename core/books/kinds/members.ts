import type { Period } from '../../kernel/timestamp.ts';
import type {
  Agreed,
  AgreedCommitment,
  AgreedCoupon,
  AgreedPrices,
  AgreedStretch,
  AgreedTax,
  CountedMonth,
  KeptTreatment,
} from '../agreed.ts';
import type {
  BilledChange,
  CarryChange,
  ClosingFacts,
  OfCustomer,
  OfInvoice,
  ReceivedPayment,
} from '../document.ts';
import type { DocumentHead, Numbered, Posting } from '../document-head.ts';
import {
  currencyCodec,
  decimalCodec,
  exactCodec,
  integerCodec,
  keptAs,
  list,
  type Members,
  monthCodec,
  nanosCodec,
  object,
  optional,
  row,
  textCodec,
  timestampCodec,
} from '../json-codec.ts';
import type { OfPayee } from '../payee-document.ts';

/** How what several kinds of document have is kept. */
export const headMembers: Members<DocumentHead> = {
  id: textCodec,
  currency: currencyCodec,
  recordedAt: timestampCodec,
  effectiveAt: timestampCodec,
  postings: list(
    object<Posting>({
      account: textCodec,
      currency: currencyCodec,
      amount: nanosCodec,
      service: optional(monthCodec),
    }),
  ),
};

/** Of a kind that somebody pays. */
export const payerMembers: Members<OfCustomer> = { customer: textCodec };

/** Of a kind that somebody earns. */
export const payeeMembers: Members<OfPayee> = { payee: textCodec, day: textCodec };

export const numberedMembers: Members<Numbered> = {
  series: textCodec,
  ordinal: integerCodec,
  number: textCodec,
};

export const invoiceMembers: Members<OfInvoice> = {
  invoice: textCodec,
  invoiceNumber: optional(textCodec),
  day: optional(textCodec),
};

export const receivedMembers: Members<ReceivedPayment> = {
  payment: textCodec,
  rail: textCodec,
  reference: textCodec,
  receivedAt: timestampCodec,
  receivedOn: optional(textCodec),
};

/** How something was taxed. */
export const treatmentCodec = row<KeptTreatment>({
  category: textCodec,
  rate: decimalCodec,
  exemptionReason: optional(textCodec),
  exemptionCode: optional(textCodec),
});

export const monthMembers: Members<Omit<ClosingFacts, 'overrides' | 'agreed'>> = {
  period: keptAs(
    { month: 'label' },
    object<ClosingFacts['period']>({
      month: monthCodec,
      start: timestampCodec,
      end: timestampCodec,
    }),
  ),
  attempt: integerCodec,
  billed: list(
    object<BilledChange>({
      period: monthCodec,
      charge: textCodec,
      account: textCodec,
      taxCode: textCodec,
      quantity: decimalCodec,
      exact: exactCodec,
    }),
  ),
  recognised: exactCodec,
  carry: list(
    object<CarryChange>({
      taxCode: textCodec,
      in: nanosCodec,
      out: nanosCodec,
      residueIn: exactCodec,
      residueOut: exactCodec,
      taxed: optional(treatmentCodec),
    }),
  ),
};

const couponCodec = row<AgreedCoupon>({
  key: textCodec,
  start: timestampCodec,
  end: timestampCodec,
  from: integerCodec,
  to: integerCodec,
  of: integerCodec,
  percent: optional(decimalCodec),
  amount: optional(decimalCodec),
  charges: optional(list(textCodec)),
  fees: optional(list(textCodec)),
});

/** What a month's cell keeps of it, too. */
export const agreedMembers: Members<Omit<Agreed, 'prices' | 'couponsAhead'>> = {
  timeZone: textCodec,
  rules: integerCodec,
  stretches: list(
    row<AgreedStretch>({
      plan: textCodec,
      version: textCodec,
      start: timestampCodec,
      end: timestampCodec,
      from: integerCodec,
      to: integerCodec,
      of: integerCodec,
    }),
  ),
  taxes: list(
    row<AgreedTax>({
      code: textCodec,
      category: textCodec,
      rate: decimalCodec,
      exemptionReason: optional(textCodec),
      exemptionCode: optional(textCodec),
    }),
  ),
  own: optional(list(row<Period>({ start: timestampCodec, end: timestampCodec }))),
  coupons: optional(list(couponCodec)),
  counted: optional(list(row<CountedMonth>({ month: monthCodec, sign: textCodec }))),
  commitment: optional(
    row<AgreedCommitment>({
      from: monthCodec,
      last: monthCodec,
      amount: exactCodec,
      plan: textCodec,
      version: textCodec,
    }),
  ),
};

export const closingMembers: Members<ClosingFacts> = {
  ...monthMembers,
  overrides: list(
    object<ClosingFacts['overrides'][number]>({ check: textCodec, reason: textCodec }),
  ),
  agreed: optional(
    object<Agreed>({
      ...agreedMembers,
      prices: optional(
        list(row<AgreedPrices>({ plan: textCodec, version: textCodec, digest: textCodec })),
      ),
      couponsAhead: optional(list(couponCodec)),
    }),
  ),
};
