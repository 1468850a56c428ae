import { payerTokenFrom } from '../../core/access/payer-token.ts';
import type { HttpAnswer } from '../middleware/http.ts';
import { type FrontRequest, splitUrl } from './front-event.ts';
import { tokenCookie } from './sent-token.ts';

/** No script sees it, no other site sends it along, and it goes where the interface is alone. */
const ATTRIBUTES = 'Path=/v1; HttpOnly; Secure; SameSite=Strict';

/**
 * The answer, with a cookie where a page asks who asks: it keeps the token that it came with until the browser is
 * closed, or forgets it. So a page that is loaded again is known, and no script has the token.
 */
export function withTokenKept(
  { method, headers, url }: Omit<FrontRequest, 'body'>,
  answer: HttpAnswer,
): HttpAnswer {
  const { path, query } = splitUrl(url);
  if (method !== 'GET' || path !== '/v1/me') return answer;
  // What any other page asks for says nothing of what the reader wants.
  if ((headers['sec-fetch-site'] ?? 'same-origin') !== 'same-origin') return answer;
  const asked = new URLSearchParams(query).get('cookie');
  if (asked === 'forget') return withCookie(answer, `${tokenCookie}=; Max-Age=0; ${ATTRIBUTES}`);
  if (asked !== 'keep' || answer.statusCode !== 200) return answer;
  const token = /^Bearer (\S+)$/i.exec(headers['authorization'] ?? '')?.[1] ?? '';
  if (payerTokenFrom(token) === undefined) return answer;
  return withCookie(answer, `${tokenCookie}=${token}; ${ATTRIBUTES}`);
}

const withCookie = (answer: HttpAnswer, cookie: string): HttpAnswer => ({
  ...answer,
  headers: { ...answer.headers, 'set-cookie': cookie },
});
