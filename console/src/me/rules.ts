import type { Me } from './answers.ts';

const intervals = ['day', 'week', 'month', 'ever'] as const;
export type Interval = (typeof intervals)[number];

/** The key of the limit that a reader sets itself: one for each interval, so that setting it again replaces it. */
export const ownLimit = (every: Interval): string => `own-${every}`;
export const isOwnLimit = (key: string): boolean =>
  intervals.some((every) => key === ownLimit(every));

/** Whether the token may set limits: one with a limit of its own may not. */
export const mayChange = ({ token }: Pick<Me, 'token'>): boolean =>
  token === null || (token.actions.includes('budget') && token.limit === null);
