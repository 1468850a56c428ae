import type { JSX } from 'preact';
import type { AnswerOf } from '../../api.ts';
import { useApi } from '../../session.ts';
import { Money } from '../../ui/facts.tsx';
import { saveAs } from '../../ui/save-as.ts';
import { Answered, Empty, Failed } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';
import { useAnswer } from '../../use-answer.ts';
import { useTask } from '../../use-task.ts';
import { dayAt, monthAt } from '../../words.ts';
import type { PageProps } from '../page-props.ts';
import { ReportFields } from './report-form.tsx';
import {
  columnTitle,
  type ReportAsked,
  reportAsked,
  reportCsv,
  separatorOf,
} from './report-question.ts';

type Report = AnswerOf<'GET /v1/reports/{name}'>;
type ReportTable = Report['tables'][number];
type Row = ReportTable['rows'][number];

/** What finance asks of the books: as tables, and as a file. */
export function ReportsPage({ place }: PageProps): JSX.Element {
  const { now } = useApi();
  const [month, asOf] = [monthAt(now()), dayAt(now())];
  const written = { report: 'aged-receivables', from: month, to: month, asOf, ...place.query };
  const asked = reportAsked(written);
  return (
    <>
      <ReportFields key={JSON.stringify(written)} written={written} />
      {asked === undefined ? (
        <Empty>Say whose statement it is, and show it.</Empty>
      ) : (
        <ReportShown asked={asked} />
      )}
    </>
  );
}

function ReportShown({ asked }: { readonly asked: ReportAsked }): JSX.Element {
  const { name, query } = asked;
  const answer = useAnswer('GET /v1/reports/{name}', { path: { name }, query });
  return (
    <>
      <ReportFile asked={asked} />
      <Answered asked={answer} what="the report">
        {(report) => (
          <>
            {report.tables.length === 0 ? <Empty>Nothing is in the books of then.</Empty> : null}
            {report.tables.map((table) => (
              <OneCurrency key={table.currency} table={table} report={report} />
            ))}
            {report.nextCursor === undefined ? null : (
              <p class="notice">There are more rows: the file has all of them.</p>
            )}
          </>
        )}
      </Answered>
    </>
  );
}

function OneCurrency({
  table,
  report,
}: {
  readonly table: ReportTable;
  readonly report: Report;
}): JSX.Element {
  const { currency, rows, totals } = table;
  const all: readonly Row[] = Object.keys(totals).length === 0 ? rows : [...rows, totals];
  return (
    <>
      <h2>{currency}</h2>
      <Table
        caption={`${report.report} in ${currency}`}
        rows={all}
        keyOf={(_, index) => String(index)}
        columns={report.columns.map((column, place) => ({
          title: columnTitle(column.name),
          isNumber: column.holds === 'amount' || column.holds === 'percent',
          cell: (row: Row) =>
            row === totals && place === 0 ? <strong>total</strong> : cellOf(column, row, currency),
        }))}
      />
      <Agreed table={table} />
    </>
  );
}

function cellOf(
  { name, holds, currencyIn = '' }: Report['columns'][number],
  row: Row,
  currency: string,
): JSX.Element | string {
  const value = row[name];
  if (value === undefined || holds !== 'amount') return value ?? '';
  return <Money amount={value} currency={row[currencyIn] ?? currency} />;
}

/** The accounts that a table was compared with. */
const Agreed = ({
  table: { balances, currency },
}: {
  readonly table: ReportTable;
}): JSX.Element => (
  <ul class="quiet">
    {balances.map(({ account, of, amount, column }) => (
      <li key={`${account} ${of} ${column}`}>
        {column} agrees with the {of} of {account}: <Money amount={amount} currency={currency} />
      </li>
    ))}
  </ul>
);

function ReportFile({ asked }: { readonly asked: ReportAsked }): JSX.Element {
  const api = useApi();
  const { isAsking, error, run } = useTask();
  const save = async (): Promise<void> => {
    const blob = await run(async () => reportCsv(api, asked, await separatorOf(api)));
    if (blob !== undefined) saveAs(`${asked.name}.csv`, blob);
  };
  const { customer, ...days } = asked.query;
  const savePdf = async (key: string): Promise<void> => {
    const file = await run(() =>
      api.file(`/v1/customers/${encodeURIComponent(key)}/statement`, days),
    );
    if (file !== undefined) saveAs(file.name ?? 'statement.pdf', file.blob);
  };
  return (
    <>
      <p class="buttons">
        <button type="button" disabled={isAsking} onClick={() => void save()}>
          {isAsking ? 'Loading …' : 'Save as CSV'}
        </button>
        {customer === undefined ? null : (
          <button type="button" disabled={isAsking} onClick={() => void savePdf(customer)}>
            Save as PDF, for the customer
          </button>
        )}
      </p>
      {error === undefined ? null : <Failed error={error} />}
    </>
  );
}
