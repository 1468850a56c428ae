import type { JSX } from 'preact';
import { hasLongNumber, jsonText } from '../../json-text.ts';
import { At, Standing, type Tone } from '../../ui/facts.tsx';
import type { Column } from '../../ui/table.tsx';
import { canRetry, type QuarantineEntry } from './quarantine-question.ts';

interface Decisions {
  readonly isAsking: boolean;
  readonly onRetry: (entry: QuarantineEntry) => void;
  readonly onDismiss: (entry: QuarantineEntry) => void;
}

export const quarantineColumns = (decisions: Decisions): readonly Column<QuarantineEntry>[] => [
  {
    title: 'event',
    cell: ({ event }) => (
      <div class="words">
        <strong>{event.type}</strong> of {event.subject}
        <br />
        <span class="quiet">
          {event.id} from {event.source}
        </span>
        <EventData data={event.data} />
      </div>
    ),
  },
  {
    title: 'its time',
    cell: ({ event, quarantinedAt }) => (
      <>
        <At instant={event.time} />
        <p class="quiet">
          here since
          <br />
          <At instant={quarantinedAt} />
        </p>
      </>
    ),
  },
  {
    title: 'why',
    cell: ({ reason, detail, dismissal }) => (
      <div class="words">
        <strong>{reason}</strong>: {detail}
        {dismissal === undefined ? null : <p class="quiet">dismissed: {dismissal}</p>}
      </div>
    ),
  },
  {
    title: 'standing',
    cell: (entry) => (
      <>
        <Standing tone={toneOf[entry.status]}>{entry.status}</Standing>
        <Decide entry={entry} {...decisions} />
      </>
    ),
  },
];

/** What an event carries, for who wants to see it. */
export function EventData({ data }: { readonly data: unknown }): JSX.Element | null {
  if (data === undefined) return null;
  const text = jsonText(data);
  return (
    <details>
      <summary>data</summary>
      <pre>{text}</pre>
      {hasLongNumber(text) ? (
        <p class="quiet">
          Numbers of more than 15 digits are shown as this browser reads them. Farthing has them
          whole.
        </p>
      ) : null}
    </details>
  );
}

function Decide({
  entry,
  isAsking,
  onRetry,
  onDismiss,
}: Decisions & { readonly entry: QuarantineEntry }): JSX.Element | null {
  if (entry.status !== 'open') return null;
  const { id } = entry.event;
  return (
    <p class="buttons tight">
      {canRetry(entry) ? (
        <button
          type="button"
          disabled={isAsking}
          aria-label={`Retry ${id}`}
          onClick={() => onRetry(entry)}
        >
          Retry
        </button>
      ) : null}
      <button
        type="button"
        disabled={isAsking}
        aria-label={`Dismiss ${id}`}
        onClick={() => onDismiss(entry)}
      >
        Dismiss …
      </button>
    </p>
  );
}

const toneOf: Readonly<Record<QuarantineEntry['status'], Tone>> = {
  open: 'bad',
  retried: 'good',
  dismissed: 'plain',
};
