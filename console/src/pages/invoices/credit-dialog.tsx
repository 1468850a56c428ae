import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { FormDialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { useChange } from '../../use-change.ts';
import type { ActionProps } from './action-props.ts';
import { creditedLines } from './credited-lines.ts';

/** Gives back an invoice, or part of it, by a credit note. */
export function CreditDialog({ invoice, onDone, onClose }: ActionProps): JSX.Element {
  const [reason, setReason] = useState('');
  const [amounts, setAmounts] = useState<Readonly<Record<string, string>>>({});
  const { ask, isAsking, error } = useChange('POST /v1/invoices/{id}/credit-notes');
  const lines = creditedLines(amounts);
  const credit = async (): Promise<void> => {
    const part = lines.length === 0 ? {} : { lines };
    const done = await ask({ path: { id: invoice.id }, body: { reason, ...part } });
    if (done !== undefined) onDone();
  };
  return (
    <FormDialog
      title={`Credit ${invoice.number ?? 'it'}`}
      submit={lines.length === 0 ? 'Credit all of it' : 'Credit these lines'}
      {...{ isAsking, error, onClose }}
      onSubmit={() => void credit()}
    >
      <Field
        label="Reason"
        hint="Why, for whoever audits it."
        value={reason}
        onValue={setReason}
        required
      />
      <fieldset>
        <legend>How much of which lines</legend>
        <p class="hint">
          Without tax. A line that is left empty is not credited. Where all are left empty, all that
          is not credited yet is.
        </p>
        {invoice.lines.map(({ id, description, amount }) => (
          <Field
            key={id}
            label={`${id}: ${description}`}
            hint={`Of ${amount} ${invoice.currency}`}
            value={amounts[id] ?? ''}
            onValue={(value) => {
              setAmounts((before) => ({ ...before, [id]: value }));
            }}
            inputMode="decimal"
          />
        ))}
      </fieldset>
    </FormDialog>
  );
}
