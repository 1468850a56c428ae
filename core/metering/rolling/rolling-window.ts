import { invariant } from '../../kernel/invariant.ts';
import { remembered } from '../../kernel/remembered.ts';

/** What a month, or any window of a query, has of its trailing windows. */
export const statistics = ['max', 'mean'] as const;
export type Statistic = (typeof statistics)[number];

/** Trailing windows: each ends with a local day, and there is one for each day. */
export interface RollingWindow {
  /** How many local days each has, its own included, such as `P7D`. */
  readonly rolling: string;
  readonly statistic: Statistic;
}

const LENGTH = /^P(?<days>\d{1,2})D$/;
const DAYS_MAX = 31;

/** Of how many days a window is; undefined for any other text, and of none or more than 31. */
export const rollingDaysFrom = remembered((text: string): number | undefined => {
  const days = Number.parseInt(LENGTH.exec(text)?.groups?.['days'] ?? '0', 10);
  return days > 0 && days <= DAYS_MAX ? days : undefined;
});

/** The days of a window of a meter, which was checked. */
export function rollingDaysOf({ rolling }: RollingWindow): number {
  const days = rollingDaysFrom(rolling);
  invariant(days !== undefined, `a meter is taken only with a window of days, got ${rolling}`);
  return days;
}

/** How many days the longest of these meters' windows has; 0 where none has any. */
export const longestWindow = (meters: Iterable<{ readonly window?: RollingWindow }>): number =>
  Math.max(
    0,
    ...Array.from(meters, ({ window }) => (window === undefined ? 0 : rollingDaysOf(window))),
  );
