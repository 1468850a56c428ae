import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ActionProps, Invoice } from './action-props.ts';
import { CreditDialog } from './credit-dialog.tsx';
import { IssueDialog } from './issue-dialog.tsx';
import { PaymentDialog } from './payment-dialog.tsx';
import { VoidDialog } from './void-dialog.tsx';
import { WriteOffDialog } from './write-off-dialog.tsx';

const actions = {
  issue: {
    name: 'Issue …',
    Dialog: ({ invoice, ...rest }: ActionProps) => <IssueDialog draft={invoice} {...rest} />,
  },
  pay: { name: 'Record a payment …', Dialog: PaymentDialog },
  credit: { name: 'Credit …', Dialog: CreditDialog },
  void: { name: 'Void …', Dialog: VoidDialog },
  writeOff: { name: 'Write off …', Dialog: WriteOffDialog },
} as const;

type ActionName = keyof typeof actions;

/** What can be done with an invoice as it stands. */
function actionsOf({ status, paymentState, parked }: Invoice): readonly ActionName[] {
  const now = paymentState?.status ?? status;
  if (now === 'draft') return parked === undefined ? [] : ['issue'];
  if (now === 'void' || now === 'credited') return [];
  // One with credit notes cannot be void any more.
  const isVoidable = (paymentState?.creditNotes ?? []).length === 0;
  const others: readonly ActionName[] = isVoidable ? ['credit', 'void'] : ['credit'];
  if (now === 'paid') return others;
  return now === 'uncollectible' ? ['pay', ...others] : ['pay', ...others, 'writeOff'];
}

export function InvoiceActions({
  invoice,
  onDone,
}: Omit<ActionProps, 'onClose'>): JSX.Element | null {
  const [open, setOpen] = useState<ActionName>();
  const possible = actionsOf(invoice);
  if (possible.length === 0) return null;
  const Dialog = open === undefined ? undefined : actions[open].Dialog;
  const close = (): void => {
    setOpen(undefined);
  };
  return (
    <p class="buttons">
      {possible.map((name, index) => (
        <button
          key={name}
          type="button"
          class={index === 0 ? 'primary' : undefined}
          onClick={() => {
            setOpen(name);
          }}
        >
          {actions[name].name}
        </button>
      ))}
      {Dialog === undefined ? null : (
        <Dialog
          invoice={invoice}
          onClose={close}
          onDone={() => {
            close();
            onDone();
          }}
        />
      )}
    </p>
  );
}
