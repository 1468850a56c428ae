import type { JSX } from 'preact';
import { linkTo } from '../../place.ts';
import { Parts } from '../../ui/parts.tsx';
import type { PageProps } from '../page-props.ts';
import { Audit } from './audit.tsx';
import { KeyList } from './key-list.tsx';

const shows = {
  keys: { title: 'Keys', Shown: KeyList },
  audit: { title: 'Audit', Shown: Audit },
} as const;

/** Who may ask, and who has asked for which change. */
export function KeysPage({ place }: PageProps): JSX.Element {
  const name = place.query['show'] === 'audit' ? 'audit' : 'keys';
  const { Shown } = shows[name];
  return (
    <>
      <Parts
        label="Of keys"
        shown={name}
        parts={Object.entries(shows).map(([part, { title }]) => ({
          ...{ name: part, title },
          link: linkTo('keys', undefined, { show: part }),
        }))}
      />
      <Shown place={place} />
    </>
  );
}
