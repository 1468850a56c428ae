import { commonLogTime, isAddress, type LineFormat, logLineOf } from '../log-line.ts';

/** A field in quotes; inside, a quote and a backslash have a backslash before them. */
const quoted = String.raw`"((?:[^"\\]|\\.)*)"`;

/**
 * What Common Log Format and all that grew out of it begin with: who asked, when, what, and how it was answered. Behind
 * it stand referrer and user agent; and then a forwarded-for list in nginx's own `main`, or what Traefik adds.
 */
const LINE = new RegExp(
  [
    String.raw`^(?<who>.+?) \[(?<time>\d{2}/[A-Za-z]{3}/\d{4}:\d{2}:\d{2}:\d{2} [+-]\d{4})\]`,
    String.raw` "(?<request>(?:[^"\\]|\\.)*)" (?<status>\d{3}) (?<bytes>\d+|-)`,
    `(?<combined> ${quoted} ${quoted}(?:(?<main> ${quoted})|(?<traefik>`,
    String.raw` \d+ ${quoted} ${quoted} \d+ms))?)?[ \t]*$`,
  ].join(''),
  's',
);

/**
 * A line of the family of Common Log Format: `common`, `combined`, Apache's `vhost_combined` (a virtual host, with or
 * without its port, before the client), nginx's `main`, Traefik's own. A forwarded-for list may stand in the place of
 * the client.
 */
export const commonLog: LineFormat = (text) => {
  const fields = LINE.exec(text)?.groups;
  if (fields === undefined) return undefined;
  const { who = '', time = '', request = '', status = '', bytes = '' } = fields;
  const asked = askedBy(who.split(' '));
  if (asked === undefined || 'problem' in asked) return asked;
  return logLineOf({
    format: asked.hasHost ? `vhost_${variantOf(fields)}` : variantOf(fields),
    client: asked.client,
    time: commonLogTime(time),
    timeText: time,
    request: unescaped(request),
    status,
    bytes,
  });
};

const variantOf = ({ combined, main, traefik }: Readonly<Record<string, string | undefined>>) => {
  if (combined === undefined) return 'common';
  if (main !== undefined) return 'main';
  return traefik === undefined ? 'combined' : 'traefik';
};

/** As web servers write a quote and a backslash in a quoted field. */
export const unescaped = (field: string): string => field.replace(/\\(["\\])/g, '$1');

type Asked =
  | { readonly client: string; readonly hasHost: boolean }
  | { readonly problem: string }
  | undefined;

const NAME_WITH_PORT = /^[^:]*[A-Za-z][^:]*:\d{1,5}$/;

/**
 * Who asked, of the words before the time: a virtual host or none, the client, its identity, and the user's name, which
 * may have blanks.
 */
function askedBy(words: readonly string[]): Asked {
  const [first = '', second = '', third] = words;
  if (hasVirtualHost(words)) {
    const asked = withoutHost(words.slice(1));
    return asked === undefined || 'problem' in asked ? asked : { ...asked, hasHost: true };
  }
  if (NAME_WITH_PORT.test(first)) {
    return { problem: `no client: ${first.slice(0, 80)} is a virtual host` };
  }
  return second === '' || third === undefined ? undefined : withoutHost(words);
}

/**
 * Whether the first word is a virtual host: there is a word more than a client, an identity and a user make, and the
 * second is an address, or the identity `-` stands behind it.
 */
function hasVirtualHost([first = '', second = '', third, ...rest]: readonly string[]): boolean {
  if (rest.length === 0 || second === '-' || first.endsWith(',')) return false;
  return isAddress(second.replace(/,.*$/, '')) || NAME_WITH_PORT.test(first) || third === '-';
}

function withoutHost(words: readonly string[]): Asked {
  const [first = ''] = words;
  if (!first.includes(',')) {
    return words.length < 3 ? undefined : { client: first, hasHost: false };
  }
  const last = words.findIndex((word) => !word.endsWith(','));
  const list = words
    .slice(0, last + 1)
    .join('')
    .split(',');
  // The one farthest from us is who asked; `unknown` is how a proxy writes that it does not know.
  const [client = ''] = list;
  if (last < 0 || words.length < last + 3) return undefined;
  if (
    list.every((one) => isAddress(one) || one === 'unknown' || one === '-') &&
    isAddress(client)
  ) {
    return { client, hasHost: false };
  }
  return { problem: `no client in the forwarded-for list "${list.join(', ').slice(0, 80)}"` };
}
