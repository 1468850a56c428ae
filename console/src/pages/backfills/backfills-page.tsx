import type { JSX } from 'preact';
import { linkTo } from '../../place.ts';
import { At, Standing } from '../../ui/facts.tsx';
import { Listed } from '../../ui/table.tsx';
import { usePages } from '../../use-answer.ts';
import type { PageProps } from '../page-props.ts';
import { BackfillJob } from './backfill-job.tsx';
import { beginningText, billingWords, statusTones } from './job-words.ts';
import { OpenJob } from './open-job.tsx';

/** Jobs that write older events; or one of them. */
export const BackfillsPage = ({ place: { item } }: PageProps): JSX.Element =>
  item === undefined ? <Jobs /> : <BackfillJob name={item} />;

function Jobs(): JSX.Element {
  const asked = usePages('GET /v1/backfills', {}, ({ backfills }) => backfills);
  return (
    <>
      <p>
        Events that are older than the intake takes are written under a job, which says of which
        time, how fast, and whether they are billed. A job that only looks writes nothing.
      </p>
      <OpenJob />
      <h2>Jobs</h2>
      <Listed
        asked={asked}
        what="the jobs"
        caption="Backfill jobs, by name"
        empty="There was none yet."
        keyOf={({ name }) => name}
        columns={[
          { title: 'job', cell: ({ name }) => <a href={linkTo('backfills', name)}>{name}</a> },
          {
            title: 'standing',
            cell: ({ status, dryRun }) => (
              <>
                <Standing tone={statusTones[status]}>{status}</Standing>
                {dryRun ? <span class="quiet"> only looks</span> : null}
              </>
            ),
          },
          { title: 'billed', cell: ({ billing }) => billingWords[billing] },
          { title: 'events from', cell: ({ from }) => <time>{beginningText(from)}</time> },
          { title: 'before', cell: ({ to }) => <time>{beginningText(to)}</time> },
          { title: 'opened', cell: ({ openedAt }) => <At instant={openedAt} /> },
        ]}
      />
    </>
  );
}
