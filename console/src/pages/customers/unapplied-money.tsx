import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { At, Money } from '../../ui/facts.tsx';
import { Answered } from '../../ui/states.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { useAnswer } from '../../use-answer.ts';
import { ApplyDialog } from './apply-dialog.tsx';
import { MoveDialog } from './move-dialog.tsx';
import type { PaymentActionProps } from './payment-action-props.ts';
import { RefundDialog } from './refund-dialog.tsx';
import { ReverseDialog } from './reverse-dialog.tsx';

type Payment = PaymentActionProps['payment'];

const dialogs = {
  Apply: ApplyDialog,
  Refund: RefundDialog,
  Move: MoveDialog,
  Reverse: ReverseDialog,
} as const;

/** What a payer has paid that is for no invoice yet, and what can be done with it. */
export function UnappliedMoney({ payer }: { readonly payer: string }): JSX.Element {
  const query = { customer: payer, unapplied: 'true' } as const;
  const asked = useAnswer('GET /v1/payments', { query });
  return (
    <Answered asked={asked} what="payments">
      {({ payments }) =>
        payments.length === 0 ? (
          <p class="quiet">All that was paid is for an invoice, or went back.</p>
        ) : (
          <>
            <p class="notice">
              The next invoice uses it, the oldest first. It can be applied to an invoice before
              that, be paid back, or be moved to the payer whose it is.
            </p>
            <Payments payments={payments} onDone={asked.reload} />
          </>
        )
      }
    </Answered>
  );
}

const columns: readonly Column<Payment>[] = [
  {
    title: 'received',
    cell: ({ receivedAt, receivedOn }) => receivedOn ?? <At instant={receivedAt} />,
  },
  { title: 'over', cell: ({ rail, wallet }) => (wallet === true ? `${rail}, wallet` : rail) },
  { title: 'reference', cell: ({ reference }) => reference },
  {
    title: 'amount',
    isNumber: true,
    cell: ({ amount, currency }) => <Money amount={amount} currency={currency} />,
  },
  {
    title: 'unapplied',
    isNumber: true,
    cell: ({ amountUnapplied, currency }) => <Money amount={amountUnapplied} currency={currency} />,
  },
];

/** What is in a wallet is paid back from there, and is not moved. */
const isHere = ({ wallet }: Payment): boolean => wallet !== true;

function Payments({
  payments,
  onDone,
}: {
  readonly payments: readonly Payment[];
  readonly onDone: () => void;
}): JSX.Element {
  const [open, setOpen] = useState<{ of: keyof typeof dialogs; payment: Payment }>();
  const Dialog = open === undefined ? undefined : dialogs[open.of];
  const close = (): void => {
    setOpen(undefined);
  };
  const button = (of: keyof typeof dialogs, payment: Payment): JSX.Element => (
    <button
      type="button"
      aria-label={`${of} ${payment.reference}`}
      onClick={() => {
        setOpen({ of, payment });
      }}
    >
      {of} …
    </button>
  );
  const actions = (payment: Payment): JSX.Element => (
    <>
      {button('Apply', payment)} {isHere(payment) && button('Refund', payment)}{' '}
      {isHere(payment) && button('Move', payment)} {button('Reverse', payment)}
    </>
  );
  return (
    <>
      <Table
        caption="Payments with unapplied money"
        rows={payments}
        keyOf={({ id }) => id}
        columns={[...columns, { title: 'what to do', cell: actions }]}
      />
      {open === undefined || Dialog === undefined ? null : (
        <Dialog
          payment={open.payment}
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
