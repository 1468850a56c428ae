import { timestampOf } from '../kernel/timestamp.ts';
import type {
  AgreedMonth,
  Balance,
  Carry,
  CellValue,
  ClosedMonth,
  CustomerCell,
  CustomerTotals,
  DocumentCell,
  DocumentsCell,
  HeadCell,
  PaymentChanges,
  PeriodCell,
  UnappliedPayment,
} from './cell.ts';
import { documentEntryCodec } from './entry-codec.ts';
import { invoiceStateCodec, type Listed } from './invoice-codec.ts';
import {
  type Codec,
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
  oneOf,
  optional,
  row,
  textCodec,
  timestampCodec,
} from './json-codec.ts';
import { agreedMembers, treatmentCodec } from './kinds/members.ts';
import {
  payeeCodec,
  payeeDocumentsCodec,
  payeeMonthCodec,
  payoutStateCodec,
} from './payee-codecs.ts';

const seriesMembers: Members<HeadCell['series'][number]> = {
  name: textCodec,
  last: integerCodec,
};

const balanceMembers: Members<Balance> = {
  account: textCodec,
  currency: currencyCodec,
  amount: nanosCodec,
};

const headCodec = (listed: Listed): Codec<HeadCell> =>
  object<HeadCell>({
    kind: oneOf({ head: true }),
    documents: integerCodec,
    recordedAt: timestampCodec,
    series: list(listed(seriesMembers)),
    balances: list(listed(balanceMembers)),
  });

export const carryMembers: Members<Carry> = {
  currency: currencyCodec,
  taxCode: textCodec,
  amount: nanosCodec,
  residue: exactCodec,
  taxed: optional(treatmentCodec),
};

export const totalsMembers: Members<CustomerTotals> = {
  currency: currencyCodec,
  recognised: exactCodec,
  invoiced: nanosCodec,
  credited: nanosCodec,
  receivable: nanosCodec,
};

/** A closed month as it is kept: when it begins is said by how long after the month before has ended. */
interface KeptMonth extends Omit<ClosedMonth, 'start' | 'end'> {
  readonly gap: number;
  readonly length: number;
}

const keptMonthsCodec: Codec<readonly KeptMonth[]> = list(
  row<KeptMonth>({
    month: monthCodec,
    gap: integerCodec,
    length: integerCodec,
    invoiced: optional(
      row<NonNullable<ClosedMonth['invoiced']>>({
        seq: integerCodec,
        index: integerCodec,
        currency: currencyCodec,
        subtotal: nanosCodec,
      }),
    ),
  }),
);

/** Months follow one another: so kept, a year of them takes 130 bytes, and 200 with each instant in full. */
const closedCodec: Codec<readonly ClosedMonth[]> = {
  toJson: (months) =>
    keptMonthsCodec.toJson(
      months.map(({ start, end, ...month }, index) => ({
        ...month,
        gap: start - (months[index - 1]?.end ?? 0),
        length: end - start,
      })),
    ),
  fromJson(json, at) {
    let before = 0;
    return keptMonthsCodec.fromJson(json, at).map(({ gap, length, ...month }) => {
      const start = timestampOf(before + gap);
      const end = timestampOf(start + length);
      before = end;
      return { ...month, start, end };
    });
  },
};

const unappliedCodec = row<UnappliedPayment>({
  payment: textCodec,
  currency: currencyCodec,
  amount: nanosCodec,
  rail: textCodec,
  reference: textCodec,
  receivedAt: timestampCodec,
  receivedOn: optional(textCodec),
});

const customerCodec = object<CustomerCell>({
  kind: oneOf({ customer: true }),
  customer: textCodec,
  carry: list(row(carryMembers)),
  totals: list(row(totalsMembers)),
  closed: closedCodec,
  pages: integerCodec,
  documents: list(documentEntryCodec),
  unapplied: optional(list(unappliedCodec)),
});

const documentsCodec = object<DocumentsCell>({
  kind: oneOf({ documents: true }),
  customer: textCodec,
  page: integerCodec,
  documents: list(documentEntryCodec),
});

const periodCodec = (listed: Listed): Codec<PeriodCell> =>
  keptAs(
    { month: 'label' },
    object<PeriodCell>({
      kind: oneOf({ period: true }),
      month: monthCodec,
      customer: textCodec,
      attempt: integerCodec,
      closedBy: optional(
        object<NonNullable<PeriodCell['closedBy']>>({
          id: textCodec,
          number: optional(textCodec),
          issuedAt: timestampCodec,
          currency: currencyCodec,
        }),
      ),
      billed: list(
        listed<PeriodCell['billed'][number]>({
          charge: textCodec,
          account: textCodec,
          taxCode: textCodec,
          quantity: decimalCodec,
          exact: exactCodec,
        }),
      ),
      deferred: optional(list(listed(balanceMembers))),
      agreed: optional(
        object<AgreedMonth>({ ...agreedMembers, start: timestampCodec, end: timestampCodec }),
      ),
    }),
  );

const paymentChangesCodec = object<PaymentChanges>({
  applied: list(
    row<PaymentChanges['applied'][number]>({
      invoice: textCodec,
      amount: nanosCodec,
      invoiceNumber: optional(textCodec),
    }),
  ),
  refunded: nanosCodec,
  reversed: nanosCodec,
  broken: optional(nanosCodec),
});

const documentCodec = (listed: Listed): Codec<DocumentCell> =>
  object<DocumentCell>({
    kind: oneOf({ document: true }),
    id: textCodec,
    seq: integerCodec,
    index: integerCodec,
    invoice: optional(invoiceStateCodec(listed)),
    payment: optional(paymentChangesCodec),
    payout: optional(payoutStateCodec),
  });

type NumberCell = Extract<CellValue, { readonly kind: 'number' }>;

const numberCodec = object<NumberCell>({
  kind: oneOf({ number: true }),
  number: textCodec,
  id: textCodec,
});

/** What was the same before there were pages, but for how lists were kept. */
export const codecsWith = (listed: Listed) => ({
  head: headCodec(listed),
  period: periodCodec(listed),
  document: documentCodec(listed),
  number: numberCodec,
});

/** How each kind of cell is kept now. */
export const cellCodecs = {
  ...codecsWith(row),
  customer: customerCodec,
  documents: documentsCodec,
  payee: payeeCodec,
  'payee-documents': payeeDocumentsCodec,
  'payee-month': payeeMonthCodec,
} satisfies {
  readonly [Kind in CellValue['kind']]: Codec<Extract<CellValue, { readonly kind: Kind }>>;
};
