import type { JSX } from 'preact';
import { linkTo } from '../../place.ts';
import { Parts } from '../../ui/parts.tsx';
import { OtlpMappings } from '../otlp/otlp-mappings.tsx';
import type { PageProps } from '../page-props.ts';
import { Corrections } from './corrections.tsx';
import { LastEvents } from './last-events.tsx';
import { Quarantine } from './quarantine.tsx';
import { SendEvent } from './send-event.tsx';

const shows = {
  last: { title: 'Last events', Shown: LastEvents },
  quarantine: { title: 'Quarantine', Shown: Quarantine },
  corrections: { title: 'Corrections', Shown: Corrections },
  otlp: { title: 'OpenTelemetry', Shown: OtlpMappings },
  send: { title: 'Send one', Shown: SendEvent },
} as const;

type Show = keyof typeof shows;

/** Events: the last ones, what is in quarantine, what was corrected, what of traces counts, and one sent by hand. */
export function EventsPage({ place }: PageProps): JSX.Element {
  const { show = '' } = place.query;
  const name = Object.hasOwn(shows, show) ? (show as Show) : 'last';
  const { Shown } = shows[name];
  return (
    <>
      <Parts
        label="Of events"
        shown={name}
        parts={Object.entries(shows).map(([part, { title }]) => ({
          ...{ name: part, title },
          link: linkTo('events', undefined, part === 'last' ? {} : { show: part }),
        }))}
      />
      <Shown place={place} />
    </>
  );
}
