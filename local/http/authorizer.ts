import type { Functions } from '../lambda/functions.ts';
import type { AuthorizerDefinition } from '../template/http-api.ts';
import { isObject, type JsonObject, parseJson } from '../template/json.ts';
import type { RequestEvent } from './event.ts';

/** What the gateway does with a request. */
export type Verdict =
  | { readonly kind: 'allowed'; readonly context: JsonObject }
  | { readonly kind: 'denied' }
  | { readonly kind: 'identity-missing' }
  | { readonly kind: 'failed' };

/** Asks a Lambda authorizer, or remembers what it said of the same identity. */
export type Authorize = (
  authorizer: AuthorizerDefinition,
  event: RequestEvent,
  routeArn: string,
) => Promise<Verdict>;

interface Remembered {
  readonly verdict: Promise<Verdict>;
  readonly from: number;
  readonly until: number;
}

/** Identities remembered at a time; the oldest is forgotten first. */
const rememberedMax = 10_000;

/**
 * Remembers verdicts for the authorizer's time to live, by the runtime's clock. They hold for every route of the
 * authorizer, as on AWS, and do not survive the clock going back behind them.
 */
export function authorizers(functions: Functions, now: () => number): Authorize {
  const remembered = new Map<string, Remembered>();
  return async (authorizer, event, routeArn) => {
    const identity = authorizer.identitySources.map((source) => identityIn(source, event));
    if (identity.some((value) => value === undefined || value === '')) {
      return { kind: 'identity-missing' };
    }
    const key = JSON.stringify([authorizer.id, ...identity]);
    const at = now();
    const known = remembered.get(key);
    if (known !== undefined && known.from <= at && at < known.until) return known.verdict;

    const asked = { ...event, version: '2.0', type: 'REQUEST', routeArn, identitySource: identity };
    const verdict = ask(authorizer, JSON.stringify(asked), functions);
    remembered.delete(key);
    if (authorizer.ttlSeconds > 0) {
      remembered.set(key, { verdict, from: at, until: at + authorizer.ttlSeconds * 1000 });
      forgetOldest(remembered);
      if ((await verdict).kind === 'failed') remembered.delete(key);
    }
    return verdict;
  };
}

function identityIn(source: string, event: RequestEvent): string | undefined {
  const [, kind, name = ''] = /^\$request\.(header|querystring)\.(.+)$/.exec(source) ?? [];
  if (kind === 'header') return event.headers[name.toLowerCase()];
  const query = event['queryStringParameters'];
  const value = kind === 'querystring' && isObject(query) ? query[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}

async function ask(
  { functionName }: AuthorizerDefinition,
  payload: string,
  functions: Functions,
): Promise<Verdict> {
  const result = await functions.find(functionName)?.invoke(payload);
  if (result === undefined || result.failure !== undefined) return { kind: 'failed' };
  const answer = parseJson(result.payload);
  if (!isObject(answer) || typeof answer['isAuthorized'] !== 'boolean') return { kind: 'failed' };
  if (!answer['isAuthorized']) return { kind: 'denied' };
  return { kind: 'allowed', context: isObject(answer['context']) ? answer['context'] : {} };
}

function forgetOldest(remembered: Map<string, Remembered>): void {
  for (const key of remembered.keys()) {
    if (remembered.size <= rememberedMax) return;
    remembered.delete(key);
  }
}
