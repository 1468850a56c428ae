import type { JSX } from 'preact';
import { linkTo } from '../../place.ts';
import { Parts } from '../../ui/parts.tsx';
import type { PageProps } from '../page-props.ts';
import { Billing } from './billing.tsx';
import { Webhooks } from './webhooks.tsx';

const shows = {
  billing: { title: 'Billing', Shown: Billing },
  webhooks: { title: 'Webhooks', Shown: Webhooks },
} as const;

/** How the tenant bills, and who is told of it. */
export function SettingsPage({ place }: PageProps): JSX.Element {
  const name = place.query['show'] === 'webhooks' ? 'webhooks' : 'billing';
  const { Shown } = shows[name];
  return (
    <>
      <Parts
        label="Of settings"
        shown={name}
        parts={Object.entries(shows).map(([part, { title }]) => ({
          ...{ name: part, title },
          link: linkTo('settings', undefined, { show: part }),
        }))}
      />
      <Shown place={place} />
    </>
  );
}
