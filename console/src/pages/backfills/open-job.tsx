import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type Fault, faultIn, faultsOf } from '../../faults.ts';
import { goTo } from '../../go.ts';
import { Choice, Field } from '../../ui/field.tsx';
import { Failed } from '../../ui/states.tsx';
import { useChange } from '../../use-change.ts';
import { billingWords } from './job-words.ts';
import { emptyJob, jobFrom, type WrittenJob } from './written-job.ts';

type FieldOf = (
  name: keyof WrittenJob,
  param?: string,
) => {
  readonly value: string;
  readonly fault: string | undefined;
  readonly onValue: (value: string) => void;
};

/** A job that is to be new. Its events are sent at a terminal, or by a program. */
export function OpenJob(): JSX.Element {
  const [written, setWritten] = useState(emptyJob);
  const [fault, setFault] = useState<Fault>();
  const { isAsking, error, ask } = useChange('POST /v1/backfills');
  const faults = fault === undefined ? faultsOf(error) : [fault];
  const field: FieldOf = (name, param = name) => ({
    value: written[name],
    fault: faultIn(faults, `/${param}`),
    onValue: (value) => {
      setWritten((before) => ({ ...before, [name]: value }));
    },
  });
  const open = async (): Promise<void> => {
    const read = jobFrom(written);
    setFault('fault' in read ? read.fault : undefined);
    if ('fault' in read) return;
    const job = await ask({ body: read.body });
    if (job !== undefined) goTo('backfills', job.name);
  };
  return (
    <details>
      <summary>Open a job</summary>
      <form
        class="written"
        onSubmit={(event) => {
          event.preventDefault();
          void open();
        }}
      >
        <JobFields field={field} />
        {error === undefined ? null : <Failed error={error} />}
        <p class="buttons">
          <button type="submit" class="primary" disabled={isAsking}>
            {isAsking ? 'Asking …' : 'Open it'}
          </button>
        </p>
      </form>
    </details>
  );
}

const JobFields = ({ field }: { readonly field: FieldOf }): JSX.Element => (
  <>
    <Field
      label="Name"
      hint="Its events are found by it: a-z, 0-9, dot, dash, underscore."
      {...field('name')}
      required
      pattern="[a-z0-9][a-z0-9_.\-]{0,63}"
    />
    <Field
      label="Events from"
      hint="A month, 2025-01, or a day, 2025-01-31, which begin in UTC, or a time with its zone."
      {...field('from')}
      required
    />
    <Field label="Before" hint="No event of then, or later." {...field('to')} required />
    <Choice
      label="Billed"
      {...field('billing')}
      options={Object.entries(billingWords).map(([value, name]) => ({ value, name }))}
    />
    <Choice
      label="It"
      hint="What would be written, by month and meter: look first."
      {...field('dryRun')}
      options={[
        { value: 'yes', name: 'only looks, and writes nothing' },
        { value: '', name: 'writes the events' },
      ]}
    />
    <Field
      label="Events a second"
      hint="At most; 500 where left empty."
      {...field('rate', 'eventsPerSecond')}
    />
  </>
);
