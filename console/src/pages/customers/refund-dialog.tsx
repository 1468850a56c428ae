import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { FormDialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { useChange } from '../../use-change.ts';
import type { PaymentActionProps } from './payment-action-props.ts';

/** Records that unapplied money was paid back. The same reference over the same rail is the same refund. */
export function RefundDialog({ payment, onDone, onClose }: PaymentActionProps): JSX.Element {
  const [asked, setAsked] = useState({
    amount: payment.amountUnapplied,
    rail: payment.rail,
    reference: '',
  });
  const { ask, isAsking, error } = useChange('POST /v1/payments/{id}/refunds');
  const field = (name: keyof typeof asked) => ({
    value: asked[name],
    onValue: (value: string) => {
      setAsked((before) => ({ ...before, [name]: value }));
    },
  });
  const refund = async (): Promise<void> => {
    const done = await ask({ path: { id: payment.id }, body: asked });
    if (done !== undefined) onDone();
  };
  return (
    <FormDialog
      title={`Refund ${payment.reference}`}
      submit="Record"
      {...{ isAsking, error, onClose }}
      onSubmit={() => void refund()}
    >
      <p>Nothing is sent to a bank: this records what was paid back.</p>
      <Field
        label={`Amount (${payment.currency})`}
        {...field('amount')}
        required
        inputMode="decimal"
      />
      <Field label="Over" hint="Such as bank or card." {...field('rail')} required />
      <Field
        label="Reference"
        hint="What names it on the statement of the bank. The same reference is the same refund."
        {...field('reference')}
        required
      />
    </FormDialog>
  );
}
