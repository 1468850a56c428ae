import { type TokenHolder, tokenFrom } from '../../core/access/token.ts';
import type { Route } from '../../core/contract/route.ts';
import type { FrontRequest } from './front-event.ts';

/** In which a browser may keep the token of who uses it, where no script of the page sees it. */
export const tokenCookies = {
  payer: 'farthing-token',
  payee: 'farthing-payee-token',
} as const satisfies Record<TokenHolder, string>;

/**
 * What a request is let in by, as the text of an `Authorization` header: that header, or a token in a cookie, where the
 * route takes one of its kind. A cookie goes along with whatever any page asks for: so it counts for pages of the same
 * origin alone, whatever it says of other sites.
 */
export function authorizationOf(
  { headers }: Pick<FrontRequest, 'headers'>,
  { token, payeeToken }: Pick<Route, 'token' | 'payeeToken'>,
): string {
  const { authorization = '', cookie = '' } = headers;
  const of = token === undefined ? 'payee' : 'payer';
  const takesNone = token === undefined && payeeToken === undefined;
  if (authorization !== '' || takesNone) return authorization;
  if ((headers['sec-fetch-site'] ?? 'same-origin') !== 'same-origin') return '';
  const values = cookie
    .split(';')
    .map((one) => one.trim())
    .filter((one) => one.startsWith(`${tokenCookies[of]}=`))
    .map((one) => one.slice(tokenCookies[of].length + 1));
  const [value = ''] = values;
  // Two are of different paths or hosts, and nobody knows which was meant.
  return values.length === 1 && tokenFrom(value)?.of === of ? `Bearer ${value}` : '';
}
