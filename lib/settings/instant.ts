import { timestampFrom } from '../../core/kernel/timestamp.ts';
import { type Kind, refuse } from './setting.ts';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** An instant in UTC; `never` where nothing is set. */
export const instantOrNever: Kind<string> = {
  takes: 'a time such as `2027-01-01T00:00:00Z`, `never`',
  byDefault: '`never`',
  parse: (called, given) => {
    if (given === undefined || given === 'never') return 'never';
    const isInUtc = typeof given === 'string' && INSTANT.test(given);
    // As the functions read it, which do not start with a day that there is not.
    if (isInUtc && timestampFrom(given) !== undefined) return given;
    return refuse(called, 'a time in UTC such as 2027-01-01T00:00:00Z, or never', given);
  },
};
