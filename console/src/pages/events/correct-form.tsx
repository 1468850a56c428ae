import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type Fault, faultIn, faultsOf } from '../../faults.ts';
import { Field, TextArea } from '../../ui/field.tsx';
import { Failed } from '../../ui/states.tsx';
import { useChange } from '../../use-change.ts';
import { Foreseen } from './foreseen.tsx';
import { correctionFrom, emptyCorrection, type WrittenCorrection } from './written-correction.ts';

/** Which events are to be taken out, or to say something else; then what that would do, and that it is done. */
export function CorrectForm({ onDone }: { readonly onDone: (said: string) => void }): JSX.Element {
  const [written, setWritten] = useState<WrittenCorrection>(emptyCorrection);
  const [fault, setFault] = useState<Fault>();
  const foresee = useChange('POST /v1/corrections/dry-run');
  const correct = useChange('POST /v1/corrections');
  const faults = fault === undefined ? faultsOf(foresee.error ?? correct.error) : [fault];
  const field = (name: keyof WrittenCorrection, param: string) => ({
    value: written[name],
    fault: faultIn(faults, param),
    onValue: (value: string) => {
      // What was foreseen was of something else.
      foresee.forget();
      setWritten((before) => ({ ...before, [name]: value }));
    },
  });
  const read = () => {
    const one = correctionFrom(written);
    setFault('fault' in one ? one.fault : undefined);
    return 'fault' in one ? undefined : one.body;
  };
  const show = async (): Promise<void> => {
    correct.forget();
    const body = read();
    if (body !== undefined) await foresee.ask({ body });
  };
  const doIt = async (): Promise<void> => {
    const body = read();
    const answer = body === undefined ? undefined : await correct.ask({ body });
    if (answer === undefined) return;
    foresee.forget();
    setWritten(emptyCorrection);
    const goesOn = answer.status === 'running' ? ' so far; it goes on by itself' : '';
    onDone(`${answer.id} has corrected ${answer.corrected} events${goesOn}. Usage follows.`);
  };
  const isAsking = foresee.isAsking || correct.isAsking;
  return (
    <>
      <form
        class="written"
        onSubmit={(event) => {
          event.preventDefault();
          void show();
        }}
      >
        <h2>Correct usage</h2>
        <CorrectFields field={field} />
        {foresee.error === undefined ? null : <Failed error={foresee.error} />}
        {correct.error === undefined ? null : <Failed error={correct.error} />}
        <p class="buttons">
          <button type="submit" class="primary" disabled={isAsking}>
            {foresee.isAsking ? 'Asking …' : 'See what it would do'}
          </button>
        </p>
      </form>
      {foresee.done === undefined ? null : (
        <>
          <Foreseen dry={foresee.done} />
          {foresee.done.corrects === 0 ? null : (
            <p class="buttons">
              <button type="button" disabled={isAsking} onClick={() => void doIt()}>
                {correct.isAsking ? 'Asking …' : doing(written)}
              </button>
            </p>
          )}
        </>
      )}
    </>
  );
}

const doing = ({ patch }: WrittenCorrection): string =>
  patch.trim() === '' ? 'Take them out' : 'Amend them';

function CorrectFields({
  field,
}: {
  readonly field: (
    name: keyof WrittenCorrection,
    param: string,
  ) => {
    readonly value: string;
    readonly fault: string | undefined;
    readonly onValue: (value: string) => void;
  };
}): JSX.Element {
  const when =
    'A day, such as 2026-10-03, or a month, which begin in UTC, or a time with its zone.';
  return (
    <>
      <Field label="From" hint={when} {...field('from', '/where/from')} required />
      <Field label="To" hint="Before then." {...field('to', '/where/to')} required />
      <Field
        label="Meter"
        hint="Only what this meter reads. Of meter, type, source and subject, one is needed."
        {...field('meter', '/where/meter')}
      />
      <Field label="Type" {...field('type', '/where/type')} />
      <Field label="Source" {...field('source', '/where/source')} />
      <Field label="Subject" {...field('subject', '/where/subjects')} />
      <TextArea
        label="What their data is to be instead"
        hint={'A merge patch as JSON, such as {"bytes": 0}. Left empty, the events are taken out.'}
        rows={2}
        {...field('patch', '/amend/data')}
      />
      <Field
        label="Why"
        hint="Kept with each event, such as: a load test."
        {...field('reason', '/reason')}
        required
        pattern=".*\S.*"
      />
    </>
  );
}
