import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { FormDialog } from '../../ui/dialog.tsx';
import { Choice, Field } from '../../ui/field.tsx';
import { useChange } from '../../use-change.ts';
import type { ActionProps } from './action-props.ts';

/** Makes an invoice void: its number stays taken, and its month is billed again unless that is forgiven. */
export function VoidDialog({ invoice, onDone, onClose }: ActionProps): JSX.Element {
  const [reason, setReason] = useState('');
  const [afterwards, setAfterwards] = useState('rebill');
  const { ask, isAsking, error } = useChange('POST /v1/invoices/{id}/void');
  const voidIt = async (): Promise<void> => {
    const then = afterwards === 'forgive' ? 'forgive' : 'rebill';
    const done = await ask({ path: { id: invoice.id }, body: { reason, afterwards: then } });
    if (done !== undefined) onDone();
  };
  return (
    <FormDialog
      title={`Void ${invoice.number ?? 'it'}`}
      submit="Void"
      {...{ isAsking, error, onClose }}
      onSubmit={() => void voidIt()}
    >
      <p>
        It was never owed, then. This cannot be taken back. What was paid of it is the customer’s,
        unapplied.
      </p>
      <Field
        label="Reason"
        hint="Why, for whoever audits it."
        value={reason}
        onValue={setReason}
        required
      />
      <Choice
        label="Afterwards"
        value={afterwards}
        onValue={setAfterwards}
        options={[
          { value: 'rebill', name: 'the month is open, and is billed again' },
          { value: 'forgive', name: 'the month stays closed: nothing is charged for it' },
        ]}
      />
    </FormDialog>
  );
}
