import type { JSX } from 'preact';
import type { PageProps } from '../page-props.ts';
import { MeterForm } from './meter-form.tsx';
import { MeterList } from './meter-list.tsx';
import { MeterPage } from './meter-page.tsx';
import { NewPlan } from './new-plan.tsx';
import { PlanList } from './plan-list.tsx';
import { PlanPage } from './plan-page.tsx';

/** Plans and meters, and each of them. No key has a slash, so none is taken for a place of this page. */
export function PlansPage({ place }: PageProps): JSX.Element {
  const { item } = place;
  if (item === undefined) {
    return (
      <>
        <PlanList />
        <MeterList />
      </>
    );
  }
  if (item === 'new/plan') return <NewPlan />;
  if (item === 'new/meter') return <MeterForm />;
  if (item.startsWith('meter/')) return <MeterPage meterKey={item.slice('meter/'.length)} />;
  return <PlanPage planKey={item} query={place.query} />;
}

/** The heading of one of them. */
export function planTitle(item: string): string {
  if (item === 'new/plan') return 'A new plan';
  if (item === 'new/meter') return 'A new meter';
  return item.startsWith('meter/') ? `Meter ${item.slice('meter/'.length)}` : `Plan ${item}`;
}
