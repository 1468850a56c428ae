import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { FormDialog } from '../../ui/dialog.tsx';
import { Money } from '../../ui/facts.tsx';
import { Field } from '../../ui/field.tsx';
import { useChange } from '../../use-change.ts';
import type { ActionProps } from './action-props.ts';

/** Says that what is due is not hoped for any more. */
export function WriteOffDialog({ invoice, onDone, onClose }: ActionProps): JSX.Element {
  const [reason, setReason] = useState('');
  const { ask, isAsking, error } = useChange('POST /v1/invoices/{id}/write-off');
  const writeOff = async (): Promise<void> => {
    const done = await ask({ path: { id: invoice.id }, body: { reason } });
    if (done !== undefined) onDone();
  };
  const due = invoice.paymentState?.amountDue ?? invoice.total;
  return (
    <FormDialog
      title={`Write off ${invoice.number ?? 'it'}`}
      submit="Write off"
      {...{ isAsking, error, onClose }}
      onSubmit={() => void writeOff()}
    >
      <p>
        <Money amount={due} currency={invoice.currency} /> is not due any more. Money that comes for
        it later takes that back. Taxes stay as they are.
      </p>
      <Field
        label="Reason"
        hint="Why, for whoever audits it."
        value={reason}
        onValue={setReason}
        required
      />
    </FormDialog>
  );
}
