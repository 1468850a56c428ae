import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { goTo } from '../../go.ts';
import { linkTo } from '../../place.ts';
import { At } from '../../ui/facts.tsx';
import { Field } from '../../ui/field.tsx';
import { Listed } from '../../ui/table.tsx';
import { usePages } from '../../use-answer.ts';
import type { PageProps } from '../page-props.ts';
import { Became, CountedBy } from './became.tsx';
import { eventsQuestion } from './events-question.ts';
import { EventData } from './quarantine-columns.tsx';

/** The last events, and what became of each. */
export function LastEvents({ place: { query } }: PageProps): JSX.Element {
  const asked = usePages(
    'GET /v1/events',
    { query: eventsQuestion(query) },
    ({ events }) => events,
  );
  return (
    <>
      <WhichForm query={query} />
      <Listed
        asked={asked}
        what="the events"
        caption="Events, the last first"
        keyOf={({ source, id, time, status }) => JSON.stringify([source, id, time, status])}
        empty={
          <>
            No events of then are here. One that was just sent is here in seconds.{' '}
            <a href={linkTo('events', undefined, { show: 'send' })}>Send one</a>, or ask for another
            day.
          </>
        }
        columns={[
          {
            title: 'event',
            cell: ({ type, subject, id, source, data }) => (
              <div class="words">
                <strong>{type}</strong> of{' '}
                <a href={linkTo('events', undefined, { ...query, subject })}>{subject}</a>
                <br />
                <span class="quiet">
                  {id} from {source}
                </span>
                <EventData data={data} />
              </div>
            ),
          },
          { title: 'time', cell: ({ time }) => <At instant={time} /> },
          { title: 'became', cell: (event) => <Became event={event} /> },
          { title: 'counted by', cell: (event) => <CountedBy event={event} /> },
        ]}
      />
      {asked.value !== undefined && asked.hasMore ? (
        <p class="quiet">More are further back: what is asked for is gone through in parts.</p>
      ) : null}
    </>
  );
}

/** Of whom, and of which day. */
function WhichForm({ query }: { readonly query: Readonly<Record<string, string>> }): JSX.Element {
  const [subject, setSubject] = useState(query['subject'] ?? '');
  const [day, setDay] = useState(query['day'] ?? '');
  const { from } = query;
  // Also a link leads to another subject: what is written is what is shown.
  useEffect(() => {
    setSubject(query['subject'] ?? '');
    setDay(query['day'] ?? '');
  }, [query['subject'], query['day']]);
  return (
    <form
      class="asked-for"
      onSubmit={(event) => {
        event.preventDefault();
        goTo('events', undefined, { subject: subject.trim(), day });
      }}
    >
      <Field label="Only subject" value={subject} onValue={setSubject} />
      <Field
        label="Day (UTC)"
        hint={from === undefined ? 'Empty for the last 24 hours.' : `Now those from ${from} on.`}
        value={day}
        onValue={setDay}
        pattern="\d{4}-\d{2}-\d{2}"
        placeholder="2026-11-29"
      />
      <button type="submit" class="primary">
        Show
      </button>
      <a class="button" href={linkTo('events')}>
        The last of all
      </a>
    </form>
  );
}
