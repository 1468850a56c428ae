import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { linkTo } from '../../place.ts';
import { useApi } from '../../session.ts';
import { Failed } from '../../ui/states.tsx';
import { Became, CountedBy } from './became.tsx';
import type { ListedEvent } from './events-question.ts';
import { lookFor } from './look-for.ts';
import { type PlainEvent, stretchAround } from './written-event.ts';

const betweenLooksMs = 1_500;

/** That an event was accepted; then what became of it, as soon as that is known. */
export function SentEvent({ event }: { readonly event: PlainEvent }): JSX.Element {
  const api = useApi();
  const [found, setFound] = useState<ListedEvent>();
  const [error, setError] = useState<unknown>();
  const [isLooking, setIsLooking] = useState(true);
  useEffect(() => {
    const stop = new AbortController();
    const pause = async (): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, betweenLooksMs));
      stop.signal.throwIfAborted();
    };
    lookFor(api, event, { pause, onFound: setFound }).then(
      () => setIsLooking(false),
      (failure: unknown) => {
        if (stop.signal.aborted) return;
        setError(failure);
        setIsLooking(false);
      },
    );
    return () => stop.abort();
  }, [api, event]);
  const { subject, time, id } = event;
  return (
    <div class="notice good" role="status">
      <p>
        Accepted: the queue has <code>{id}</code>.
      </p>
      {found === undefined ? null : <Became event={found} />}
      {found === undefined || found.meters.length === 0 ? null : (
        <>
          <p>Counted by:</p>
          <CountedBy event={found} />
        </>
      )}
      {isLooking ? <p class="quiet">Looking for what becomes of it …</p> : null}
      {!isLooking && found === undefined && error === undefined ? (
        <p>It is not counted yet, which can take longer when much is sent.</p>
      ) : null}
      {error === undefined ? null : <Failed error={error} />}
      <p>
        <a href={linkTo('events', undefined, { subject, ...stretchAround(time) })}>
          See it among the events
        </a>
      </p>
    </div>
  );
}
