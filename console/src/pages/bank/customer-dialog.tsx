import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { BankEntry } from '../../../../sdk/src/contract/index.ts';
import { useApi } from '../../session.ts';
import { FormDialog } from '../../ui/dialog.tsx';
import { Money } from '../../ui/facts.tsx';
import { Field } from '../../ui/field.tsx';
import { useTask } from '../../use-task.ts';
import { bookEntry } from './book-entries.ts';

/** Asks whose money it is that came, where that is not known. */
export function CustomerDialog({
  entry,
  onDone,
  onClose,
}: {
  readonly entry: BankEntry;
  readonly onDone: () => void;
  readonly onClose: () => void;
}): JSX.Element {
  const api = useApi();
  const { isAsking, error, run } = useTask();
  const candidates = entry.proposal?.candidates ?? [];
  const [customer, setCustomer] = useState(candidates[0] ?? '');
  const book = async (): Promise<void> => {
    const done = await run(async () => {
      await bookEntry(api, entry, customer.trim());
      return true;
    });
    if (done === true) onDone();
  };
  return (
    <FormDialog
      title={`Whose is entry ${entry.place}?`}
      submit="Book"
      {...{ isAsking, error, onClose }}
      onSubmit={() => void book()}
    >
      <p>
        <Money amount={entry.amount} currency={entry.currency} /> from{' '}
        {entry.name ?? 'nobody named'}: {entry.text}
      </p>
      <Field
        label="Customer"
        hint="Its key. The money pays what is due first; what is more waits for the next invoice."
        value={customer}
        onValue={setCustomer}
        suggestions={candidates}
        required
      />
    </FormDialog>
  );
}
