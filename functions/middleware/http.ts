import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Caller } from '../../core/access/caller.ts';
import type { Scope } from '../../core/contract/route.ts';

/** A request's body as the gateway hands it over; read it with `request-body.ts`. */
interface RawBody {
  readonly content: string;
  readonly isBase64: boolean;
}

/** A request of a route that needs no key. `Params` are the names in its path. */
export interface AnonymousRequest<Params extends string = never> {
  readonly requestId: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly params: Readonly<Record<Params, string>>;
  /** Each parameter once; a repeated one was refused. */
  readonly query: ReadonlyMap<string, string>;
  /** Undefined where the body is empty. */
  readonly body: RawBody | undefined;
}

/** A request of a caller whose key has the route's scope. */
export interface HttpRequest<Params extends string = never> extends AnonymousRequest<Params> {
  readonly caller: Caller;
}

/** What a route answers: the gateway's own shape, with the status never left to a default. */
export interface HttpAnswer extends APIGatewayProxyStructuredResultV2 {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** `{name}` parts of a route's path: `ParamsOf<'/v1/meters/{key}'>` is `'key'`. */
type ParamsOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParamsOf<Rest>
  : never;

/** The request type of a route, by its path and whether it needs a scope. */
export type RequestOf<Path extends string, Needs extends Scope | undefined> = Needs extends Scope
  ? HttpRequest<ParamsOf<Path>>
  : AnonymousRequest<ParamsOf<Path>>;

export const jsonAnswer = (statusCode: number, body: unknown): HttpAnswer => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

export const textAnswer = (contentType: string, body: string): HttpAnswer => ({
  statusCode: 200,
  headers: { 'content-type': contentType },
  body,
});
