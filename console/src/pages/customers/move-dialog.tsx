import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { FormDialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { useChange } from '../../use-change.ts';
import type { PaymentActionProps } from './payment-action-props.ts';

/** Moves unapplied money to the payer whose it is. The same reference is the same move. */
export function MoveDialog({ payment, onDone, onClose }: PaymentActionProps): JSX.Element {
  const [asked, setAsked] = useState({
    customer: '',
    amount: payment.amountUnapplied,
    reference: '',
  });
  const { ask, isAsking, error } = useChange('POST /v1/payments/{id}/move');
  const field = (name: keyof typeof asked) => ({
    value: asked[name],
    onValue: (value: string) => {
      setAsked((before) => ({ ...before, [name]: value }));
    },
  });
  const move = async (): Promise<void> => {
    const done = await ask({ path: { id: payment.id }, body: asked });
    if (done !== undefined) onDone();
  };
  return (
    <FormDialog
      title={`Move ${payment.reference}`}
      submit="Move"
      {...{ isAsking, error, onClose }}
      onSubmit={() => void move()}
    >
      <p>It was paid for somebody else: it becomes a payment of theirs, unapplied.</p>
      <Field
        label="To the payer"
        hint="The key of a customer, or subject: and a subject."
        {...field('customer')}
        required
      />
      <Field
        label={`Amount (${payment.currency})`}
        {...field('amount')}
        required
        inputMode="decimal"
      />
      <Field
        label="Reference"
        hint="Your word for it. The same reference is the same move."
        {...field('reference')}
        required
      />
    </FormDialog>
  );
}
