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
  const { status, reason, quarantine } = event;
  const { tone, says } = standings[status];
  return (
    <div class="words">
      <Standing tone={tone}>{says}</Standing>
      {reason === undefined ? null : <div>{reasonWords[reason]}</div>}
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
      {meters.map(({ meter, value, customer, unbilled, mayBeTooLate }) => (
        <li key={meter}>
          <a href={linkTo('plans', `meter/${meter}`)}>{meter}</a>:{' '}
          {value === undefined ? 'no value' : <Quantity value={value} />}
          {customer === undefined ? null : (
            <>
              {' '}
              for <a href={linkTo('customers', customer)}>{customer}</a>
            </>
          )}
          {unbilled === undefined || unbilled === reason ? null : (
            <div class="quiet">not billed: {reasonWords[unbilled]}</div>
          )}
          {mayBeTooLate === true ? (
            <div class="quiet">Some of its month came too late for a bill; maybe this did.</div>
          ) : null}
        </li>
      ))}
    </ul>
  );
