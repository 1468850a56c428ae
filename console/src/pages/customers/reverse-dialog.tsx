import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { FormDialog } from '../../ui/dialog.tsx';
import { Choice, Field } from '../../ui/field.tsx';
import { useChange } from '../../use-change.ts';
import type { PaymentActionProps } from './payment-action-props.ts';

const reasons = [
  { value: 'chargeback', name: 'a card holder objected' },
  { value: 'returned', name: 'a debit or transfer bounced' },
  { value: 'other', name: 'something else' },
] as const;
type Reason = (typeof reasons)[number]['value'];

interface ReverseProps extends Omit<PaymentActionProps, 'payment'> {
  readonly payment: Pick<PaymentActionProps['payment'], 'id' | 'reference' | 'currency'>;
}

/** Records that money was taken back from us. The same reference is the same reversal. */
export function ReverseDialog({ payment, onDone, onClose }: ReverseProps): JSX.Element {
  const [reason, setReason] = useState<Reason>('chargeback');
  const [amount, setAmount] = useState('');
  const [reference, setReference] = useState('');
  const { ask, isAsking, error } = useChange('POST /v1/payments/{id}/reversals');
  const reverse = async (): Promise<void> => {
    const body = { reason, reference, ...(amount === '' ? {} : { amount }) };
    const done = await ask({ path: { id: payment.id }, body });
    if (done !== undefined) onDone();
  };
  return (
    <FormDialog
      title={`Reverse ${payment.reference}`}
      submit="Record"
      {...{ isAsking, error, onClose }}
      onSubmit={() => void reverse()}
    >
      <p>
        This records that the money was taken back from you. Unapplied money goes first, then what
        was applied last: those invoices are due again.
      </p>
      <Choice
        label="Because"
        value={reason}
        onValue={(value) => {
          setReason(reasons.find((one) => one.value === value)?.value ?? 'other');
        }}
        options={reasons}
      />
      <Field
        label={`Amount (${payment.currency})`}
        hint="All that is left of the payment where empty."
        value={amount}
        onValue={setAmount}
        inputMode="decimal"
      />
      <Field
        label="Reference"
        hint="What names it at the bank or the rail. The same reference is the same reversal."
        value={reference}
        onValue={setReference}
        required
      />
    </FormDialog>
  );
}
