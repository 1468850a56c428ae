import type { JSX } from 'preact';
import type { PlainEvent } from './written-event.ts';

/** That an event was accepted. */
export const SentEvent = ({ event }: { readonly event: PlainEvent }): JSX.Element => (
  <div class="notice good" role="status">
    <p>
      Accepted: the queue has <code>{event.id}</code>. It is counted in seconds.
    </p>
  </div>
);
