import type { Operations } from '../../sdk/src/contract/index.ts';
import { platformEnvironment } from '../../sdk/src/environment.ts';
import { type Fetch, platformFetch } from '../../sdk/src/fetch.ts';
import { asking, json, type ReaderSettings, wholeReaderSettings } from '../../sdk/src/read/ask.ts';

import { serverClock } from './server-clock.ts';

/** Operations by method and path, as `GET /v1/invoices/{id}`. */
type ByRoute = {
  [Name in keyof Operations as `${Operations[Name]['method']} ${Operations[Name]['path']}`]: Operations[Name];
};
export type RouteKey = keyof ByRoute;
export type AnswerOf<Route extends RouteKey> = ByRoute[Route] extends {
  readonly answer: infer Answer;
}
  ? Answer
  : never;
export type QueryOf<Route extends RouteKey> = ByRoute[Route] extends {
  readonly query: infer Query;
}
  ? Query
  : Readonly<Record<string, never>>;

type ParametersIn<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParametersIn<Rest>
  : never;

/** What a route needs beside its name. */
export type RequestOf<Route extends RouteKey> = ([ParametersIn<Route>] extends [never]
  ? object
  : { readonly path: Readonly<Record<ParametersIn<Route>, string>> }) &
  (ByRoute[Route] extends { readonly query: infer Query }
    ? Partial<Query> extends Query
      ? { readonly query?: Query }
      : { readonly query: Query }
    : object) &
  (ByRoute[Route] extends { readonly body: infer Body } ? { readonly body: Body } : object) & {
    /** The same for the same change, however often it is asked for. */
    readonly idempotencyKey?: string;
  };

/** A form of a document, to save. */
interface SavedFile {
  /** As it is answered; undefined where it is not. */
  readonly name: string | undefined;
  readonly blob: Blob;
  /** Of what comes in pages: where the next one begins. */
  readonly nextCursor?: string;
}

/** One tenant's Farthing, by one key. Every call rejects with a `FarthingError`. */
export interface Api {
  ask<Route extends RouteKey>(route: Route, request: RequestOf<Route>): Promise<AnswerOf<Route>>;
  /** What is no JSON: a document as PDF, the books as text. */
  file(path: string, query: Readonly<Record<string, string>>): Promise<SavedFile>;
  /** Milliseconds since 1970 by the clock of the interface, as its answers have said. */
  now(): number;
  /** By how much that is ahead of the browser's clock: a local stack has a test clock. */
  aheadMs(): number;
}

/** Who asks, and with what. The key is held here alone, for as long as the page is open. */
export interface Credentials {
  readonly url: string;
  /** Undefined where a cookie of the browser says who asks, which no script sees. */
  readonly apiKey: string | undefined;
  /** Stands in the audit beside every change; empty for nobody. */
  readonly actor: string;
}

/** Fewer than a program has: a person is waiting, and can ask again. */
const patience = { attemptsMax: 4, timeoutMs: 30_000 };

export function httpApi({ url, apiKey, actor }: Credentials): Api {
  const clock = serverClock(Date.now);
  const { fetch: asked, ...key } = keyOf(apiKey);
  const fetch: Fetch = async (address, request) => {
    const answer = await asked(address, request);
    clock.heard(answer.headers.get('date'));
    return answer;
  };
  const settings = wholeReaderSettings({ url, ...patience, ...key, fetch });
  const ask = asking(settings, platformEnvironment);
  return {
    now: clock.now,
    aheadMs: clock.aheadMs,
    ask: (route, request) => {
      const [method = 'GET', template = ''] = route.split(' ') as ['GET' | 'PUT' | 'POST', string];
      const { path, query, body, idempotencyKey } = request as GivenRequest;
      const changes = method !== 'GET';
      const headers = {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(changes && idempotencyKey !== undefined ? { 'idempotency-key': idempotencyKey } : {}),
        ...(changes && actor !== '' ? { 'farthing-actor': actor } : {}),
      };
      const question = {
        ...{ method, headers, path: filledIn(template, path) },
        ...(query === undefined ? {} : { query }),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      };
      return ask(question, (answer) => json(answer, settings));
    },
    file: (path, query) =>
      ask({ path, query, accept: '*/*' }, async ({ headers, body }) => ({
        ...nextIn(headers.get('next-cursor')),
        name: /filename="(?:[^"]*[\\/])?([^"\\/]+)"/.exec(
          headers.get('content-disposition') ?? '',
        )?.[1],
        blob: await new Response(body, {
          headers: { 'content-type': headers.get('content-type') ?? '' },
        }).blob(),
      })),
  };
}

/** Without a key nothing is said of who asks but what the browser says by itself. */
const keyOf = (apiKey: string | undefined): Required<Pick<ReaderSettings, 'apiKey' | 'fetch'>> =>
  apiKey === undefined
    ? { apiKey: 'none', fetch: fetchByCookie }
    : { apiKey, fetch: platformFetch };

const fetchByCookie: Fetch = (address, { headers, ...request }) => {
  const { authorization: _, ...others } = headers;
  return fetch(address, { ...request, headers: others });
};

const nextIn = (nextCursor: string | null) => (nextCursor === null ? {} : { nextCursor });

interface GivenRequest {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
}

/** Throws where a part is missing: the types do not let that happen. */
const filledIn = (template: string, path: Readonly<Record<string, string>> = {}): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = path[name];
    if (value === undefined || value === '') throw new Error(`${template} needs a ${name}`);
    return encodeURIComponent(value);
  });
