import type { JSX } from 'preact';
import type { AnswerOf } from '../../api.ts';
import { linkTo } from '../../place.ts';
import { Money, Quantity } from '../../ui/facts.tsx';
import { type Column, Table } from '../../ui/table.tsx';

type DryRun = AnswerOf<'POST /v1/corrections/dry-run'>;
type MonthChange = NonNullable<DryRun['months']>[number];

const quantity = (value: string | undefined): JSX.Element =>
  value === undefined ? <span class="quiet">none</span> : <Quantity value={value} />;

const usageColumns: readonly Column<DryRun['usage'][number]>[] = [
  { title: 'subject', cell: ({ subject }) => subject },
  { title: 'meter', cell: ({ meter }) => meter },
  { title: 'month', cell: ({ period }) => period },
  { title: 'before', isNumber: true, cell: ({ before }) => quantity(before) },
  { title: 'after', isNumber: true, cell: ({ after }) => quantity(after) },
  { title: 'difference', isNumber: true, cell: ({ difference }) => quantity(difference) },
];

const bills: Readonly<Record<MonthChange['bills'], string>> = {
  invoice: 'its own invoice, as it is open',
  adjustment: 'an adjustment on the next invoice',
  'too-late': 'nothing by itself: it is too late',
};

const monthColumns: readonly Column<MonthChange>[] = [
  { title: 'customer', cell: ({ customer }) => customer },
  { title: 'month', cell: ({ period }) => period },
  {
    title: 'billed by',
    isText: true,
    cell: ({ bills: by, closedBy }) => (
      <>
        {bills[by]}
        {closedBy === undefined ? null : (
          <>
            ; closed by{' '}
            <a href={linkTo('invoices', closedBy.id)}>{closedBy.number ?? closedBy.id}</a>
          </>
        )}
      </>
    ),
  },
  { title: 'before', isNumber: true, cell: (month) => amount(month, month.before) },
  { title: 'after', isNumber: true, cell: (month) => amount(month, month.after) },
  { title: 'difference', isNumber: true, cell: (month) => amount(month, month.difference) },
];

const amount = ({ currency, unpriced }: MonthChange, value: string | undefined): JSX.Element =>
  value === undefined || currency === undefined ? (
    <span class="quiet">{unpriced ?? 'not priced'}</span>
  ) : (
    <Money amount={value} currency={currency} />
  );

/** What a correction would do, before anything is done. */
export function Foreseen({ dry }: { readonly dry: DryRun }): JSX.Element {
  const { corrects, already, charged, unchanged, settled, upTo, usage, usageTotal } = dry;
  const { months = [], monthsTotal, withoutPayer } = dry;
  const left = already + charged + unchanged + settled;
  return (
    <section aria-label="What it would do">
      <h2>What it would do</h2>
      <p role="status">
        It corrects {corrects} {corrects === 1 ? 'event' : 'events'}
        {left === 0 ? '' : `, and leaves ${left} that fit: ${reasonsOf(dry)}`}.
        {corrects === 0 ? ' There is nothing to do.' : ' Nothing is done yet.'}
      </p>
      {upTo === undefined ? null : (
        <p class="notice">
          There are more: all of this is of events before {upTo}. Ask for a shorter period to see
          all of it.
        </p>
      )}
      {usage.length === 0 ? null : (
        <>
          <h3>Usage</h3>
          <Table
            caption="What becomes of usage"
            columns={usageColumns}
            rows={usage}
            keyOf={({ subject, meter, period }) => JSON.stringify([subject, meter, period])}
          />
          {usageTotal > usage.length ? (
            <p>
              The first {usage.length} of {usageTotal}.
            </p>
          ) : null}
        </>
      )}
      {months.length === 0 ? null : (
        <>
          <h3>Months of payers, without tax</h3>
          <Table
            caption="What becomes of payers’ months"
            columns={monthColumns}
            rows={months}
            keyOf={({ customer, period }) => JSON.stringify([customer, period])}
          />
          {monthsTotal > months.length ? (
            <p>
              The first {months.length} of {monthsTotal}.
            </p>
          ) : null}
        </>
      )}
      {withoutPayer === 0 ? null : <p>Nobody is billed for {withoutPayer} of the events.</p>}
    </section>
  );
}

function reasonsOf({ already, charged, unchanged, settled }: DryRun): string {
  const reasons: readonly (readonly [number, string])[] = [
    [already, 'corrected by another correction'],
    [charged, 'charged or captured'],
    [unchanged, 'as they are to be, or too large'],
    [settled, 'under levels that later months may stand on'],
  ];
  return reasons.flatMap(([count, why]) => (count === 0 ? [] : [`${count} ${why}`])).join(', ');
}
