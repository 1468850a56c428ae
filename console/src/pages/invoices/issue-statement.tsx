import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Draft } from './action-props.ts';
import { IssueDialog } from './issue-dialog.tsx';

/** Of a statement that waits for a person: the way to close its month. All else is done to invoices. */
export function IssueStatement({
  statement,
  onDone,
}: {
  readonly statement: Draft;
  readonly onDone: () => void;
}): JSX.Element {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <p class="buttons">
      <button type="button" class="primary" onClick={() => setIsOpen(true)}>
        Issue …
      </button>
      {isOpen ? (
        <IssueDialog
          draft={statement}
          onClose={() => setIsOpen(false)}
          onDone={() => {
            setIsOpen(false);
            onDone();
          }}
        />
      ) : null}
    </p>
  );
}
