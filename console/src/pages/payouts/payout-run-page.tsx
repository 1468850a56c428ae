import type { JSX } from 'preact';
import { linkTo } from '../../place.ts';
import { Download } from '../../ui/download.tsx';
import { At, Facts, Money } from '../../ui/facts.tsx';
import { Answered } from '../../ui/states.tsx';
import { Listed, Table } from '../../ui/table.tsx';
import { useAnswer, usePages } from '../../use-answer.ts';
import { counted } from '../../words.ts';
import { ApproveRun } from './approve-run.tsx';
import { ItemStanding, RunStanding } from './payout-standing.tsx';
import {
  accountText,
  hasFile,
  nextOf,
  type PayoutItem,
  type PayoutRun,
  whyLeftOut,
} from './payout-words.ts';
import { Sums } from './sums.tsx';

/** One run: where it stands, what is next, whom it pays, and whom not and why. */
export function PayoutRunPage({ id }: { readonly id: string }): JSX.Element {
  const asked = useAnswer('GET /v1/payout-runs/{id}', { path: { id } });
  return (
    <Answered asked={asked} what="the run">
      {(run) => (
        <>
          <p>
            <a href={linkTo('payouts')}>All runs</a>
          </p>
          <RunHead run={run} />
          {run.status === 'prepared' ? <ApproveRun run={run} onDone={asked.reload} /> : null}
          <Next run={run} />
          <h2>Payouts</h2>
          <Items run={run} />
          <h2>Left out</h2>
          <LeftOut run={run} />
        </>
      )}
    </Answered>
  );
}

function RunHead({ run }: { readonly run: PayoutRun }): JSX.Element {
  const { status, rail, count, sums, states, payOn, madeBy, madeAt } = run;
  const { approvedBy, approvedAt, submittedAt } = run;
  return (
    <Facts
      facts={[
        ['The run is', <RunStanding key="status" status={status} />],
        ['Over', rail],
        ['Payouts', count],
        ['Comes to', <Sums key="sums" sums={sums} />],
        ['The bank pays on', payOn],
        ['Prepared', <At key="made" instant={madeAt} />],
        ['Prepared by key', madeBy],
        ['Approved', approvedAt === undefined ? undefined : <At key="at" instant={approvedAt} />],
        ['Approved by key', approvedBy],
        ['Submitted', submittedAt === undefined ? undefined : <At key="s" instant={submittedAt} />],
        ['Under way', states?.inTransit],
        ['Settled', states?.settled],
        ['Came back', states?.returned],
      ]}
    />
  );
}

/** What is done at a terminal, and the file for the bank. */
function Next({ run }: { readonly run: PayoutRun }): JSX.Element | null {
  const next = nextOf(run);
  return (
    <>
      {next === undefined ? null : (
        <p class="notice">
          Next, at a terminal: <code>{next}</code>
        </p>
      )}
      {hasFile(run) ? (
        <p class="buttons">
          <Download
            path={`/v1/payout-runs/${encodeURIComponent(run.id)}/file`}
            query={{}}
            name={`${run.id}.xml`}
          >
            File for the bank
          </Download>
        </p>
      ) : null}
    </>
  );
}

function Items({ run: { id, status, states } }: { readonly run: PayoutRun }): JSX.Element {
  return <ItemList key={`${status} ${JSON.stringify(states)}`} id={id} />;
}

function ItemList({ id }: { readonly id: string }): JSX.Element {
  const asked = usePages(
    'GET /v1/payout-runs/{id}/payouts',
    { path: { id } },
    ({ payouts }) => payouts,
  );
  const money = (title: string, amountOf: (item: PayoutItem) => string) => ({
    title,
    isNumber: true,
    cell: (item: PayoutItem) => <Money amount={amountOf(item)} currency={item.currency} />,
  });
  return (
    <Listed
      asked={asked}
      what="its payouts"
      caption="Payouts of the run"
      empty="It pays nobody."
      keyOf={({ payout }) => payout}
      columns={[
        {
          title: 'payee',
          cell: ({ payee }) => <a href={linkTo('payees', payee)}>{payee}</a>,
        },
        money('amount', ({ amount }) => amount),
        money('fee', ({ fee }) => fee),
        { title: 'by', cell: ({ paidBy }) => <span class="money">{accountText(paidBy)}</span> },
        {
          title: 'status',
          cell: ({ status }) => <ItemStanding status={status} />,
        },
        {
          title: 'on',
          cell: ({ settledOn, returnedOn }) => (
            <span class="money">{returnedOn ?? settledOn ?? ''}</span>
          ),
        },
        { title: 'why', cell: ({ reason }) => reason ?? '' },
        { title: 'reference', cell: ({ reference }) => <span class="money">{reference}</span> },
      ]}
    />
  );
}

/** Whom nothing was prepared for, counted by why; and who was left out as it was submitted, one by one. */
function LeftOut({ run: { leftOut, without, next } }: { readonly run: PayoutRun }): JSX.Element {
  const counts = Object.entries(leftOut);
  if (counts.length + without.length === 0 && next === undefined) {
    return <p class="notice">Nobody was left out to whom anything is payable.</p>;
  }
  return (
    <>
      {counts.length === 0 ? null : (
        <ul>
          {counts.map(([why, count]) => (
            <li key={why}>
              {counted(count, 'payee')}: {whyLeftOut(why)}
            </li>
          ))}
        </ul>
      )}
      {without.length === 0 ? null : (
        <Table
          caption="Left out as it was submitted"
          rows={without}
          keyOf={({ payee, currency }) => `${payee} ${currency}`}
          columns={[
            { title: 'payee', cell: ({ payee }) => <a href={linkTo('payees', payee)}>{payee}</a> },
            {
              title: 'amount',
              isNumber: true,
              cell: ({ amount, currency }) => <Money amount={amount} currency={currency} />,
            },
            { title: 'why', isText: true, cell: ({ why }) => whyLeftOut(why) },
          ]}
        />
      )}
      {next === undefined ? null : (
        <p class="notice waiting">
          There were more than one run takes. The next begins{' '}
          <code>farthing payouts prepare --after {next}</code>.
        </p>
      )}
    </>
  );
}
