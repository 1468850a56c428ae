import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { linkTo } from '../../place.ts';
import { Standing, type Tone } from '../../ui/facts.tsx';
import { Choice } from '../../ui/field.tsx';
import { Listed } from '../../ui/table.tsx';
import { usePages } from '../../use-answer.ts';

const statuses = ['parked', 'open', 'closed', 'not-ended'] as const;
type Status = (typeof statuses)[number];
const tones: Readonly<Record<Status, Tone>> = {
  ...{ closed: 'good', parked: 'waiting', open: 'waiting', 'not-ended': 'plain' },
};

/** Whose month stands where, and why one waits. */
export function PayersInRun({
  period,
  version,
}: {
  readonly period: string;
  /** Changes when the list has to be asked for again. */
  readonly version: string;
}): JSX.Element {
  const [status, setStatus] = useState<string>('');
  const wanted = statuses.find((one) => one === status);
  return (
    <>
      <Choice
        label="Only"
        value={status}
        onValue={setStatus}
        options={[{ value: '', name: 'all' }, ...statuses.map((value) => ({ value, name: value }))]}
      />
      <Payers key={`${version} ${status}`} period={period} status={wanted} />
    </>
  );
}

function Payers({
  period,
  status,
}: {
  readonly period: string;
  readonly status: Status | undefined;
}): JSX.Element {
  const asked = usePages(
    'GET /v1/billing-runs/{period}',
    { path: { period }, query: { limit: 50, ...(status === undefined ? {} : { status }) } },
    ({ customers }) => customers,
  );
  return (
    <Listed
      asked={asked}
      what="customers"
      caption="Customers of the month"
      empty="Nobody."
      keyOf={({ customer }) => customer}
      columns={[
        {
          title: 'customer',
          cell: ({ customer }) => (
            <a href={linkTo('customers', customer, { period })}>{customer}</a>
          ),
        },
        {
          title: 'status',
          cell: (one) => <Standing tone={tones[one.status]}>{one.status}</Standing>,
        },
        {
          title: 'document',
          cell: ({ id, number }) =>
            id === undefined ? (
              ''
            ) : (
              <a href={linkTo('invoices', id)}>{number ?? 'without a number'}</a>
            ),
        },
        { title: 'why', isText: true, cell: ({ detail }) => detail ?? '' },
      ]}
    />
  );
}
