import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { FormDialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { useChange } from '../../use-change.ts';
import type { QuarantineEntry } from './quarantine-question.ts';

/** Closes one entry without counting its event, and asks why. */
export function DismissDialog({
  entry: { id, event, detail },
  onDone,
  onClose,
}: {
  readonly entry: QuarantineEntry;
  readonly onDone: (said: string) => void;
  readonly onClose: () => void;
}): JSX.Element {
  const { isAsking, error, ask } = useChange('POST /v1/quarantine/{id}/dismiss');
  const [reason, setReason] = useState('');
  const dismiss = async (): Promise<void> => {
    const answer = await ask({ path: { id }, body: { reason: reason.trim() } });
    if (answer !== undefined) onDone(`${event.id} is dismissed: it is not counted.`);
  };
  return (
    <FormDialog
      title={`Dismiss ${event.id}`}
      submit="Dismiss it"
      isAsking={isAsking}
      error={error}
      onSubmit={() => void dismiss()}
      onClose={onClose}
    >
      <p>
        The event is not counted, and nobody is billed for it. It is here because {detail}. What is
        dismissed stays dismissed.
      </p>
      <Field
        label="Why"
        hint="For whoever audits it, such as: sent twice by a broken job."
        value={reason}
        onValue={setReason}
        required
        pattern=".*\S.*"
      />
    </FormDialog>
  );
}
