import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { linkTo } from '../../place.ts';
import { useApi } from '../../session.ts';
import { FormDialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { counted } from '../../words.ts';
import { issueAll } from './issue-all.ts';

/** Issues all drafts of a month, one after the other, as a person has looked at them. */
export function IssueDrafts({
  period,
  count,
  onDone,
}: {
  readonly period: string;
  readonly count: number;
  readonly onDone: () => void;
}): JSX.Element {
  const api = useApi();
  const [isOpen, setIsOpen] = useState(false);
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
      setIsOpen(false);
      onDone();
    } catch (failure) {
      setError(failure);
    }
    setIssued(undefined);
  };
  return (
    <p class="notice waiting">
      {counted(count, 'draft')} waits for you.{' '}
      <a href={linkTo('invoices', undefined, { status: 'draft', period })}>Look at them</a>{' '}
      <button
        type="button"
        onClick={() => {
          setIsOpen(true);
        }}
      >
        Issue all …
      </button>
      {isOpen ? (
        <FormDialog
          title={`Issue ${counted(count, 'draft')} of ${period}`}
          submit="Issue all"
          isAsking={issued !== undefined}
          error={error}
          onClose={() => {
            under.current?.abort();
            setIsOpen(false);
          }}
          onSubmit={() => void issue()}
        >
          <p>
            Each gets a number, and never changes from then on. One that has changed meanwhile is
            left.
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
      ) : null}
    </p>
  );
}
