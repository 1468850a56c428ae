import { type Kind, refuse } from './setting.ts';

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const ORIGIN = new RegExp(
  `^(?:https://${LABEL}(?:\\.${LABEL})*|http://(?:localhost|127\\.0\\.0\\.1))(?::[1-9]\\d{0,4})?$`,
);
const ORIGINS_MAX = 20;
/** Of all together: the variables of a function have 4 KB for all that they say. */
const CHARACTERS_MAX = 1_000;

const takes = `up to ${ORIGINS_MAX} origins in lower case, as browsers send them, such as https://app.example.com or http://localhost:5173, without a path, without a port that is the default and without *, of ${CHARACTERS_MAX} characters together`;

/** Whether a browser sends it so: it leaves the default port out, and writes an address of digits in its one way. */
const isOrigin = (text: unknown): text is string =>
  typeof text === 'string' && ORIGIN.test(text) && URL.parse(text)?.origin === text;

/** Origins as browsers send them, as a JSON array or as text with commas between. */
export const origins: Kind<readonly string[]> = {
  takes: 'origins, by commas',
  byDefault: '',
  parse: (called, given) => {
    if (given === undefined) return [];
    const list: readonly unknown[] =
      typeof given === 'string' ? given.split(',') : Array.isArray(given) ? given : [undefined];
    const fits = [...new Set(list.filter(isOrigin))];
    const isWhole = list.every(isOrigin);
    if (isWhole && fits.length <= ORIGINS_MAX && fits.join().length <= CHARACTERS_MAX) return fits;
    return refuse(called, takes, given);
  },
};
