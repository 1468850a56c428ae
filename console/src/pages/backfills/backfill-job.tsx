import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { AnswerOf } from '../../api.ts';
import { linkTo } from '../../place.ts';
import { At, Facts, Quantity, Standing } from '../../ui/facts.tsx';
import { Answered } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';
import { useAnswer } from '../../use-answer.ts';
import { monthsLater } from '../../words.ts';
import { EndJob } from './end-job.tsx';
import {
  beginningText,
  billingWords,
  importCommand,
  outcomeWords,
  statusTones,
} from './job-words.ts';

type Job = AnswerOf<'GET /v1/backfills/{name}'>;

const AGAIN_MS = 5_000;

/** How far a job is; of one that only looks, what it would do. While it is open, it is asked again. */
export function BackfillJob({ name }: { readonly name: string }): JSX.Element {
  const asked = useAnswer('GET /v1/backfills/{name}', { path: { name } });
  const { reload } = asked;
  const isOpen = asked.value?.status === 'open';
  useEffect(() => {
    if (!isOpen) return undefined;
    const timer = setInterval(reload, AGAIN_MS);
    return () => clearInterval(timer);
  }, [isOpen, reload]);
  return (
    <>
      <p>
        <a href={linkTo('backfills')}>All jobs</a>
      </p>
      <Answered asked={asked} what="the job">
        {(job) => (
          <>
            <JobFacts job={job} />
            {job.status === 'open' ? <EndJob job={job} onDone={reload} /> : null}
            <Months job={job} />
            <Additions job={job} />
            <Refused job={job} />
            <TakenOut job={job} />
          </>
        )}
      </Answered>
    </>
  );
}

const some = (count: number): JSX.Element | undefined =>
  count === 0 ? undefined : <Quantity value={String(count)} />;

function JobFacts({ job }: { readonly job: Job }): JSX.Element {
  const { status, dryRun, billing, from, to, openedAt, endedAt, eventsPerSecond } = job;
  const count = (value: number) => <Quantity value={String(value)} />;
  return (
    <>
      {dryRun ? <p class="notice">It only looks: nothing of it is written.</p> : null}
      <Facts
        facts={[
          ['Standing', <Standing tone={statusTones[status]}>{status}</Standing>],
          [dryRun ? 'Would be written' : 'Written', count(job.accepted)],
          ['There already', some(job.repeated)],
          ['Under way: send them again', some(job.underWay)],
          ['Never answered, and not there', some(job.unanswered)],
          ['Billed', billingWords[billing]],
          ['Events from', beginningText(from)],
          ['Before', beginningText(to)],
          ['Events a second, at most', count(eventsPerSecond)],
          ['Opened', <At instant={openedAt} />],
          ['By the key', job.openedBy],
          ['Ended', endedAt === undefined ? undefined : <At instant={endedAt} />],
          ['Ended by the key', job.endedBy],
        ]}
      />
      {status === 'open' ? (
        <>
          <p>Events are sent at a terminal; where that was cut off, by the same command again:</p>
          <pre>{importCommand(job)}</pre>
        </>
      ) : null}
    </>
  );
}

function Months({ job: { months, dryRun } }: { readonly job: Job }): JSX.Element {
  if (months.length === 0) return <p class="notice">No event of it came yet.</p>;
  return (
    <>
      <h2>Months</h2>
      <Table
        caption="Events of each month, in UTC"
        rows={months}
        keyOf={({ month }) => month}
        columns={[
          { title: 'month', cell: ({ month }) => <time>{month}</time> },
          {
            title: dryRun ? 'would be written' : 'written',
            isNumber: true,
            cell: ({ accepted }) => <Quantity value={String(accepted)} />,
          },
          {
            title: 'there already',
            isNumber: true,
            cell: ({ repeated }) => <Quantity value={String(repeated)} />,
          },
          {
            title: 'what becomes of it',
            isText: true,
            cell: ({ month, outcome }) => (
              <>
                {outcomeWords[outcome]}
                {outcome === 'listed' ? (
                  <>
                    {' '}
                    on <a href={linkTo('runs', month)}>its month</a>
                  </>
                ) : null}
              </>
            ),
          },
        ]}
      />
    </>
  );
}

function Additions({ job: { additions = [] } }: { readonly job: Job }): JSX.Element | null {
  if (additions.length === 0) return null;
  return (
    <>
      <h2>What usage would get</h2>
      <Table
        caption="What usage would get, by month and meter"
        rows={additions}
        keyOf={({ month, meter }) => JSON.stringify([month, meter])}
        columns={[
          { title: 'month', cell: ({ month }) => month },
          {
            title: 'meter',
            cell: ({ month, meter }) => (
              <a href={linkTo('usage', undefined, usageOf(month, meter))}>{meter}</a>
            ),
          },
          {
            title: 'events',
            isNumber: true,
            cell: ({ events }) => <Quantity value={String(events)} />,
          },
          {
            title: 'more by',
            isNumber: true,
            cell: ({ adds }) =>
              adds === undefined ? (
                <span class="quiet">not told by a sum</span>
              ) : (
                <Quantity value={adds} />
              ),
          },
        ]}
      />
    </>
  );
}

const usageOf = (month: string, meter: string) => ({
  ...{ meter, from: `${month}-01`, to: `${monthsLater(month, 1)}-01`, window: 'day' },
});

function Refused({ job: { refused } }: { readonly job: Job }): JSX.Element | null {
  if (refused.length === 0) return null;
  return (
    <>
      <h2>Not taken</h2>
      <Table
        caption="Events that were not taken, by reason"
        rows={refused}
        keyOf={({ code }) => code}
        columns={[
          { title: 'why', cell: ({ code }) => code },
          {
            title: 'events',
            isNumber: true,
            cell: ({ events }) => <Quantity value={String(events)} />,
          },
        ]}
      />
    </>
  );
}

/** What was written is not taken out by ending a job. */
function TakenOut({
  job: { status, dryRun, accepted },
}: {
  readonly job: Job;
}): JSX.Element | null {
  if (status === 'open' || dryRun || accepted === 0) return null;
  return (
    <p class="quiet">
      What it wrote stays. A{' '}
      <a href={linkTo('events', undefined, { show: 'corrections' })}>correction</a> takes it out:{' '}
      <code>farthing corrections void --backfill JOB</code>.
    </p>
  );
}
