import type { AnswerOf, QueryOf } from '../../api.ts';
import type { Bar } from '../../charts/series.ts';
import { localText } from '../../words.ts';

export type UsageQuestion = QueryOf<'GET /v1/usage'>;
export type UsageRow = AnswerOf<'GET /v1/usage'>['rows'][number];

export const windows = ['hour', 'day', 'month'] as const;

/** What is asked for, from the address. By day where it does not say, for the chart. */
export function questionOf(
  query: Readonly<Record<string, string>>,
  defaults: Pick<UsageQuestion, 'meter' | 'from' | 'to'>,
): UsageQuestion {
  const { meter, from, to, window = 'day', groupBy, customer, subject, timezone } = query;
  const asked = windows.find((one) => one === window);
  return {
    meter: meter ?? defaults.meter,
    from: from ?? defaults.from,
    to: to ?? defaults.to,
    ...(asked === undefined ? {} : { window: asked }),
    ...said('groupBy', groupBy),
    ...said('customer', customer),
    ...said('subject', subject),
    ...said('timezone', timezone),
    limit: 1_000,
  };
}

const said = <Name extends string>(name: Name, value: string | undefined) =>
  (value === undefined || value === '' ? {} : { [name]: value }) as Partial<Record<Name, string>>;

/** What rows are grouped by, as columns. */
export const asColumns = ({ groupBy }: UsageQuestion) =>
  (groupBy === undefined ? [] : groupBy.split(',')).map((title) => ({
    title,
    read: (row: UsageRow): string | null | undefined => {
      if (title === 'subject') return row.subject;
      if (title === 'customer') return row.customer;
      return row.dimensions[title];
    },
  }));

/** More rows than these are no picture any more. */
export const barsMax = 1_000;

/** A bar a window, by its beginning, with a part a group; of a whole stretch, a bar a group. */
export function barsOf(rows: readonly UsageRow[], question: UsageQuestion): readonly Bar[] {
  const groups = asColumns(question);
  const nameOf = (row: UsageRow): string =>
    groups.map(({ read }) => read(row) ?? 'none').join(', ');
  const shown = rows.slice(0, barsMax);
  if (question.window === undefined) {
    return shown.map((row) => ({ label: nameOf(row), parts: [{ name: '', value: row.value }] }));
  }
  // By its beginning as an instant: where clocks are put back, two hours are called the same.
  const byWindow = Map.groupBy(shown, ({ start }) => start);
  return [...byWindow.values()].map((inWindow) => {
    const label = inWindow[0] === undefined ? '' : windowText(inWindow[0], question);
    return {
      // The year goes without saying.
      label: question.window === 'month' ? label : label.slice(5),
      parts: inWindow.map((row) => ({ name: nameOf(row), value: row.value })),
    };
  });
}

/** `2026-11-05`, `2026-11-05 14:00` or `2026-11`: a window by its beginning; a whole stretch from when to when. */
export function windowText(
  { start, end }: Pick<UsageRow, 'start' | 'end'>,
  { window, timezone: timeZone = 'UTC' }: UsageQuestion,
): string {
  const [from, to] = [start, end].map((instant) => localText(instant, timeZone));
  if (from === undefined || to === undefined || window === undefined) return `${from} to ${to}`;
  return from.slice(0, { month: 7, day: 10, hour: 16, quarter_hour: 16 }[window]);
}
