import type { IncomingHttpHeaders } from 'node:http';

const loopback = /^(?:(?:[a-z0-9-]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;

/**
 * Whether a request was sent to this machine by one of its own names. A web page whose name was made to lead here
 * sends its own name.
 */
export const isForThisMachine = ({ host }: IncomingHttpHeaders): boolean =>
  host !== undefined && loopback.test(host);

/**
 * Whether a web page of another origin sent a request: then a browser says so, by `Origin`, `Sec-Fetch-Site` or both,
 * and no page can keep it from that.
 */
export function isFromForeignPage(headers: IncomingHttpHeaders): boolean {
  const { host, origin } = headers;
  const site = headers['sec-fetch-site'];
  const isForeign = origin !== undefined && origin !== `http://${host ?? ''}`;
  return isForeign || (site !== undefined && site !== 'same-origin' && site !== 'none');
}

/** The id of the access key that a request is signed with: secret here, as nobody checks signatures. */
export const accessKeyIn = ({ authorization }: IncomingHttpHeaders): string =>
  /Credential=([^/]+)\//.exec(authorization ?? '')?.[1] ?? '';

/** Why an engine does not answer a request; undefined where it does. Browsers have no business here at all. */
export function refusalOfEngine(
  headers: IncomingHttpHeaders,
  knows: (accessKeyId: string) => boolean,
): string | undefined {
  const { origin } = headers;
  if (!isForThisMachine(headers)) return 'send it to 127.0.0.1 or localhost';
  if (origin !== undefined || headers['sec-fetch-site'] !== undefined) return 'no browser may ask';
  if (knows(accessKeyIn(headers))) return undefined;
  return 'sign it with the access key that the local stack gives out (local.json, environment)';
}
