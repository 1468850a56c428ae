import type { JSX } from 'preact';
import { linkTo } from '../../place.ts';
import { Quantity, Standing, type Tone } from '../../ui/facts.tsx';
import { type ListedEvent, reasonWords } from './events-question.ts';

const standings: Readonly<
  Record<ListedEvent['status'], { readonly tone: Tone; readonly says: string }>
> = {
  recorded: { tone: 'waiting', says: 'recorded: counted in seconds' },
  counted: { tone: 'good', says: 'counted' },
  'not-billed': { tone: 'waiting', says: 'not billed' },
  quarantined: { tone: 'bad', says: 'in quarantine' },
};

/** What became of an event, and why. */
export function Became({ event }: { readonly event: ListedEvent }): JSX.Element {
  const { status, reason, correction, quarantine } = event;
  const { tone, says } = standings[status];
  return (
    <div class="words">
      <Standing tone={tone}>{says}</Standing>
      {reason === undefined ? null : <div>{reasonWords[reason]}</div>}
      {correction === undefined ? null : (
        <div class="quiet">
          <a href={linkTo('events', undefined, { show: 'corrections' })}>correction {correction}</a>
        </div>
      )}
      {quarantine === undefined ? null : (
        <div class="quiet">
          {quarantine.reason}, {quarantine.status}: {quarantine.dismissal ?? quarantine.detail}{' '}
          <a href={linkTo('events', undefined, { show: 'quarantine', status: 'all' })}>
            quarantine
          </a>
        </div>
      )}
    </div>
  );
}

/** By which meters an event was counted, as what, and who pays. */
export const CountedBy = ({
  event: { meters, reason },
}: {
  readonly event: ListedEvent;
}): JSX.Element =>
  meters.length === 0 ? (
    <span class="quiet">none</span>
  ) : (
    <ul class="plain words">
      {meters.map((one) => (
        <li key={one.meter}>
          <Reading of={one} />
          <Unbilled of={one} said={reason} />
        </li>
      ))}
    </ul>
  );

type Counting = ListedEvent['meters'][number];

const Reading = ({ of: { meter, value, customer } }: { readonly of: Counting }): JSX.Element => (
  <>
    <a href={linkTo('plans', `meter/${meter}`)}>{meter}</a>:{' '}
    {value === undefined ? 'no value' : <Quantity value={value} />}
    {customer === undefined ? null : (
      <>
        {' '}
        for <a href={linkTo('customers', customer)}>{customer}</a>
      </>
    )}
  </>
);

/** Why what a meter made of it is in no invoice, unless that is said of the whole event. */
const Unbilled = ({
  of: { unbilled, mayBeTooLate },
  said,
}: {
  readonly of: Counting;
  readonly said: ListedEvent['reason'];
}): JSX.Element => (
  <>
    {unbilled === undefined || unbilled === said ? null : (
      <div class="quiet">not billed: {reasonWords[unbilled]}</div>
    )}
    {mayBeTooLate === true ? (
      <div class="quiet">Some of its month came too late for a bill; maybe this did.</div>
    ) : null}
  </>
);
