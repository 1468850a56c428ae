import { policyFrom } from '../../core/tlog/policy.ts';
import { type Group, jsonFrom, type Kind, refuse, type SettingsOf } from './setting.ts';

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

/** In variables of two functions, beside others: all of a function's may have 4 KB. */
const POLICY_CHARACTERS_MAX = 2000;
const policyTakes = `the lines of a policy as C2SP tlog-policy has them, a text or a JSON array, of at most ${POLICY_CHARACTERS_MAX} characters, in which each witness has an https URL`;

const policy: Kind<string | undefined> = {
  takes: 'lines of C2SP tlog-policy',
  byDefault: '',
  parse: (called, given) => {
    if (given === undefined) return undefined;
    const parsed = typeof given === 'string' ? (jsonFrom(given) ?? given) : given;
    const lines: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed];
    if (!lines.every((line) => typeof line === 'string')) return refuse(called, policyTakes, given);
    const text = lines.join('\n');
    const read = policyFrom(text);
    if (read.kind === 'wrong')
      throw new Error(`set ${called} to a policy of C2SP tlog-policy: ${read.detail}`);
    const { witnesses } = read.policy;
    const isAsked = witnesses.length > 0 && witnesses.every(({ url }) => isAddress(url));
    return isAsked && text.length <= POLICY_CHARACTERS_MAX
      ? text
      : refuse(called, policyTakes, given);
  },
};

/** Plain HTTP is for witnesses of this machine alone. */
function isAddress(url: string | undefined): boolean {
  if (url === undefined || !URL.canParse(url)) return false;
  const { protocol, hostname, search, hash } = new URL(url);
  const isHere = hostname === '127.0.0.1' || hostname === 'localhost';
  return (
    search === '' && hash === '' && (protocol === 'https:' || (isHere && protocol === 'http:'))
  );
}

const LOGS_MAX = 10;
const logsTake = `the keys of logs as they are published, name+id+base64, each on a line of a text or in a JSON array, at most ${LOGS_MAX} and ${POLICY_CHARACTERS_MAX} characters`;

const logKeys: Kind<readonly string[]> = {
  takes: 'keys of logs',
  byDefault: '',
  parse: (called, given) => {
    if (given === undefined) return [];
    const parsed = typeof given === 'string' ? (jsonFrom(given) ?? given.split('\n')) : given;
    const keys: readonly unknown[] = Array.isArray(parsed) ? parsed : [undefined];
    const read = keys.filter((key) => typeof key === 'string').map((key) => key.trim());
    const isAll = read.length === keys.length && read.length <= LOGS_MAX;
    // As lines of a policy: so each is told apart from what is no key, and from another of the same bytes.
    const lines = [...read.map((key) => `log ${key}`), 'quorum none'].join('\n');
    const wrong = policyFrom(lines);
    if (isAll && wrong.kind === 'wrong')
      throw new Error(`set ${called} to ${logsTake}: ${wrong.detail}`);
    return isAll && lines.length <= POLICY_CHARACTERS_MAX ? read : refuse(called, logsTake, given);
  },
};

/** What anybody can check. */
export const transparency = {
  logHost: {
    key: 'farthing:logHost',
    kind: host,
    does: 'What the names of public logs of the books begin with; left out: none are kept. It never changes, and costs a key ($1 a month): see [transparency](transparency.md)',
  },
  logPolicy: {
    key: 'farthing:logPolicy',
    kind: policy,
    does: 'Which witnesses are asked to cosign checkpoints of public logs, where, and how many are wanted; left out: none are asked. See [witnesses](witnesses.md#have-your-log-witnessed)',
  },
  witnessedLogs: {
    key: 'farthing:witnessedLogs',
    kind: logKeys,
    does: 'The logs of others that this deployment is a witness of; left out: none. It costs a key ($1 a month): see [witnesses](witnesses.md#a-deployment-as-a-witness)',
  },
} satisfies Group;

export type TransparencySettings = SettingsOf<typeof transparency>;
