import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { AnswerOf } from '../../api.ts';
import { jsonText } from '../../json-text.ts';
import { FormDialog } from '../../ui/dialog.tsx';
import { At, Standing, type Tone } from '../../ui/facts.tsx';
import { Field } from '../../ui/field.tsx';
import { type Column, Listed } from '../../ui/table.tsx';
import { usePages } from '../../use-answer.ts';
import { useChange } from '../../use-change.ts';
import { counted } from '../../words.ts';
import type { PageProps } from '../page-props.ts';
import { CorrectForm } from './correct-form.tsx';

type Correction = AnswerOf<'GET /v1/corrections'>['corrections'][number];

/** What was taken out of usage, or amended; another correction, seen before it is done; and one taken back. */
export function Corrections(_: PageProps): JSX.Element {
  const asked = usePages('GET /v1/corrections', {}, ({ corrections }) => corrections);
  const [said, setSaid] = useState('');
  const [back, setBack] = useState<Correction>();
  const done = (text: string): void => {
    setSaid(text);
    setBack(undefined);
    asked.reload();
  };
  return (
    <>
      <p>
        Usage that should not count is taken out, and what says something wrong is amended. Nothing
        is deleted. Open months bill what is left; of closed ones, the next invoices have
        adjustments.
      </p>
      <p role="status" class={said === '' ? 'unseen' : 'notice good'}>
        {said}
      </p>
      <CorrectForm onDone={done} />
      <h2>What was corrected</h2>
      <Listed
        asked={asked}
        what="corrections"
        caption="Corrections, the last first"
        columns={columns(setBack)}
        keyOf={({ id }) => id}
        empty={<>Nothing was corrected yet.</>}
      />
      {back === undefined ? null : (
        <TakeBackDialog correction={back} onDone={done} onClose={() => setBack(undefined)} />
      )}
    </>
  );
}

const tones: Readonly<Record<Correction['status'], Tone>> = {
  ...{ running: 'waiting', done: 'good', 'taking-back': 'waiting', 'taken-back': 'plain' },
};

const columns = (onTakeBack: (one: Correction) => void): readonly Column<Correction>[] => [
  {
    title: 'correction',
    cell: ({ id, does, corrected, events, where, amend }) => (
      <>
        <strong>{does === 'void' ? 'taken out' : 'amended'}</strong>: {counted(corrected, 'event')}
        <p class="quiet">{id}</p>
        <details>
          <summary>which</summary>
          <pre>{jsonText({ events, where, amend })}</pre>
        </details>
      </>
    ),
  },
  {
    title: 'why',
    isText: true,
    cell: ({ reason, by, at, takenBack }) => (
      <>
        {reason}
        <p class="quiet">
          {by}, <At instant={at} />
        </p>
        {takenBack === undefined ? null : (
          <p>
            taken back: {takenBack.reason}{' '}
            <span class="quiet">
              {takenBack.by}, <At instant={takenBack.at} />
            </span>
          </p>
        )}
      </>
    ),
  },
  {
    title: 'standing',
    cell: (one) => (
      <>
        <Standing tone={tones[one.status]}>{one.status}</Standing>
        {one.status === 'done' ? (
          <p class="buttons tight">
            <button
              type="button"
              aria-label={`Take back ${one.id}`}
              onClick={() => onTakeBack(one)}
            >
              Take back …
            </button>
          </p>
        ) : null}
      </>
    ),
  },
];

function TakeBackDialog({
  correction: { id, corrected },
  onDone,
  onClose,
}: {
  readonly correction: Correction;
  readonly onDone: (said: string) => void;
  readonly onClose: () => void;
}): JSX.Element {
  const { isAsking, error, ask } = useChange('POST /v1/corrections/{id}/take-back');
  const [reason, setReason] = useState('');
  const takeBack = async (): Promise<void> => {
    const answer = await ask({ path: { id }, body: { reason: reason.trim() } });
    if (answer !== undefined) onDone(`${id} is ${answer.status}. Usage follows.`);
  };
  return (
    <FormDialog
      title={`Take back ${id}`}
      submit="Take it back"
      isAsking={isAsking}
      error={error}
      onSubmit={() => void takeBack()}
      onClose={onClose}
    >
      <p>
        What it has corrected counts as before: {counted(corrected, 'event')}. What another
        correction has corrected of that meanwhile stays so.
      </p>
      <Field
        label="Why"
        hint="Kept with each event."
        value={reason}
        onValue={setReason}
        required
        pattern=".*\S.*"
      />
    </FormDialog>
  );
}
