import type { Place } from '../place.ts';

/** Every page knows where one is. */
export interface PageProps {
  readonly place: Place;
}
