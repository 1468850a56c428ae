import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { AnswerOf } from '../../api.ts';
import { FormDialog } from '../../ui/dialog.tsx';
import { useChange } from '../../use-change.ts';

type Job = AnswerOf<'GET /v1/backfills/{name}'>;
type Verb = 'close' | 'cancel';

/** Ends a job that is open: it has all, or it was not to be. */
export function EndJob({
  job,
  onDone,
}: {
  readonly job: Job;
  readonly onDone: () => void;
}): JSX.Element {
  const [verb, setVerb] = useState<Verb>();
  return (
    <>
      <p class="buttons">
        <button type="button" onClick={() => setVerb('close')}>
          Close it …
        </button>
        <button type="button" onClick={() => setVerb('cancel')}>
          Cancel it …
        </button>
      </p>
      {verb === undefined ? null : (
        <EndDialog
          job={job}
          verb={verb}
          onDone={() => {
            setVerb(undefined);
            onDone();
          }}
          onClose={() => setVerb(undefined)}
        />
      )}
    </>
  );
}

const says: Readonly<Record<Verb, string>> = {
  close:
    'It has all of its events. It takes none from then on, and what no invoice reaches is listed.',
  cancel:
    'It was not to be. It takes no event from then on. What it wrote stays: a correction takes it out.',
};

function EndDialog({
  job: { name, underWay },
  verb,
  onDone,
  onClose,
}: {
  readonly job: Job;
  readonly verb: Verb;
  readonly onDone: () => void;
  readonly onClose: () => void;
}): JSX.Element {
  const close = useChange('POST /v1/backfills/{name}/close');
  const cancel = useChange('POST /v1/backfills/{name}/cancel');
  const { isAsking, error, ask } = verb === 'close' ? close : cancel;
  const end = async (): Promise<void> => {
    if ((await ask({ path: { name } })) !== undefined) onDone();
  };
  return (
    <FormDialog
      title={`${verb === 'close' ? 'Close' : 'Cancel'} ${name}`}
      submit={verb === 'close' ? 'Close it' : 'Cancel it'}
      isAsking={isAsking}
      error={error}
      onSubmit={() => void end()}
      onClose={onClose}
    >
      <p>{says[verb]}</p>
      {underWay === 0 ? null : (
        <p class="notice waiting">
          {underWay} events of it are under way: whoever sends them is answered still.
        </p>
      )}
    </FormDialog>
  );
}
