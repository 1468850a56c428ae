import { payerTokenFrom } from '../../core/access/payer-token.ts';
import type { Route } from '../../core/contract/route.ts';
import type { FrontRequest } from './front-event.ts';

/** In which a reader's browser may keep its token, where no script of the page sees it. */
export const tokenCookie = 'farthing-token';

/**
 * What a request is let in by, as the text of an `Authorization` header: that header, or a payer's token in a cookie,
 * where the route takes one. A cookie goes along with whatever any page asks for: so it counts for pages of the same
 * origin alone, whatever it says of other sites.
 */
export function authorizationOf(
  { headers }: Pick<FrontRequest, 'headers'>,
  { token }: Pick<Route, 'token'>,
): string {
  const { authorization = '', cookie = '' } = headers;
  if (authorization !== '' || token === undefined) return authorization;
  if ((headers['sec-fetch-site'] ?? 'same-origin') !== 'same-origin') return '';
  const values = cookie
    .split(';')
    .map((one) => one.trim())
    .filter((one) => one.startsWith(`${tokenCookie}=`))
    .map((one) => one.slice(tokenCookie.length + 1));
  const [value = ''] = values;
  // Two are of different paths or hosts, and nobody knows which was meant.
  return values.length === 1 && payerTokenFrom(value) !== undefined ? `Bearer ${value}` : '';
}
