import { type TokenHolder, tokenFrom } from '../../core/access/token.ts';
import type { HttpAnswer } from '../middleware/http.ts';
import { type FrontRequest, splitUrl } from './front-event.ts';
import { tokenCookies } from './sent-token.ts';

/** No script sees it, no other site sends it along, and it goes where the interface is alone. */
const ATTRIBUTES = 'Path=/v1; HttpOnly; Secure; SameSite=Strict';

/** Where pages ask who asks. */
const asking: ReadonlyMap<string, TokenHolder> = new Map([
  ['/v1/me', 'payer'],
  ['/v1/payee', 'payee'],
]);

/**
 * The answer, with a cookie where a page asks who asks: it keeps the token that it came with until the browser is
 * closed, or forgets it. So a page that is loaded again is known, and no script has the token.
 */
export function withTokenKept(
  { method, headers, url }: Omit<FrontRequest, 'body'>,
  answer: HttpAnswer,
): HttpAnswer {
  const { path, query } = splitUrl(url);
  const of = asking.get(path);
  if (method !== 'GET' || of === undefined) return answer;
  // What any other page asks for says nothing of what a person wants.
  if ((headers['sec-fetch-site'] ?? 'same-origin') !== 'same-origin') return answer;
  const asked = new URLSearchParams(query).get('cookie');
  if (asked === 'forget')
    return withCookie(answer, `${tokenCookies[of]}=; Max-Age=0; ${ATTRIBUTES}`);
  if (asked !== 'keep' || answer.statusCode !== 200) return answer;
  const token = /^Bearer (\S+)$/i.exec(headers['authorization'] ?? '')?.[1] ?? '';
  if (tokenFrom(token)?.of !== of) return answer;
  return withCookie(answer, `${tokenCookies[of]}=${token}; ${ATTRIBUTES}`);
}

const withCookie = (answer: HttpAnswer, cookie: string): HttpAnswer => ({
  ...answer,
  headers: { ...answer.headers, 'set-cookie': cookie },
});
