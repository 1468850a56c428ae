import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type Fault, faultIn, faultsOf } from '../../faults.ts';
import { useApi } from '../../session.ts';
import { Field, TextArea } from '../../ui/field.tsx';
import { Failed } from '../../ui/states.tsx';
import { useAnswer } from '../../use-answer.ts';
import { useChange } from '../../use-change.ts';
import type { PageProps } from '../page-props.ts';
import { SentEvent } from './sent-event.tsx';
import { eventFrom, type PlainEvent, type WrittenEvent } from './written-event.ts';

const timeText = (now: number): string => new Date(now).toISOString().replace(/\.\d+Z$/, 'Z');

const emptyEvent = (now: number): WrittenEvent => ({
  ...{ id: crypto.randomUUID(), source: 'urn:farthing:console', type: '', subject: '' },
  ...{ time: timeText(now), data: '{}' },
});

/** One event, written by hand; then what became of it. */
export function SendEvent({ place }: PageProps): JSX.Element {
  const { now } = useApi();
  const [written, setWritten] = useState<WrittenEvent>(() => ({
    ...emptyEvent(now()),
    type: place.query['type'] ?? '',
    subject: place.query['subject'] ?? '',
  }));
  const [fault, setFault] = useState<Fault>();
  const [sent, setSent] = useState<PlainEvent>();
  const change = useChange('POST /v1/events');
  const faults = fault === undefined ? faultsOf(change.error) : [fault];
  const field = (name: keyof WrittenEvent) => ({
    value: written[name],
    fault: faultIn(faults, `/${name}`),
    onValue: (value: string) => {
      setWritten((before) => ({ ...before, [name]: value }));
    },
  });
  const send = async (): Promise<void> => {
    setSent(undefined);
    const read = eventFrom(written);
    setFault('fault' in read ? read.fault : undefined);
    if ('fault' in read) return;
    if ((await change.ask({ body: read.event })) === undefined) return;
    setSent(read.event);
    setWritten((before) => ({ ...before, id: crypto.randomUUID(), time: timeText(now()) }));
  };
  return (
    <>
      <form
        class="written"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <EventFields field={field} />
        {change.error === undefined ? null : <Failed error={change.error} />}
        <p class="buttons">
          <button type="submit" class="primary" disabled={change.isAsking}>
            {change.isAsking ? 'Sending …' : 'Send'}
          </button>
        </p>
      </form>
      {sent === undefined ? null : <SentEvent key={sent.id} event={sent} />}
    </>
  );
}

interface FieldState {
  readonly value: string;
  readonly fault: string | undefined;
  readonly onValue: (value: string) => void;
}

function EventFields({
  field,
}: {
  readonly field: (name: keyof WrittenEvent) => FieldState;
}): JSX.Element {
  const meters = useAnswer('GET /v1/meters', {});
  const types = [...new Set(meters.value?.meters.map(({ eventType }) => eventType) ?? [])];
  return (
    <>
      <Field
        label="Type"
        hint="What happened. Meters count events by it."
        suggestions={types}
        {...field('type')}
        required
      />
      <Field label="Subject" hint="Who used it, as you call them." {...field('subject')} required />
      <TextArea
        label="Data (JSON)"
        hint="What is counted, and grouped by."
        rows={5}
        {...field('data')}
      />
      <Field
        label="Time"
        hint="When it happened, as 2026-11-29T14:00:00Z. Of the last 35 days."
        {...field('time')}
        required
      />
      <Field label="Source" {...field('source')} required />
      <Field
        label="Id"
        hint="Made here. Sent once more with the same id and time, it counts once."
        {...field('id')}
        required
      />
    </>
  );
}
