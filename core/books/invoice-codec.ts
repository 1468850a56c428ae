import type { InvoiceReminder, InvoiceState } from './cell.ts';
import {
  type Codec,
  integerCodec,
  list,
  type Members,
  nanosCodec,
  object,
  optional,
  row,
  textCodec,
  timestampCodec,
} from './json-codec.ts';

/** How the things in a list are kept: by the names of their members, or as those alone, in their order. */
export type Listed = <Value extends object>(members: Members<Value>) => Codec<Value>;

/** How what has become of an invoice is kept in its cell. */
export const invoiceStateCodec = (listed: Listed): Codec<InvoiceState> =>
  object<InvoiceState>({
    total: nanosCodec,
    dueAt: timestampCodec,
    paid: nanosCodec,
    credited: nanosCodec,
    creditedLines: list(
      listed<InvoiceState['creditedLines'][number]>({ line: textCodec, amount: nanosCodec }),
    ),
    payments: list(
      listed<InvoiceState['payments'][number]>({
        id: textCodec,
        rail: textCodec,
        reference: textCodec,
        amount: nanosCodec,
        receivedAt: timestampCodec,
        receivedOn: optional(textCodec),
      }),
    ),
    creditNotes: list(
      listed<InvoiceState['creditNotes'][number]>({ id: textCodec, number: textCodec }),
    ),
    voided: optional(
      object<NonNullable<InvoiceState['voided']>>({ at: timestampCodec, reason: textCodec }),
    ),
    applications: optional(
      list(
        row<NonNullable<InvoiceState['applications']>[number]>({
          id: textCodec,
          payment: textCodec,
          amount: nanosCodec,
        }),
      ),
    ),
    writeOffs: optional(
      list(
        row<NonNullable<InvoiceState['writeOffs']>[number]>({
          id: textCodec,
          amount: nanosCodec,
          reason: textCodec,
          at: timestampCodec,
        }),
      ),
    ),
    reminders: optional(
      list(
        row<InvoiceReminder>({
          id: textCodec,
          level: integerCodec,
          day: textCodec,
          afterDays: integerCodec,
        }),
      ),
    ),
    paused: optional(
      object<NonNullable<InvoiceState['paused']>>({ until: textCodec, reason: textCodec }),
    ),
  });
