import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { goTo } from '../../go.ts';
import { linkTo } from '../../place.ts';
import { Facts } from '../../ui/facts.tsx';
import { Answered } from '../../ui/states.tsx';
import { useAnswer } from '../../use-answer.ts';
import type { PutPlan } from './put-version.ts';
import { TimeLine } from './time-line.tsx';
import { VersionForm } from './version-form.tsx';

/** A plan with its versions, and a form for one of them where the address asks for it. */
export function PlanPage({
  planKey,
  query,
}: {
  readonly planKey: string;
  readonly query: Readonly<Record<string, string>>;
}): JSX.Element {
  const asked = useAnswer('GET /v1/plans/{key}', { path: { key: planKey } });
  const [put, setPut] = useState<PutPlan>();
  const { edit } = query;
  const done = (answer: PutPlan): void => {
    setPut(answer);
    asked.reload();
    goTo('plans', planKey);
  };
  return (
    <>
      <p>
        <a href={linkTo('plans')}>All plans and meters</a>
      </p>
      {put === undefined || edit !== undefined ? null : <WhatWasPut put={put} />}
      <Answered asked={asked} what="the plan">
        {(plan) =>
          edit === undefined ? (
            <>
              <Facts
                facts={[
                  ['name', plan.name],
                  ['currency', plan.versions[0]?.currency],
                  ['revision', String(plan.revision)],
                ]}
              />
              <p class="buttons">
                <a class="button" href={linkTo('plans', planKey, { edit: 'new' })}>
                  Add a version …
                </a>
              </p>
              <TimeLine plan={plan} onDone={done} />
            </>
          ) : (
            <VersionForm
              key={edit}
              planKey={planKey}
              plan={plan}
              {...(edit === 'new' ? {} : { replaces: edit })}
              onDone={done}
            />
          )
        }
      </Answered>
    </>
  );
}

/** That a plan was put, and what of it may not be meant. */
const WhatWasPut = ({ put: { revision, warnings = [] } }: { readonly put: PutPlan }) => (
  <div class={`notice ${warnings.length === 0 ? 'good' : 'waiting'}`} role="status">
    <p>Put, as revision {revision}.</p>
    {warnings.map(({ param, detail }) => (
      <p key={param}>{detail}</p>
    ))}
  </div>
);
