import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Api } from '../../api.ts';
import { linkTo } from '../../place.ts';
import { useApi } from '../../session.ts';
import { Money } from '../../ui/facts.tsx';
import { Answered } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';
import { useAsked } from '../../use-answer.ts';
import { monthsLater } from '../../words.ts';
import { changeOf, type DraftCompared } from './compared-drafts.ts';

const draftsAtOnce = 20;

/** What a run would issue now, customer by customer, beside what was billed for the month before. */
export function DryRun({ period }: { readonly period: string }): JSX.Element {
  const [isAsked, setIsAsked] = useState(false);
  if (isAsked) return <Drafts period={period} />;
  return (
    <p>
      Nothing is written.{' '}
      <button
        type="button"
        onClick={() => {
          setIsAsked(true);
        }}
      >
        Try it
      </button>
    </p>
  );
}

function Drafts({ period }: { readonly period: string }): JSX.Element {
  const api = useApi();
  const [cursors, setCursors] = useState<readonly (string | undefined)[]>([undefined]);
  const cursor = cursors.at(-1);
  const asked = useAsked(() => comparedDrafts(api, period, cursor), [api, period, cursor]);
  return (
    <Answered asked={asked} what="what it would issue">
      {({ drafts, skipped, next }) => (
        <>
          {drafts.length === 0 ? (
            <p class="notice">Nothing: all that is due is closed, or the month has not ended.</p>
          ) : (
            <DraftTable period={period} drafts={drafts} />
          )}
          {skipped.map(({ customer, detail }) => (
            <p key={customer} class="quiet">
              {customer} gets none: {detail}
            </p>
          ))}
          {next === undefined ? null : (
            <button
              type="button"
              onClick={() => {
                setCursors([...cursors, next]);
              }}
            >
              Next {draftsAtOnce}
            </button>
          )}
        </>
      )}
    </Answered>
  );
}

function DraftTable({
  period,
  drafts,
}: {
  readonly period: string;
  readonly drafts: readonly DraftCompared[];
}): JSX.Element {
  return (
    <Table
      caption="What a run would issue"
      rows={drafts}
      keyOf={({ customer }) => customer}
      columns={[
        {
          title: 'customer',
          cell: ({ customer }) => (
            <a href={linkTo('customers', customer, { period })}>{customer}</a>
          ),
        },
        { title: 'as', cell: ({ type }) => type },
        { title: 'total', isNumber: true, cell: (draft) => amountOf(draft, draft.total) },
        { title: 'month before', isNumber: true, cell: (draft) => amountOf(draft, draft.before) },
        { title: 'change', isNumber: true, cell: (draft) => amountOf(draft, changeOf(draft)) },
        { title: 'waits', isText: true, cell: ({ parked }) => parked ?? '' },
      ]}
    />
  );
}

const amountOf = ({ currency }: DraftCompared, amount: string | undefined): JSX.Element =>
  amount === undefined ? (
    <span class="quiet">none</span>
  ) : (
    <Money amount={amount} currency={currency} />
  );

async function comparedDrafts(api: Api, period: string, cursor: string | undefined) {
  const page = cursor === undefined ? {} : { cursor };
  const answer = await api.ask('POST /v1/billing-runs', {
    body: { period, dryRun: true, limit: draftsAtOnce, ...page },
  });
  // Only a run that was started is answered without drafts, and none was.
  if (!('drafts' in answer)) throw new Error('a dry run was answered with a run');
  const before = monthsLater(period, -1);
  const drafts: DraftCompared[] = [];
  for (const { type, customer, total, currency, parked } of answer.drafts) {
    const { invoices } = await api.ask('GET /v1/invoices', {
      query: { customer, period: before },
    });
    const earlier = invoices.find(({ status }) => status !== 'void');
    drafts.push({
      ...{ type, customer, total, currency },
      before: earlier?.currency === currency ? earlier.total : undefined,
      parked: parked?.detail,
    });
  }
  return { drafts, skipped: answer.skipped, next: answer.nextCursor };
}
