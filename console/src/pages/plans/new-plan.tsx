import type { JSX } from 'preact';
import { goTo } from '../../go.ts';
import { linkTo } from '../../place.ts';
import { VersionForm } from './version-form.tsx';

export const NewPlan = (): JSX.Element => (
  <>
    <p>
      <a href={linkTo('plans')}>All plans and meters</a>
    </p>
    <VersionForm onDone={({ key }) => goTo('plans', key)} />
  </>
);
