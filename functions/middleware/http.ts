import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Caller } from '../../core/access/caller.ts';
import type { KeyOf } from '../../core/contract/operation.ts';
import type { Scope } from '../../core/contract/route.ts';
import type { RouteKey } from '../../core/contract/route-key.ts';
import type { routes } from '../../core/contract/routes.ts';
import type {
  AnswersText,
  BodyOf,
  JsonAnswerOf,
  OperationAt,
  QueryOf,
} from '../../core/contract/typed-operation.ts';
import type { JsonValue } from '../../core/kernel/json.ts';

/** A row of the table of routes. */
export type RouteRow = (typeof routes)[number];

/** A request's body as the gateway hands it over; read it with `request-body.ts`. */
interface RawBody {
  readonly content: string;
  readonly isBase64: boolean;
}

/** A request as it came, of a route that needs no key. `Params` are the names in its path. */
export interface AnonymousRequest<Params extends string = never> {
  readonly requestId: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly params: Readonly<Record<Params, string>>;
  /** Each parameter once; a repeated one was refused. */
  readonly query: ReadonlyMap<string, string>;
  /** All values of each parameter, where the operation takes repeated ones; then `query` has the first. */
  readonly queryLists: ReadonlyMap<string, readonly string[]>;
  /** Undefined where the body is empty. */
  readonly body: RawBody | undefined;
}

/** A request as it came, of a caller whose key has the route's scope. */
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

/** What of a query string a parser in core reads. */
type Reading<Op> = Op extends { readonly repeatedQuery: true }
  ? AnonymousRequest['queryLists']
  : AnonymousRequest['query'];

/** What a handler gets of an operation's request: what is declared is parsed. */
interface DeclaredRequest<Op, Params extends string> {
  readonly headers: AnonymousRequest['headers'];
  readonly params: Readonly<Record<Params, string>>;
  readonly query: QueryOf<Op, Reading<Op>>;
  readonly body: Op extends { readonly readBy: 'core' } ? JsonValue : BodyOf<Op>;
  readonly idempotencyKey: Op extends { readonly idempotencyKey: 'needed' }
    ? string
    : string | undefined;
}

type RequestFor<Op, Params extends string> = Op extends { readonly readBy: 'function' }
  ? AnonymousRequest<Params>
  : DeclaredRequest<Op, Params>;

/** The request of a route, and who asks where it needs a scope. */
export type RequestOf<R extends RouteRow> = RequestFor<
  OperationAt<KeyOf<[R]>>,
  ParamsOf<R['path']>
> &
  (R['scope'] extends Scope ? { readonly caller: Caller } : unknown);

/** What a route may answer: JSON as its operation declares it, and text where it declares any. */
export type AnswerOf<Key extends RouteKey> =
  | JsonAnswerOf<OperationAt<Key>>
  | (AnswersText<OperationAt<Key>> extends never ? never : HttpAnswer);

export const jsonAnswer = (statusCode: number, body: unknown): HttpAnswer => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

/** An answer that has nothing to say but its status. */
export const emptyAnswer = (statusCode: number): HttpAnswer => ({
  statusCode,
  headers: {},
  body: '',
});

export const textAnswer = (contentType: string, body: string): HttpAnswer => ({
  statusCode: 200,
  headers: { 'content-type': contentType },
  body,
});
