import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { FormDialog } from '../../ui/dialog.tsx';
import { Money } from '../../ui/facts.tsx';
import { Field } from '../../ui/field.tsx';
import { useChange } from '../../use-change.ts';
import type { ActionProps, Draft } from './action-props.ts';

/** Issues a draft as it was looked at: with its fingerprint, so that one that has changed since is refused. */
export function IssueDialog({
  draft,
  onDone,
  onClose,
}: Omit<ActionProps, 'invoice'> & { readonly draft: Draft }): JSX.Element {
  const [reason, setReason] = useState('');
  const { ask, isAsking, error } = useChange('POST /v1/invoices/{id}/issue');
  const { id, customer, total, currency, parked } = draft;
  const issue = async (): Promise<void> => {
    const fingerprint = parked === undefined ? {} : { fingerprint: parked.fingerprint };
    const done = await ask({ path: { id }, body: { reason, ...fingerprint } });
    if (done !== undefined) onDone();
  };
  return (
    <FormDialog
      title="Issue the draft"
      submit="Issue"
      {...{ isAsking, error, onClose }}
      onSubmit={() => void issue()}
    >
      <p>
        {customer}, <Money amount={total} currency={currency} />.{' '}
        {draft.type === 'invoice' ? 'It gets a number' : 'It closes the month without an invoice'},
        and never changes from then on.
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
