import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { AnswerOf } from '../../api.ts';
import { goTo } from '../../go.ts';
import { Choice, Field } from '../../ui/field.tsx';
import { type UsageQuestion, windows } from './usage-question.ts';

type Meters = AnswerOf<'GET /v1/meters'>['meters'];

/** What usage is asked for. It stands in the address, so that a page can be sent to somebody. */
export function UsageForm({
  meters,
  question,
}: {
  readonly meters: Meters;
  readonly question: UsageQuestion;
}): JSX.Element {
  const [asked, setAsked] = useState<Readonly<Record<string, string>>>(() => ({
    meter: question.meter,
    from: question.from,
    to: question.to,
    window: question.window ?? 'none',
    groupBy: question.groupBy ?? '',
    customer: question.customer ?? '',
    subject: question.subject ?? '',
    timezone: question.timezone ?? '',
  }));
  const field = (name: string) => ({
    value: asked[name] ?? '',
    onValue: (value: string) => {
      setAsked((before) => ({ ...before, [name]: value }));
    },
  });
  const meter = meters.find(({ key }) => key === asked['meter']);
  const groups = ['customer', 'subject', ...(meter?.dimensions ?? [])];
  return (
    <form
      class="asked-for"
      onSubmit={(event) => {
        event.preventDefault();
        goTo('usage', undefined, asked);
      }}
    >
      <Choice
        label="Meter"
        {...field('meter')}
        options={meters.map(({ key, aggregation }) => ({
          value: key,
          name: `${key} (${aggregation})`,
        }))}
      />
      <Field label="From" {...field('from')} required placeholder="2026-11 or 2026-11-05" />
      <Field label="To (not counted)" {...field('to')} required placeholder="2026-12" />
      <Choice
        label="A row for each"
        {...field('window')}
        options={[...windows, 'none'].map((value) => ({
          ...{ value, name: value === 'none' ? 'whole stretch' : value },
        }))}
      />
      <Choice
        label="Apart by"
        {...field('groupBy')}
        options={['', ...groups].map((value) => ({
          value,
          name: value === '' ? 'nothing' : value,
        }))}
      />
      <Field label="Only customer" {...field('customer')} />
      <Field label="Only subject" {...field('subject')} />
      <Field label="Time zone" {...field('timezone')} placeholder="UTC" />
      <button type="submit" class="primary">
        Show
      </button>
    </form>
  );
}
