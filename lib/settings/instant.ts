import { type Kind, refuse } from './setting.ts';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** An instant in UTC; `never` where nothing is set. */
export const instantOrNever: Kind<string> = {
  takes: 'a time such as `2027-01-01T00:00:00Z`, `never`',
  byDefault: '`never`',
  parse: (key, given) => {
    if (given === undefined || given === 'never') return 'never';
    const isInstant = typeof given === 'string' && INSTANT.test(given);
    if (isInstant && !Number.isNaN(Date.parse(given))) return given;
    return refuse(key, 'a time in UTC such as 2027-01-01T00:00:00Z, or never', given);
  },
};
