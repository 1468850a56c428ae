/** As names in DNS, or an address of IPv6, with a port: what else a request calls the site is none of its names. */
const ORIGIN = /^https?:\/\/(?:[\w.-]{1,253}|\[[\da-f:.]{2,45}\])(?::\d{1,5})?$/i;

/** Proxies are asked for whole addresses; what comes before the path says nothing. */
const pathIn = (asked: string): string => {
  const path = asked.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, '').replace(/#.*$/s, '');
  return path.startsWith('/') ? path : `/${path}`;
};

/** An address of the site, in ASCII, from its origin and what was asked of it. Undefined where that is no origin. */
export function addressAt(origin: string, asked: string): string | undefined {
  const url = `${origin}${pathIn(asked)}`;
  return ORIGIN.test(origin) && URL.canParse(url) ? new URL(url).href : undefined;
}

/** The same of an absolute address. */
export function wholeAddress(url: string): string | undefined {
  const origin = /^[^:]*:\/\/[^/?#]*/.exec(url)?.[0] ?? '';
  return addressAt(origin, url.slice(origin.length));
}

/**
 * The path that was asked for, to compare: without an origin, a query, dots and doubled slashes, and with what is
 * written in percents for no reason written plainly, as routers read it.
 */
export const comparablePath = (asked: string): string =>
  new URL(`http://localhost${pathIn(asked)}`).pathname
    .replace(/(?:%[\da-f]{2})+/gi, plainly)
    .replace(/\/{2,}/g, '/');

function plainly(percents: string): string {
  try {
    return decodeURI(percents);
  } catch {
    return percents;
  }
}
