import type { Problem } from './problem-shapes.ts';

/** Whose SDK asks, where it reads errors from members that ours do not have. */
export type ErrorReader = 'stripe';

/**
 * Who reads errors so, of a request by its path, without a query, and its headers, in lower case. Stripe's SDKs say
 * their version with every request; what they ask for that is not here must not look like a success either.
 */
export function errorReaderOf(
  path: string,
  headers: Readonly<Record<string, string | undefined>>,
): ErrorReader | undefined {
  const isStripe = path === '/v1/billing/meter_events' || headers['stripe-version'] !== undefined;
  return isStripe ? 'stripe' : undefined;
}

/** What a problem says once more, as its reader reads it. */
export function errorMembers(problem: Problem, reader: ErrorReader): Pick<Problem, 'error'> {
  switch (reader) {
    case 'stripe':
      return { error: stripeError(problem) };
  }
}

function stripeError({ status, code, detail, param }: Problem): NonNullable<Problem['error']> {
  return {
    type: status >= 500 ? 'api_error' : 'invalid_request_error',
    code,
    message: detail,
    ...(param === undefined ? {} : { param }),
  };
}
