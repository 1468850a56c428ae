import type { JSX } from 'preact';
import { BarChart } from '../../charts/bar-chart.tsx';
import { useApi } from '../../session.ts';
import { Quantity } from '../../ui/facts.tsx';
import { Answered, Empty } from '../../ui/states.tsx';
import { type Column, Listed, Scrolled } from '../../ui/table.tsx';
import { useAnswer, usePages } from '../../use-answer.ts';
import { monthAt, monthsLater, separated } from '../../words.ts';
import type { PageProps } from '../page-props.ts';
import { UsageCsv } from './usage-csv.tsx';
import { UsageForm } from './usage-form.tsx';
import {
  asColumns,
  barsMax,
  barsOf,
  questionOf,
  type UsageQuestion,
  type UsageRow,
  windowText,
} from './usage-question.ts';

/** Usage of a meter over a stretch of time: as a chart, as a table, as a file. */
export function UsagePage({ place }: PageProps): JSX.Element {
  const { now } = useApi();
  const meters = useAnswer('GET /v1/meters', {});
  return (
    <Answered asked={meters} what="meters">
      {({ meters: all }) => {
        const [first] = all;
        if (first === undefined) {
          return (
            <Empty>
              There are no meters yet. A meter says which events are counted: put one on{' '}
              <a href="#/plans">Plans and meters</a>, or with <code>farthing meters apply</code>.
            </Empty>
          );
        }
        const month = monthAt(now());
        const question = questionOf(place.query, {
          ...{ meter: first.key, from: month, to: monthsLater(month, 1) },
        });
        return (
          <>
            <UsageForm key={JSON.stringify(question)} meters={all} question={question} />
            <UsageShown question={question} />
          </>
        );
      }}
    </Answered>
  );
}

function UsageShown({ question }: { readonly question: UsageQuestion }): JSX.Element {
  const asked = usePages('GET /v1/usage', { query: question }, ({ rows }) => rows);
  const { meter, from, to } = question;
  const rows = asked.value ?? [];
  return (
    <>
      {rows.length > 1 ? (
        <Scrolled label="Chart">
          <BarChart label={`Usage of ${meter}, ${from} to ${to}`} bars={barsOf(rows, question)} />
        </Scrolled>
      ) : null}
      {rows.length > barsMax || asked.hasMore ? (
        <p class="quiet">
          There is more than the chart has: it shows the first{' '}
          {separated(String(Math.min(rows.length, barsMax)))} rows.
        </p>
      ) : null}
      <Listed
        asked={asked}
        what="usage"
        caption={`Usage of ${meter}, ${from} to ${to}`}
        columns={columnsOf(question)}
        keyOf={(row, index) => `${row.start} ${index}`}
        empty={<>Nothing was used then. Events are here seconds after they were sent.</>}
      />
      {rows.length > 0 ? <UsageCsv question={question} /> : null}
    </>
  );
}

const columnsOf = (question: UsageQuestion): readonly Column<UsageRow>[] => [
  {
    title: `${question.window ?? 'stretch'} (${question.timezone ?? 'UTC'})`,
    cell: (row) => <span class="money">{windowText(row, question)}</span>,
  },
  ...asColumns(question).map(({ title, read }) => ({
    title,
    cell: (row: UsageRow) => read(row) ?? <span class="quiet">none</span>,
  })),
  { title: 'quantity', isNumber: true, cell: ({ value }) => <Quantity value={value} /> },
];
