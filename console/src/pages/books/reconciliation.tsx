import type { JSX } from 'preact';
import type { AnswerOf } from '../../api.ts';
import { At, Standing, type Tone } from '../../ui/facts.tsx';
import { Answered } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';
import { useAnswer } from '../../use-answer.ts';
import { separated } from '../../words.ts';

type Answer = AnswerOf<'GET /v1/reconciliation'>;
type Comparison = Answer['comparisons'][number];

const standings: Readonly<
  Record<Answer['status'], { readonly tone: Tone; readonly says: string }>
> = {
  agrees: { tone: 'good', says: 'All that was compared agrees.' },
  differs: { tone: 'bad', says: 'Something differs. Below is what, and what to do.' },
  overdue: {
    tone: 'waiting',
    says: 'No comparison has ended for 30 hours, or ever. One begins every day by itself.',
  },
};

/** What the daily comparison of books, totals and invoices has found. */
export function Reconciliation(): JSX.Element {
  const asked = useAnswer('GET /v1/reconciliation', {});
  return (
    <>
      <h3>Daily comparison</h3>
      <Answered asked={asked} what="what was compared">
        {({ status, endedAt, comparisons }) => (
          <>
            <p class={`notice ${standings[status].tone}`}>
              {standings[status].says}
              {endedAt === undefined ? null : (
                <>
                  {' '}
                  The last one ended <At instant={endedAt} />.
                </>
              )}
            </p>
            {comparisons.length === 0 ? null : <Compared comparisons={comparisons} />}
            {comparisons.map((comparison) => (
              <Findings key={nameOf(comparison)} comparison={comparison} />
            ))}
          </>
        )}
      </Answered>
    </>
  );
}

const nameOf = ({ kind, period }: Comparison): string =>
  period === undefined ? kind : `${kind} of ${period}`;

const Compared = ({ comparisons }: { readonly comparisons: readonly Comparison[] }) => (
  <Table
    caption="What was compared"
    rows={comparisons}
    keyOf={nameOf}
    columns={[
      { title: 'what', cell: nameOf },
      { title: 'ended', cell: ({ endedAt }) => <At instant={endedAt} /> },
      { title: 'compared', isNumber: true, cell: ({ compared }) => separated(String(compared)) },
      {
        title: 'differing',
        isNumber: true,
        cell: ({ differing }) => (
          <Standing tone={differing === 0 ? 'good' : 'bad'}>
            {separated(String(differing))}
          </Standing>
        ),
      },
    ]}
  />
);

function Findings({ comparison }: { readonly comparison: Comparison }): JSX.Element | null {
  const { findings, differing } = comparison;
  if (findings.length === 0) return null;
  return (
    <>
      <h4>Differences of {nameOf(comparison)}</h4>
      {findings.length < differing ? (
        <p class="quiet">
          The first {findings.length} of {separated(String(differing))}.
        </p>
      ) : null}
      <Table
        caption={`Differences of ${nameOf(comparison)}`}
        rows={findings}
        keyOf={({ code }, index) => `${code} ${index}`}
        columns={[
          { title: 'what', cell: ({ code }) => code },
          { title: 'detail', cell: ({ detail }) => <div class="words">{detail}</div> },
          { title: 'expected', cell: ({ expected = '' }) => expected },
          { title: 'found', cell: ({ found = '' }) => found },
          { title: 'what to do', cell: ({ action }) => <div class="words">{action}</div> },
        ]}
      />
    </>
  );
}
