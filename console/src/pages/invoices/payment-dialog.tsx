import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { isMore } from '../../exact.ts';
import { FormDialog } from '../../ui/dialog.tsx';
import { Money } from '../../ui/facts.tsx';
import { Field } from '../../ui/field.tsx';
import { useChange } from '../../use-change.ts';
import type { ActionProps } from './action-props.ts';

/** Records money that came. The same reference over the same rail is the same payment, however often it is recorded. */
export function PaymentDialog({ invoice, onDone, onClose }: ActionProps): JSX.Element {
  const due = invoice.paymentState?.amountDue ?? invoice.total;
  const [asked, setAsked] = useState({ rail: 'bank', reference: '', amount: due, receivedAt: '' });
  const { ask, isAsking, error } = useChange('POST /v1/invoices/{id}/payments');
  const field = (name: keyof typeof asked) => ({
    value: asked[name],
    onValue: (value: string) => {
      setAsked((before) => ({ ...before, [name]: value }));
    },
  });
  const record = async (): Promise<void> => {
    const { receivedAt, ...payment } = asked;
    const body = receivedAt === '' ? payment : asked;
    const done = await ask({ path: { id: invoice.id }, body });
    if (done !== undefined) onDone();
  };
  return (
    <FormDialog
      title={`Record a payment of ${invoice.number ?? 'it'}`}
      submit="Record"
      {...{ isAsking, error, onClose }}
      onSubmit={() => void record()}
    >
      <p>
        Due is <Money amount={due} currency={invoice.currency} />.
      </p>
      <Field
        label={`Amount (${invoice.currency})`}
        {...field('amount')}
        required
        inputMode="decimal"
      />
      {isMore(asked.amount, due) ? (
        <p class="notice waiting">
          That is more than is due. What is over is the customer’s, unapplied: the next invoice uses
          it, or it is paid back.
        </p>
      ) : null}
      <Field label="Over" hint="Such as bank or card." {...field('rail')} required />
      <Field
        label="Reference"
        hint="What names it on the statement of the bank, in letters, digits and _ . : / + - alone. The same reference is the same payment."
        {...field('reference')}
        required
      />
      <Field
        label="Day it came (optional)"
        hint="As 2026-11-29, where the seller is; now where left out."
        {...field('receivedAt')}
        pattern="\d{4}-\d\d-\d\d"
      />
    </FormDialog>
  );
}
