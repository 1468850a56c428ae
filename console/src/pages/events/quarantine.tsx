import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { goTo } from '../../go.ts';
import { Choice } from '../../ui/field.tsx';
import { Failed } from '../../ui/states.tsx';
import { Listed } from '../../ui/table.tsx';
import { usePages } from '../../use-answer.ts';
import { useChange } from '../../use-change.ts';
import type { PageProps } from '../page-props.ts';
import { DismissDialog } from './dismiss-dialog.tsx';
import { ManyDialog } from './many-dialog.tsx';
import { quarantineColumns } from './quarantine-columns.tsx';
import {
  type QuarantineEntry,
  type QuarantineShown,
  quarantineQuestion,
  quarantineShown,
  reasonNames,
  reasons,
  statuses,
} from './quarantine-question.ts';

/** What could not be counted, and why; and what a person decides of it, one by one or many at once. */
export function Quarantine({ place }: PageProps): JSX.Element {
  const shown = quarantineShown(place.query);
  const asked = usePages(
    'GET /v1/quarantine',
    { query: quarantineQuestion(shown) },
    ({ entries }) => entries,
  );
  const retry = useChange('POST /v1/quarantine/{id}/retry');
  const [said, setSaid] = useState('');
  const [dismissing, setDismissing] = useState<QuarantineEntry>();
  const [many, setMany] = useState<'retry' | 'dismiss'>();
  const done = (text: string): void => {
    setSaid(text);
    setDismissing(undefined);
    setMany(undefined);
    asked.reload();
  };
  const retryOne = async ({ id, event }: QuarantineEntry): Promise<void> => {
    const answer = await retry.ask({ path: { id } });
    if (answer !== undefined) done(`${event.id} is sent again: usage has it in seconds.`);
  };
  return (
    <>
      <p>
        An event stands here when it was accepted, but cannot be counted without a person’s word. A
        month is not billed to whom it concerns while such an event is open.
      </p>
      <ShownForm shown={shown} />
      <p class="buttons">
        <button type="button" onClick={() => setMany('dismiss')}>
          Dismiss many …
        </button>
        <button type="button" onClick={() => setMany('retry')}>
          Retry many …
        </button>
      </p>
      <p role="status" class={said === '' ? 'unseen' : 'notice good'}>
        {said}
      </p>
      {retry.error === undefined ? null : <Failed error={retry.error} />}
      <Listed
        asked={asked}
        what="the quarantine"
        caption="Events in quarantine"
        columns={quarantineColumns({
          isAsking: retry.isAsking,
          onRetry: (entry) => void retryOne(entry),
          onDismiss: setDismissing,
        })}
        keyOf={({ id }) => id}
        empty={<NothingThere shown={shown} />}
      />
      {dismissing === undefined ? null : (
        <DismissDialog entry={dismissing} onDone={done} onClose={() => setDismissing(undefined)} />
      )}
      {many === undefined ? null : (
        <ManyDialog action={many} onDone={done} onClose={() => setMany(undefined)} />
      )}
    </>
  );
}

const NothingThere = ({ shown }: { readonly shown: QuarantineShown }): JSX.Element =>
  shown.status === 'open' && shown.reason === '' ? (
    <>Nothing waits here: all that came is counted, or was decided. You need do nothing.</>
  ) : (
    <>Nothing is here of what you asked for. Ask for another status or reason above.</>
  );

function ShownForm({ shown }: { readonly shown: QuarantineShown }): JSX.Element {
  const show = (change: Partial<QuarantineShown>): void => {
    goTo('events', undefined, { show: 'quarantine', ...shown, ...change });
  };
  return (
    <div class="asked-for">
      <Choice
        label="Status"
        value={shown.status}
        onValue={(value) => show({ status: statuses.find((one) => one === value) ?? 'open' })}
        options={[
          { value: 'open', name: 'open: waits for a person' },
          { value: 'closed', name: 'closed: retried or dismissed' },
          { value: 'all', name: 'all' },
        ]}
      />
      <Choice
        label="Reason"
        value={shown.reason}
        onValue={(value) => show({ reason: reasons.find((one) => one === value) ?? '' })}
        options={reasons.map((value) => ({ value, name: reasonNames[value] }))}
      />
    </div>
  );
}
