import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { AnswerOf } from '../../api.ts';
import { linkTo } from '../../place.ts';
import { Download } from '../../ui/download.tsx';
import { At, Money } from '../../ui/facts.tsx';
import { Table } from '../../ui/table.tsx';
import { ReverseDialog } from '../customers/reverse-dialog.tsx';

type Invoice = AnswerOf<'GET /v1/invoices/{id}'> & { readonly type: 'invoice' };
type PaymentState = NonNullable<Invoice['paymentState']>;

/** What has become of an invoice: what was paid and credited, and of what its payer was reminded. */
export function InvoicePayments({
  invoice: { paymentState, currency },
  onDone,
}: {
  readonly invoice: Invoice;
  readonly onDone: () => void;
}): JSX.Element | null {
  if (paymentState === undefined) return null;
  const { payments, creditNotes } = paymentState;
  return (
    <>
      <h2>Payments and credit notes</h2>
      {payments.length === 0 ? (
        <p class="quiet">No payment is recorded.</p>
      ) : (
        <Payments {...{ payments, currency, onDone }} />
      )}
      {creditNotes.map(({ id, number }) => (
        <p key={id}>
          Credited by <a href={linkTo('invoices', id)}>{number}</a>
        </p>
      ))}
      <Reminders state={paymentState} />
    </>
  );
}

function Payments({
  payments,
  currency,
  onDone,
}: Pick<PaymentState, 'payments'> & {
  readonly currency: string;
  readonly onDone: () => void;
}): JSX.Element {
  const [open, setOpen] = useState<PaymentState['payments'][number]>();
  const close = (): void => {
    setOpen(undefined);
  };
  return (
    <>
      <Table
        caption="Payments"
        rows={payments}
        keyOf={({ id }) => id}
        columns={[
          {
            title: 'received',
            cell: ({ receivedAt, receivedOn }) => receivedOn ?? <At instant={receivedAt} />,
          },
          { title: 'over', cell: ({ rail }) => rail },
          { title: 'reference', cell: ({ reference }) => reference },
          {
            title: 'amount',
            isNumber: true,
            cell: ({ amount }) => <Money amount={amount} currency={currency} />,
          },
          {
            title: 'what to do',
            cell: (payment) => (
              <button
                type="button"
                aria-label={`Reverse ${payment.reference}`}
                onClick={() => {
                  setOpen(payment);
                }}
              >
                Reverse …
              </button>
            ),
          },
        ]}
      />
      {open === undefined ? null : (
        <ReverseDialog
          payment={{ ...open, currency }}
          onClose={close}
          onDone={() => {
            close();
            onDone();
          }}
        />
      )}
    </>
  );
}

function Reminders({ state }: { readonly state: PaymentState }): JSX.Element | null {
  const { reminders = [], remindersPausedUntil: until } = state;
  if (reminders.length === 0 && until === undefined) return null;
  return (
    <>
      <h2>Reminders</h2>
      {until === undefined ? null : <p class="notice">They are paused until {until}.</p>}
      {reminders.length === 0 ? null : (
        <Table
          caption="Reminders"
          rows={reminders}
          keyOf={({ id }) => id}
          columns={[
            { title: 'day', cell: ({ day }) => day },
            { title: 'step', isNumber: true, cell: ({ level }) => String(level) },
            {
              title: 'letter of today',
              cell: ({ id }) => (
                <Download
                  path={`/v1/reminders/${encodeURIComponent(id)}`}
                  query={{ format: 'pdf' }}
                  name={`${id}.pdf`}
                >
                  PDF
                </Download>
              ),
            },
          ]}
        />
      )}
    </>
  );
}
