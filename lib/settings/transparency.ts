import { type Group, type Kind, refuse, type SettingsOf } from './setting.ts';

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const HOST = new RegExp(`^${LABEL}(?:\\.${LABEL})+$`);
const CHARACTERS_MAX = 200;

const takes = `a host name in lower case that is yours, such as billing.example.com, of at most ${CHARACTERS_MAX} characters`;

const host: Kind<string | undefined> = {
  takes: 'a host name',
  byDefault: '',
  parse: (called, given) => {
    if (given === undefined) return undefined;
    const isHost = typeof given === 'string' && given.length <= CHARACTERS_MAX && HOST.test(given);
    return isHost ? given : refuse(called, takes, given);
  },
};

/** What anybody can check. */
export const transparency = {
  logHost: {
    key: 'farthing:logHost',
    kind: host,
    does: 'What the names of public logs of the books begin with; left out: none are kept. It never changes, and costs a key ($1 a month): see [transparency](transparency.md)',
  },
} satisfies Group;

export type TransparencySettings = SettingsOf<typeof transparency>;
