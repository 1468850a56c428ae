import type { JSX } from 'preact';
import { linkTo } from '../../place.ts';
import { useApi } from '../../session.ts';
import { Listed } from '../../ui/table.tsx';
import { usePages } from '../../use-answer.ts';
import { type Plan, placedVersions } from './version-times.ts';

export function PlanList(): JSX.Element {
  const { now } = useApi();
  const asked = usePages('GET /v1/plans', {}, ({ plans }) => plans);
  return (
    <>
      <h2>Plans</h2>
      <p class="buttons">
        <a class="button" href={linkTo('plans', 'new/plan')}>
          New plan
        </a>
      </p>
      <Listed
        asked={asked}
        what="plans"
        caption="Plans"
        keyOf={({ key }) => key}
        empty={
          <>
            There are no plans yet. A plan says what usage costs: make one here, or with{' '}
            <code>farthing plans apply</code>.
          </>
        }
        columns={[
          { title: 'plan', cell: ({ key }) => <a href={linkTo('plans', key)}>{key}</a> },
          { title: 'name', cell: ({ name = '' }) => name },
          { title: 'currency', cell: ({ versions }) => versions[0]?.currency },
          { title: 'in force since', cell: (plan) => dayOf(plan, 'in force', now()) },
          { title: 'to come', cell: (plan) => dayOf(plan, 'to come', now()) },
          {
            title: 'versions',
            isNumber: true,
            cell: ({ versions }) => versions.length,
          },
        ]}
      />
    </>
  );
}

function dayOf({ versions }: Plan, wanted: 'in force' | 'to come', now: number): JSX.Element {
  const found = placedVersions(versions, now).find(({ standing }) => standing === wanted);
  if (found === undefined) return <span class="quiet">–</span>;
  return <span class="money">{found.version.effectiveFrom}</span>;
}
