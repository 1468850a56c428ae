import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { goTo } from '../../go.ts';
import { linkTo } from '../../place.ts';
import { useApi } from '../../session.ts';
import { Facts, Standing, type Tone } from '../../ui/facts.tsx';
import { Field } from '../../ui/field.tsx';
import { Answered } from '../../ui/states.tsx';
import { useAnswer } from '../../use-answer.ts';
import { monthAt, monthsLater } from '../../words.ts';
import type { PageProps } from '../page-props.ts';
import { DryRun } from './dry-run.tsx';
import { IssueDrafts } from './issue-drafts.tsx';
import { PayersInRun } from './payers-in-run.tsx';
import { checkAdvice, isRunning, type Run } from './run-words.ts';
import { StartRun } from './start-run.tsx';
import { Unbilled } from './unbilled.tsx';

/** Where the billing of a month stands, what waits and why, and what it would issue. */
export function RunsPage({ place: { item } }: PageProps): JSX.Element {
  const lastMonth = monthsLater(monthAt(useApi().now()), -1);
  const period = item ?? lastMonth;
  return (
    <>
      <MonthForm key={period} period={period} />
      <Month key={`of ${period}`} period={period} />
    </>
  );
}

function MonthForm({ period }: { readonly period: string }): JSX.Element {
  const [month, setMonth] = useState(period);
  return (
    <form
      class="asked-for"
      onSubmit={(event) => {
        event.preventDefault();
        goTo('runs', month);
      }}
    >
      <Field
        label="Month"
        value={month}
        onValue={setMonth}
        required
        pattern="\d{4}-\d\d"
        placeholder="2026-11"
      />
      <button type="submit">Show</button>
      <a class="button" href={linkTo('runs', monthsLater(period, -1))}>
        Earlier
      </a>
      <a class="button" href={linkTo('runs', monthsLater(period, 1))}>
        Later
      </a>
    </form>
  );
}

const tones: Readonly<Record<Run['status'], Tone>> = {
  done: 'good',
  waiting: 'bad',
  open: 'waiting',
};
const pollMs = 1_500;

function Month({ period }: { readonly period: string }): JSX.Element {
  const path = { period };
  const asked = useAnswer('GET /v1/billing-runs/{period}', { path });
  const [isWatched, setIsWatched] = useState(false);
  const run = asked.value;
  const isUnderWay = isWatched && (run === undefined || run.status === 'open');
  useEffect(() => {
    if (!isUnderWay || asked.isLoading) return;
    const timer = setTimeout(asked.reload, pollMs);
    return () => {
      clearTimeout(timer);
    };
  }, [isUnderWay, asked.isLoading, asked.value]);
  return (
    <Answered asked={asked} what="the billing run">
      {(found) => (
        <>
          <RunHead run={found} />
          {isRunning(found.counts) ? (
            <p class="notice">
              Nobody’s {period} has ended yet. It is billed by itself, a day after it has ended.
            </p>
          ) : (
            <StartRun
              run={found}
              onStarted={() => {
                setIsWatched(true);
                asked.reload();
              }}
            />
          )}
          {isUnderWay ? <Progress run={found} /> : null}
          {found.counts.parked > 0 ? (
            <IssueDrafts period={period} count={found.counts.parked} onDone={asked.reload} />
          ) : null}
          <h2>Customers</h2>
          <PayersInRun period={period} version={JSON.stringify(found.counts)} />
          {isRunning(found.counts) ? null : (
            <>
              <h2>What it would issue now</h2>
              <DryRun period={period} />
            </>
          )}
          <h2>What nobody is billed for</h2>
          <Unbilled period={period} />
        </>
      )}
    </Answered>
  );
}

function RunHead({ run }: { readonly run: Run }): JSX.Element {
  const { status, counts, checkedAt, waitingFor, unassigned } = run;
  return (
    <>
      <Facts
        facts={[
          [
            'The month',
            isRunning(counts) ? (
              'has not ended'
            ) : (
              <Standing key="status" tone={tones[status]}>
                {status}
              </Standing>
            ),
          ],
          ['Closed', counts.closed],
          ['Waits for a person', counts.parked],
          ['Open', counts.open],
          ['Not ended', counts['not-ended']],
          ['Last looked at', checkedAt?.replace('T', ' ').replace(/(?:\.\d+)?Z$/, ' UTC')],
        ]}
      />
      {waitingFor.map(({ code, detail }) => (
        <p key={code} class="notice bad">
          The run waits: {detail}. {checkAdvice[code]}
        </p>
      ))}
      {unassigned.length === 0 ? null : (
        <details>
          <summary>Nobody pays for {unassigned.length} subjects</summary>
          <ul>
            {unassigned.map((subject) => (
              <li key={subject}>{subject}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/** How far a run is, as long as somebody watches it. It goes on without. */
function Progress({ run: { counts } }: { readonly run: Run }): JSX.Element {
  const done = counts.closed + counts.parked;
  return (
    <p role="status">
      <label>
        Under way: {done} of {done + counts.open}{' '}
        <progress value={done} max={Math.max(1, done + counts.open)} />
      </label>
    </p>
  );
}
