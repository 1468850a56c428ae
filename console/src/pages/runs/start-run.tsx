import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { FormDialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { useChange } from '../../use-change.ts';
import type { Run } from './run-words.ts';

/** Starts the run of a month; past checks that hold it only with a reason, which the books keep. */
export function StartRun({
  run,
  onStarted,
}: {
  readonly run: Run;
  readonly onStarted: () => void;
}): JSX.Element {
  const [isOpen, setIsOpen] = useState(false);
  const [reason, setReason] = useState('');
  const { ask, isAsking, error, forget } = useChange('POST /v1/billing-runs');
  const { period, waitingFor } = run;
  const close = (): void => {
    setIsOpen(false);
    forget();
  };
  const start = async (): Promise<void> => {
    const overrides = reason === '' ? [] : waitingFor.map(({ code }) => ({ check: code, reason }));
    const body = { period, ...(overrides.length === 0 ? {} : { overrides }) };
    if ((await ask({ body })) === undefined) return;
    close();
    onStarted();
  };
  return (
    <p class="buttons">
      <button
        type="button"
        class="primary"
        onClick={() => {
          setIsOpen(true);
        }}
      >
        Bill {period} …
      </button>
      {isOpen ? (
        <FormDialog
          title={`Bill ${period}`}
          submit="Start"
          {...{ isAsking, error }}
          onClose={close}
          onSubmit={() => void start()}
        >
          <p>
            Every customer whose month has ended gets an invoice, or a draft to look at. It is safe
            to start it again: nobody is billed twice.
          </p>
          {waitingFor.length === 0 ? null : (
            <Field
              label="Go past what it waits for, because"
              hint={`${waitingFor.map(({ code }) => code).join(', ')}. Left empty, the run looks again whether it still has to wait.`}
              value={reason}
              onValue={setReason}
            />
          )}
        </FormDialog>
      ) : null}
    </p>
  );
}
