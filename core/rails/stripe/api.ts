import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../../kernel/json.ts';
import type { RailCredentials, RailOutbound } from '../ports.ts';

/** The version of Stripe's interface that answers are read by, whatever an account has set. */
const STRIPE_VERSION = '2026-10-28.endive';
const STRIPE_URL = 'https://api.stripe.com';
const DEPTH_MAX = 64;
const DETAIL_MAX = 200;

/** What a call to Stripe came to. */
export type StripeAnswer =
  | { readonly kind: 'object'; readonly object: JsonObject }
  /** Stripe has done nothing, and says why. */
  | { readonly kind: 'refused'; readonly status: number; readonly detail: string }
  | {
      readonly kind: 'unknown';
      /** Undefined where no answer came. */
      readonly status: number | undefined;
      readonly detail: string;
    };

/** Names and values of a form, or of a query: `['metadata[order]', '6735']`. */
export type StripeForm = readonly (readonly [name: string, value: string])[];

/** Calls Stripe as an account. */
export interface StripeApi {
  get(credentials: RailCredentials, path: string, query: StripeForm): Promise<StripeAnswer>;
  /** The same `key` with the same form is done once, however often it is sent within a day. */
  post(
    credentials: RailCredentials,
    path: string,
    call: { readonly form: StripeForm; readonly key: string },
  ): Promise<StripeAnswer>;
}

/** Through the one outbound client. */
export const stripeApi = (outbound: Pick<RailOutbound, 'call'>): StripeApi => {
  const urlOf = ({ url = STRIPE_URL }: RailCredentials, path: string): string => `${url}${path}`;
  const headersOf = ({ secretKey }: RailCredentials) => ({
    authorization: `Bearer ${secretKey}`,
    'stripe-version': STRIPE_VERSION,
  });
  return {
    async get(credentials, path, query) {
      const asked = query.length === 0 ? '' : `?${encoded(query)}`;
      const answer = await outbound.call({
        method: 'GET',
        url: `${urlOf(credentials, path)}${asked}`,
        headers: headersOf(credentials),
        body: undefined,
      });
      return answer.kind === 'failed' ? unknown(answer.reason) : readAnswer(answer);
    },

    async post(credentials, path, { form, key }) {
      const answer = await outbound.call({
        method: 'POST',
        url: urlOf(credentials, path),
        headers: {
          ...headersOf(credentials),
          'content-type': 'application/x-www-form-urlencoded',
          'idempotency-key': key,
        },
        body: encoded(form),
      });
      return answer.kind === 'failed' ? unknown(answer.reason) : readAnswer(answer);
    },
  };
};

const encoded = (form: StripeForm): string =>
  new URLSearchParams(form.map(([name, value]): [string, string] => [name, value])).toString();

const unknown = (detail: string, status?: number): StripeAnswer => ({
  kind: 'unknown',
  status,
  detail,
});

/**
 * By what a status says of whether anything was done. A conflict (409) is another call under the same key that is under
 * way; one that is too much (429) can be asked again; what failed at Stripe (5xx) may have been done; and whose key is
 * refused (401, 403) may have had another key the first time.
 */
function readAnswer({
  status,
  body,
}: {
  readonly status: number;
  readonly body: string;
}): StripeAnswer {
  const parsed = jsonOf(body);
  if (status === 200) {
    return isJsonObject(parsed)
      ? { kind: 'object', object: parsed }
      : unknown('no JSON came', status);
  }
  const error = isJsonObject(parsed) ? objectIn(parsed, 'error') : undefined;
  const type = error === undefined ? undefined : textIn(error, 'type');
  const detail = detailOf(status, error);
  const isSaid = status === 400 || status === 402 || status === 404;
  // That a key was used for something else says nothing of what it was used for.
  if (!isSaid || error === undefined || type === 'idempotency_error')
    return unknown(detail, status);
  return { kind: 'refused', status, detail };
}

function jsonOf(text: string): JsonValue | undefined {
  try {
    return parseJson(text, DEPTH_MAX);
  } catch {
    return undefined;
  }
}

/** A key that is refused may be repeated, whole or by its ends. */
const SECRETS = /\b(sk|rk|whsec)_[^\s"',;]+/g;

/** Stripe's code, and what it says beside it, without secrets. */
function detailOf(status: number, error: JsonObject | undefined): string {
  const said = [
    error === undefined ? undefined : (textIn(error, 'code') ?? textIn(error, 'type')),
    error === undefined ? undefined : textIn(error, 'message'),
  ].filter((one) => one !== undefined);
  return said.length === 0
    ? `status ${status}`
    : said.join(': ').replace(SECRETS, '$1_…').slice(0, DETAIL_MAX);
}

/** A member of what Stripe says, where it is a text that says something. */
export function textIn(object: JsonObject, name: string): string | undefined {
  const value = object[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function objectIn(object: JsonObject, name: string): JsonObject | undefined {
  const value = object[name];
  return isJsonObject(value) ? value : undefined;
}

/** A whole number that is not negative. */
export function countIn(object: JsonObject, name: string): number | undefined {
  const value = object[name];
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** The objects of a list; what is none is left out. */
export function objectsIn(object: JsonObject, name: string): readonly JsonObject[] {
  const value = object[name];
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter(isJsonObject) : [];
}

/** An object that Stripe names by its id, or says whole. */
export const idIn = (object: JsonObject, name: string): string | undefined => {
  const whole = objectIn(object, name);
  return whole === undefined ? textIn(object, name) : textIn(whole, 'id');
};
