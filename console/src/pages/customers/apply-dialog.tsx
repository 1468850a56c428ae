import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { FormDialog } from '../../ui/dialog.tsx';
import { Money } from '../../ui/facts.tsx';
import { Field } from '../../ui/field.tsx';
import { useChange } from '../../use-change.ts';
import type { PaymentActionProps } from './payment-action-props.ts';

/** Applies unapplied money of a payment to an invoice. */
export function ApplyDialog({ payment, onDone, onClose }: PaymentActionProps): JSX.Element {
  const [invoice, setInvoice] = useState('');
  const [amount, setAmount] = useState('');
  const { ask, isAsking, error } = useChange('POST /v1/payments/{id}/applications');
  const apply = async (): Promise<void> => {
    const body = { invoice, ...(amount === '' ? {} : { amount }) };
    const done = await ask({ path: { id: payment.id }, body });
    if (done !== undefined) onDone();
  };
  return (
    <FormDialog
      title={`Apply ${payment.reference}`}
      submit="Apply"
      {...{ isAsking, error, onClose }}
      onSubmit={() => void apply()}
    >
      <p>
        Unapplied is <Money amount={payment.amountUnapplied} currency={payment.currency} />.
      </p>
      <Field label="Invoice" hint="Its number." value={invoice} onValue={setInvoice} required />
      <Field
        label={`Amount (${payment.currency}, optional)`}
        hint="All that is unapplied and due where left out."
        value={amount}
        onValue={setAmount}
        inputMode="decimal"
      />
    </FormDialog>
  );
}
