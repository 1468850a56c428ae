import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { linkTo } from '../../place.ts';
import { useApi } from '../../session.ts';
import { FormDialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { counted } from '../../words.ts';
import { issueAll } from './issue-all.ts';

interface DraftsProps {
  readonly period: string;
  readonly count: number;
  readonly onDone: () => void;
}

/** Issues all drafts of a month, one after the other, as a person has looked at them. */
export function IssueDrafts(drafts: DraftsProps): JSX.Element {
  const { period, count, onDone } = drafts;
  const [isOpen, setIsOpen] = useState(false);
  const close = (): void => {
    setIsOpen(false);
    onDone();
  };
  return (
    <p class="notice waiting">
      {counted(count, 'draft')} {count === 1 ? 'waits' : 'wait'} for you.{' '}
      <a href={linkTo('invoices', undefined, { status: 'draft', period })}>Look at them</a>{' '}
      <button
        type="button"
        onClick={() => {
          setIsOpen(true);
        }}
      >
        Issue all …
      </button>
      {isOpen ? <IssueDialog {...drafts} onDone={close} /> : null}
    </p>
  );
}

/** Whoever leaves it while it asks has no more issued than the one that is under way. */
function IssueDialog({ period, count, onDone }: DraftsProps): JSX.Element {
  const api = useApi();
  const [reason, setReason] = useState('');
  const [issued, setIssued] = useState<number>();
  const [error, setError] = useState<unknown>();
  const under = useRef<AbortController>(undefined);
  const issue = async (): Promise<void> => {
    setError(undefined);
    const stop = new AbortController();
    under.current = stop;
    try {
      await issueAll(api, { period, reason }, setIssued, stop.signal);
      if (!stop.signal.aborted) onDone();
    } catch (failure) {
      setError(failure);
    }
    setIssued(undefined);
  };
  return (
    <FormDialog
      title={`Issue ${counted(count, 'draft')} of ${period}`}
      submit="Issue all"
      isAsking={issued !== undefined}
      error={error}
      onClose={() => {
        under.current?.abort();
        onDone();
      }}
      onSubmit={() => void issue()}
    >
      <p>
        Each invoice gets a number, a statement closes its month without one, and neither ever
        changes from then on. It stops at one that has changed meanwhile.
      </p>
      <Field
        label="Reason"
        hint="Why, for whoever audits it."
        value={reason}
        onValue={setReason}
        required
      />
      {issued === undefined ? null : (
        <p role="status">{counted(issued, 'draft')} issued so far …</p>
      )}
    </FormDialog>
  );
}
