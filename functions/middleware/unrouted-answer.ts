import { methodsAt } from '../../core/contract/match.ts';
import { errorReaderOf } from '../../core/contract/others-errors.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { problemAnswer } from './answer-problems.ts';
import type { HttpAnswer } from './http.ts';
import { secured } from './secure-headers.ts';

/** A request for which there is no route. */
interface Unrouted {
  readonly method: string;
  /** Without a query. */
  readonly path: string;
  readonly requestId: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/**
 * The answer to a request that is for no route: 405 with the methods that its path has, in `Allow` too; 404 where there
 * is no such path. `OPTIONS` is answered with `Allow` alone. It needs no key: the contract is public.
 */
export function unroutedAnswer({ method, path, requestId, headers: sent }: Unrouted): HttpAnswer {
  const reader = errorReaderOf(path, sent);
  const methods = methodsAt(path);
  if (methods.length === 0) {
    const detail = 'see GET /openapi.json for the paths that there are: this is none of them';
    return secured(
      problemAnswer(new Rejection('request.route-unknown', detail), requestId, reader),
    );
  }
  const headers = { allow: [...methods, 'OPTIONS'].join(', ') };
  if (method === 'OPTIONS') return secured({ statusCode: 204, headers, body: '' });
  const detail = `use ${methods.join(' or ')} on this path, got ${method.slice(0, METHOD_MAX)}`;
  const answer = problemAnswer(new Rejection('request.method-unknown', detail), requestId, reader);
  return secured({ ...answer, headers: { ...answer.headers, ...headers } });
}

/** Why Stripe's SDK is refused what is ours and not Stripe's. */
export const notStripes = (): Rejection =>
  new Rejection(
    'request.route-unknown',
    'use POST /v1/billing/meter_events, all that there is of Stripe here; this path is another thing here than there: ask for it without Stripe-Version',
    { param: 'stripe-version' },
  );

/** As much as is said again of a method that nobody knows. */
const METHOD_MAX = 20;
