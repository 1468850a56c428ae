/** What a call is answered. */
export interface Reply {
  readonly status: number;
  readonly body: object;
}

export const sum = (amounts: readonly number[]): number => amounts.reduce((a, b) => a + b, 0);

export const refused = (status: number, type: string, message: string, code?: string): Reply => ({
  status,
  body: { error: { type, message, ...(code === undefined ? {} : { code }) } },
});

export const missing = (): Reply =>
  refused(404, 'invalid_request_error', 'No such object', 'resource_missing');

/** `types[]=a&types[]=b`, or with numbers in the brackets, as Stripe's library has it. */
export const listIn = (query: URLSearchParams, name: string): string[] =>
  [...query].filter(([key]) => key.replace(/\d+/, '') === `${name}[]`).map(([, value]) => value);

export const metadataIn = (form: URLSearchParams, name: string): Record<string, string> =>
  Object.fromEntries(
    [...form]
      .filter(([key]) => key.startsWith(`${name}[`))
      .map(([key, value]) => [key.slice(name.length + 1, -1), value]),
  );

export const ofPayment = <One extends { readonly payment_intent: string }>(
  all: readonly One[],
  query: URLSearchParams,
): One[] => all.filter(({ payment_intent }) => payment_intent === query.get('payment_intent'));

/** Newest first, as all lists of Stripe's. */
export function listed(
  all: readonly { readonly id: string; readonly created: number }[],
  query: URLSearchParams,
): Reply {
  const from = Number(query.get('created[gte]') ?? 0);
  const to = Number(query.get('created[lte]') ?? Number.MAX_SAFE_INTEGER);
  const limit = Number(query.get('limit') ?? 10);
  const asked = all.filter(({ created }) => created >= from && created <= to).toReversed();
  const after = query.get('starting_after');
  const first = after === null ? 0 : asked.findIndex(({ id }) => id === after) + 1;
  const data = asked.slice(first, first + limit);
  return {
    status: 200,
    body: { object: 'list', data, has_more: first + limit < asked.length, url: '/v1' },
  };
}
