import { linkTo } from './place.ts';

/** Goes to a place, as following a link would. */
export function goTo(...place: Parameters<typeof linkTo>): void {
  location.hash = linkTo(...place).slice(1);
}
