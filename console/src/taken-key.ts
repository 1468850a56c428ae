import { keyIn, linkTo, mayBeKey } from './place.ts';

/** The key that the address brings, which has none from then on; undefined where it brings none, or a broken one. */
export function takenKey(): string | undefined {
  const key = keyIn(location.hash);
  if (key !== undefined)
    history.replaceState(null, '', `${location.pathname}${linkTo('overview')}`);
  return key !== undefined && mayBeKey(key) ? key : undefined;
}
