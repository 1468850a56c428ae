import type { Problem } from './problem-shapes.ts';

/** Whose SDK asks, where it reads errors from members that ours do not have. */
export type ErrorReader = 'stripe' | 'lago';

/** The one path of Stripe's that is here. */
const STRIPE_PATH = '/v1/billing/meter_events';

type Headers = Readonly<Record<string, string | undefined>>;

/**
 * Whether Stripe's SDK asks for a path of ours, such as `/v1/customers`, which is another thing there: it would take
 * our answer for Stripe's, and what is done for done there.
 */
export const isTakenForStripes = (path: string, headers: Headers): boolean =>
  path !== STRIPE_PATH && headers['stripe-version'] !== undefined;

/**
 * Who reads errors so, of a request by its path, without a query, and its headers, in lower case. Stripe's SDKs say
 * their version with every request; what they ask for that is not here must not look like a success either.
 */
export function errorReaderOf(path: string, headers: Headers): ErrorReader | undefined {
  if (path === STRIPE_PATH || isTakenForStripes(path, headers)) return 'stripe';
  return path.startsWith('/lago/') ? 'lago' : undefined;
}

/** What a problem says once more, as its reader reads it. */
export function errorMembers(
  problem: Problem,
  reader: ErrorReader,
): Pick<Problem, 'error' | 'error_details'> {
  switch (reader) {
    case 'stripe':
      return { error: stripeError(problem) };
    case 'lago':
      return { error: problem.title, error_details: lagoDetails(problem) };
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

type Details = NonNullable<Problem['error_details']>;

/** What is wrong of no field in particular. */
const WHOLE = 'base';

const fieldOf = (param = ''): string => {
  const name = param.split('/').at(-1) ?? '';
  return name === '' ? WHOLE : name;
};

/** By field the codes of what is wrong with it; of events in a batch, by their places in it. */
function lagoDetails({ code, param = '', rejected }: Problem): Details {
  const places = /^\/events\/(?<index>\d+)(?:\/(?<field>[^/]*))?/.exec(param)?.groups;
  if (places !== undefined)
    return { [places['index'] ?? '']: { [places['field'] ?? WHOLE]: [code] } };
  if (code !== 'request.some-rejected' && code !== 'request.all-rejected') {
    return { [fieldOf(param)]: [code] };
  }
  return Object.fromEntries(
    (rejected ?? []).map((one) => [String(one.index), { [fieldOf(one.param)]: [one.code] }]),
  );
}
