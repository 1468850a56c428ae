import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useApi } from '../../session.ts';
import { FormDialog } from '../../ui/dialog.tsx';
import { Choice, Field } from '../../ui/field.tsx';
import { counted } from '../../words.ts';
import { actOnMany, filterOf, type ManyChange, type ManyDone } from './act-on-many.ts';
import { reasonNames, reasons } from './quarantine-question.ts';

const words = {
  retry: {
    title: 'Retry many',
    submit: 'Retry them',
    did: 'sent again',
    means: 'All open events that fit are counted, however old they are. Conflicts are left.',
  },
  dismiss: {
    title: 'Dismiss many',
    submit: 'Dismiss them',
    did: 'dismissed',
    means: 'All open events that fit are closed without being counted. That stays so.',
  },
} as const;

const emptyForm = { reason: '', source: '', type: '', subject: '', why: '' };

/** Decides of all open entries that fit, part by part, and says how far it is. */
export function ManyDialog({
  action,
  onDone,
  onClose,
}: {
  readonly action: ManyChange['action'];
  readonly onDone: (said: string) => void;
  readonly onClose: () => void;
}): JSX.Element {
  const api = useApi();
  const { title, submit, did, means } = words[action];
  const [written, setWritten] = useState(emptyForm);
  const [error, setError] = useState<unknown>();
  const [soFar, setSoFar] = useState<ManyDone>();
  const [isAsking, setIsAsking] = useState(false);
  const [stop] = useState(() => new AbortController());
  const field = (name: keyof typeof written) => ({
    value: written[name],
    onValue: (value: string) => {
      setWritten((before) => ({ ...before, [name]: value }));
    },
  });
  const act = async (): Promise<void> => {
    setError(undefined);
    setIsAsking(true);
    const filter = filterOf(written);
    try {
      const change = {
        filter,
        ...(action === 'retry' ? { action } : { action, reason: written.why }),
      };
      const done = await actOnMany(api, change as ManyChange, setSoFar, stop.signal);
      onDone(doneText(done, did));
    } catch (failure) {
      if (stop.signal.aborted) onClose();
      setError(failure);
      setIsAsking(false);
    }
  };
  // Whoever leaves it while it asks is told how far it came.
  const leave = (): void => {
    stop.abort();
    if (!isAsking) onClose();
  };
  return (
    <FormDialog {...{ title, submit, isAsking, error }} onClose={leave} onSubmit={() => void act()}>
      <p>{means} Left empty, a field leaves nothing out.</p>
      {soFar === undefined ? null : <p role="status">So far: {doneText(soFar, did)}</p>}
      <Choice
        label="Only of this reason"
        {...field('reason')}
        options={reasons.map((value) => ({ value, name: reasonNames[value] }))}
      />
      <Field label="Only of this source" {...field('source')} />
      <Field label="Only of this type" {...field('type')} />
      <Field label="Only of this subject" {...field('subject')} />
      {action === 'retry' ? null : (
        <Field
          label="Why"
          hint="For whoever audits it."
          {...field('why')}
          required
          pattern=".*\S.*"
        />
      )}
    </FormDialog>
  );
}

const doneText = ({ done, skipped }: ManyDone, did: string): string =>
  `${counted(done, 'event')} ${did}${skipped === 0 ? '' : `, ${skipped} left as they are`}.`;
