import type { Nanos } from '../kernel/money.ts';
import type { Carry, ClosedMonth, CustomerCell, CustomerTotals } from './cell.ts';
import { carryMembers, totalsMembers } from './cell-codecs.ts';
import type { DocumentEntry } from './document-entry.ts';
import { documentKindCodec } from './entry-codec.ts';
import {
  currencyCodec,
  integerCodec,
  keptAs,
  list,
  monthCodec,
  nanosCodec,
  object,
  oneOf,
  optional,
  textCodec,
  timestampCodec,
  trueCodec,
} from './json-codec.ts';

/** A customer's cell as it was kept when all of a customer's documents stood in it. */
interface CustomerWithoutPages {
  readonly kind: 'customer';
  readonly customer: string;
  readonly carry: readonly Carry[];
  readonly totals: readonly CustomerTotals[];
  readonly closed: readonly MonthWithoutInvoice[];
  readonly documents: readonly EntryWithState[];
}

type MonthWithoutInvoice = Omit<ClosedMonth, 'invoiced'>;

interface EntryWithState extends DocumentEntry {
  readonly number?: string;
  readonly subtotal?: Nanos;
  readonly isVoid?: true;
}

export const customerWithoutPagesCodec = object<CustomerWithoutPages>({
  kind: oneOf({ customer: true }),
  customer: textCodec,
  carry: list(object(carryMembers)),
  totals: list(object(totalsMembers)),
  closed: list(
    keptAs(
      { month: 'label' },
      object<MonthWithoutInvoice>({
        month: monthCodec,
        start: timestampCodec,
        end: timestampCodec,
      }),
    ),
  ),
  documents: list(
    object<EntryWithState>({
      seq: integerCodec,
      index: integerCodec,
      id: textCodec,
      kind: documentKindCodec,
      number: optional(textCodec),
      period: optional(monthCodec),
      currency: currencyCodec,
      subtotal: optional(nanosCodec),
      isVoid: optional(trueCodec),
    }),
  ),
});

/** As it is kept now, with no page taken out yet: its next document does that. */
export const withPages = (cell: CustomerWithoutPages): CustomerCell => ({
  ...cell,
  closed: cell.closed.map((month) => withInvoice(month, cell.documents)),
  pages: 0,
  documents: cell.documents.map(entryOf),
});

/** A month has no second invoice before its first is void. */
function withInvoice(month: MonthWithoutInvoice, entries: readonly EntryWithState[]): ClosedMonth {
  const invoice = entries.find(
    ({ kind, period, isVoid }) =>
      kind === 'invoice' && period === month.month && isVoid === undefined,
  );
  if (invoice?.subtotal === undefined) return month;
  const { seq, index, currency, subtotal } = invoice;
  return { ...month, invoiced: { seq, index, currency, subtotal } };
}

const entryOf = ({
  number: _,
  subtotal: __,
  isVoid: ___,
  ...entry
}: EntryWithState): DocumentEntry => entry;
