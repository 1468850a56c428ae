import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { linkTo } from '../../place.ts';
import { useApi } from '../../session.ts';
import { FormDialog } from '../../ui/dialog.tsx';
import { Standing, type Tone } from '../../ui/facts.tsx';
import { useTask } from '../../use-task.ts';
import { type PutPlan, planWithout, putPlan } from './put-version.ts';
import { VersionShown } from './version-shown.tsx';
import {
  type PlacedVersion,
  type Plan,
  placedVersions,
  type VersionStanding,
} from './version-times.ts';

const toneOf: Readonly<Record<VersionStanding, Tone>> = {
  'in force': 'good',
  'to come': 'waiting',
  past: 'plain',
};

/** The versions of a plan one after the other, what comes first. Only what has not begun can be changed. */
export function TimeLine({
  plan,
  onDone,
}: {
  readonly plan: Plan;
  readonly onDone: (put: PutPlan) => void;
}): JSX.Element {
  const placed = placedVersions(plan.versions, useApi().now());
  return (
    <>
      <h2>Versions</h2>
      <p class="quiet">
        Each is in force from the beginning of its day, in each customer’s time zone. What has begun
        anywhere stays as it is: months may have been charged by it.
      </p>
      <ol class="time-line" reversed>
        {placed.toReversed().map((one) => (
          <li key={one.version.effectiveFrom} class={one.standing.replace(' ', '-')}>
            <h3>
              {stretchWords(one)} <Standing tone={toneOf[one.standing]}>{one.standing}</Standing>
            </h3>
            {one.standing === 'to come' ? (
              <Change plan={plan} day={one.version.effectiveFrom} onDone={onDone} />
            ) : null}
            {one.standing === 'past' ? (
              <details>
                <summary>What it cost</summary>
                <VersionShown planKey={plan.key} version={one.version} />
              </details>
            ) : (
              <VersionShown planKey={plan.key} version={one.version} />
            )}
          </li>
        ))}
      </ol>
    </>
  );
}

const stretchWords = ({ version, until }: PlacedVersion): string =>
  until === undefined
    ? `From ${version.effectiveFrom} on`
    : `${version.effectiveFrom} to before ${until}`;

function Change({
  plan,
  day,
  onDone,
}: {
  readonly plan: Plan;
  readonly day: string;
  readonly onDone: (put: PutPlan) => void;
}): JSX.Element {
  const api = useApi();
  const [isOpen, setIsOpen] = useState(false);
  const { isAsking, error, run } = useTask();
  const isAlone = plan.versions.length === 1;
  const takeAway = async (): Promise<void> => {
    const { key, revision: before } = plan;
    const put = await run(() => putPlan(api, { key, before, body: planWithout(plan, day) }));
    if (put !== undefined) onDone(put);
  };
  return (
    <div class="buttons">
      <a class="button" href={linkTo('plans', plan.key, { edit: day })}>
        Change …
      </a>
      {isAlone ? null : (
        <button type="button" onClick={() => setIsOpen(true)}>
          Take away …
        </button>
      )}
      {isOpen ? (
        <FormDialog
          title={`Take away the version of ${day}`}
          submit="Take it away"
          {...{ isAsking, error }}
          onSubmit={() => void takeAway()}
          onClose={() => setIsOpen(false)}
        >
          <p>It has not begun, and nothing was charged by it. What is in force before it, stays.</p>
        </FormDialog>
      ) : null}
    </div>
  );
}
