import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { FormDialog } from '../../ui/dialog.tsx';
import { useChange } from '../../use-change.ts';
import { counted } from '../../words.ts';
import { approvalAdvice, type PayoutRun } from './payout-words.ts';
import { Sums } from './sums.tsx';

/** Approves a run, as a person has looked at it; with the key that prepared it, that is refused. */
export function ApproveRun({
  run: { id, count, sums, madeBy },
  onDone,
}: {
  readonly run: PayoutRun;
  readonly onDone: () => void;
}): JSX.Element {
  const [isOpen, setIsOpen] = useState(false);
  const { ask, isAsking, error, forget } = useChange('POST /v1/payout-runs/{id}/approve');
  const advice = approvalAdvice(error);
  const close = (): void => {
    setIsOpen(false);
    forget();
  };
  const approve = async (): Promise<void> => {
    if ((await ask({ path: { id } })) === undefined) return;
    close();
    onDone();
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
        Approve it …
      </button>
      {isOpen ? (
        <FormDialog
          title={`Approve ${id}`}
          submit="Approve"
          {...{ isAsking, error }}
          onClose={close}
          onSubmit={() => void approve()}
        >
          <p>
            {counted(count, 'payout')}. Nobody but who prepared the run has agreed to it yet.
            Nothing is taken before it is submitted.
          </p>
          <Sums sums={sums} />
          <p>
            It was prepared by the key {madeBy}. Another key has to approve it, one with the scope{' '}
            <code>payouts:approve</code>.
          </p>
          {advice === undefined ? null : <p class="notice waiting">{advice}</p>}
        </FormDialog>
      ) : null}
    </p>
  );
}
