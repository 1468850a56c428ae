import type { JSX } from 'preact';
import { linkTo } from '../../place.ts';
import { At } from '../../ui/facts.tsx';
import { Listed } from '../../ui/table.tsx';
import { usePages } from '../../use-answer.ts';
import type { PageProps } from '../page-props.ts';
import { PayoutRunPage } from './payout-run-page.tsx';
import { RunStanding } from './payout-standing.tsx';
import { Sums } from './sums.tsx';

/** The runs that pay payees, the latest first; or one of them. */
export function PayoutsPage({ place: { item } }: PageProps): JSX.Element {
  return item === undefined ? <PayoutRuns /> : <PayoutRunPage key={item} id={item} />;
}

function PayoutRuns(): JSX.Element {
  const asked = usePages('GET /v1/payout-runs', { query: { limit: 20 } }, ({ runs }) => runs);
  return (
    <>
      <p>
        A run pays payees what they were told is owed. One key prepares it, another approves it, and
        nothing is taken from anybody before it is submitted.
      </p>
      <Listed
        asked={asked}
        what="the runs"
        caption="Runs of payouts"
        empty={
          <>
            There are no runs yet. <code>farthing payouts propose</code> says what one would pay,{' '}
            <code>farthing payouts prepare</code> prepares it.
          </>
        }
        keyOf={({ id }) => id}
        columns={[
          { title: 'run', cell: ({ id }) => <a href={linkTo('payouts', id)}>{id}</a> },
          {
            title: 'status',
            cell: ({ status }) => <RunStanding status={status} />,
          },
          { title: 'over', cell: ({ rail }) => rail },
          { title: 'payouts', isNumber: true, cell: ({ count }) => count },
          { title: 'comes to', isNumber: true, cell: ({ sums }) => <Sums sums={sums} /> },
          { title: 'prepared', cell: ({ madeAt }) => <At instant={madeAt} /> },
          { title: 'by key', cell: ({ madeBy }) => madeBy },
        ]}
      />
    </>
  );
}
