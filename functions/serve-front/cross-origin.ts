import { crossOrigin } from '../../core/contract/cross-origin.ts';
import type { HttpAnswer } from '../middleware/http.ts';
import { noOrigins } from './environment.ts';
import type { FrontRequest } from './front-event.ts';

type Answer = (request: FrontRequest) => Promise<HttpAnswer>;

/** Origins as the stack hands them over: by commas, `none` where there are none. */
export const originsFrom = (text: string): ReadonlySet<string> =>
  new Set(text === noOrigins ? [] : text.split(','));

/**
 * Answers pages of these origins as the HTTP API does: what a browser asks before a request, and the headers without
 * which no page sees an answer. Another origin's pages get neither. With none, nothing is added.
 */
export function acrossOrigins(origins: ReadonlySet<string>, answer: Answer): Answer {
  if (origins.size === 0) return answer;
  return async (request) => {
    const headers = headersFor(request, origins);
    if (isPreflight(request))
      return { statusCode: 204, headers: { ...headers, ...asked }, body: '' };
    const answered = await answer(request);
    return { ...answered, headers: merged(answered.headers, headers) };
  };
}

const asked = {
  'access-control-allow-methods': crossOrigin.methods.join(','),
  'access-control-allow-headers': crossOrigin.requestHeaders.join(','),
  'access-control-max-age': String(crossOrigin.maxAgeSeconds),
};

const isPreflight = ({ method, headers }: FrontRequest): boolean =>
  method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;

/** What an answer varies by already, it goes on varying by. */
function merged(
  { vary, ...own }: Readonly<Record<string, string>>,
  added: ReturnType<typeof headersFor>,
): Record<string, string> {
  return {
    ...own,
    ...added,
    vary: vary === undefined ? added.vary : `${vary}, ${added.vary}`,
  };
}

function headersFor(
  { headers: { origin } }: FrontRequest,
  origins: ReadonlySet<string>,
): Readonly<Record<string, string>> & { readonly vary: string } {
  if (origin === undefined || !origins.has(origin)) return { vary: 'origin' };
  return {
    vary: 'origin',
    'access-control-allow-origin': origin,
    'access-control-expose-headers': crossOrigin.answerHeaders.join(','),
  };
}
