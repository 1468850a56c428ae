import type { JSX } from 'preact';
import { At, Quantity, Standing } from '../../ui/facts.tsx';
import { type Column, Listed } from '../../ui/table.tsx';
import { usePages } from '../../use-answer.ts';
import { counted } from '../../words.ts';
import { needsLook, type Report, type ReportLine, saidOf } from './report-words.ts';

interface Told {
  readonly report: Report;
  readonly line: ReportLine;
}

const toldIn = (reports: readonly Report[]): readonly Told[] =>
  reports.flatMap((report) => report.lines.map((line) => ({ report, line })));

const keyOf = ({ report: { hour, list, license }, line }: Told, index: number): string =>
  JSON.stringify([hour, list, license, line.dimension, index]);

const lists: Readonly<Record<NonNullable<Report['list']>, string>> = {
  rest: 'used after the end: AWS was not told',
  gap: 'used before it subscribed anew: AWS was not told',
};

const columns: readonly Column<Told>[] = [
  {
    title: 'hour from',
    cell: ({ report: { hour, list } }) => (
      <>
        <At instant={hour} />
        {list === undefined ? null : <p class="quiet">{lists[list]}</p>}
      </>
    ),
  },
  { title: 'dimension', cell: ({ line }) => line.dimension },
  { title: 'units', isNumber: true, cell: ({ line }) => <Quantity value={line.units} /> },
  {
    title: 'standing',
    cell: ({ line }) => <Standing tone={saidOf(line).tone}>{line.status}</Standing>,
  },
  {
    title: 'which means',
    isText: true,
    cell: ({ line }) => (
      <>
        {saidOf(line).says}
        {line.reason === undefined ? null : <p class="quiet">AWS: {line.reason}</p>}
      </>
    ),
  },
  { title: 'times told', isNumber: true, cell: ({ report }) => report.attempts },
];

/** What AWS was told of each hour, the latest first, those that wait before all; and whether a person has to look. */
export function Reports({
  customer: key,
  waiting,
}: {
  readonly customer: string;
  /** Of so many hours AWS is still told. */
  readonly waiting: number;
}): JSX.Element {
  const asked = usePages(
    'GET /v1/rails/marketplace/customers/{key}/reports',
    { path: { key }, query: { limit: 24 } },
    ({ reports }) => toldIn(reports),
  );
  const lost = (asked.value ?? []).filter(({ line }) => needsLook(line)).length;
  return (
    <>
      {waiting === 0 ? null : (
        <p class="notice waiting">
          {counted(waiting, 'hour')} {waiting === 1 ? 'waits' : 'wait'}: AWS did not answer yet, and
          is told again each quarter of an hour.
        </p>
      )}
      {lost === 0 ? null : (
        <p class="notice bad">
          Of those below, {counted(lost, 'report')} {lost === 1 ? 'needs' : 'need'} a person: AWS
          will not bill {lost === 1 ? 'it' : 'them'}, or did not say. What it did not accept stays
          due on the invoice here.
        </p>
      )}
      <Listed
        asked={asked}
        what="what AWS was told"
        caption="What AWS was told, by hour"
        empty="Nothing yet: each hour is reported once it is over."
        keyOf={keyOf}
        columns={columns}
      />
    </>
  );
}
