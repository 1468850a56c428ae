import type { Context } from 'aws-lambda';
import type { GatewayEvent } from '../../functions/middleware/gateway-event.ts';
import type { HttpAnswer } from '../../functions/middleware/http.ts';
import { aGatewayEvent, context } from './gateway-event.ts';

/** A Lambda handler of routes, as `serveRoutes` makes it. */
export type RoutesHandler = (event: GatewayEvent, context: Context) => Promise<HttpAnswer>;

/** What is asked of a route; every scope unless said otherwise. */
export interface Question {
  readonly query?: Readonly<Record<string, string>>;
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly tenant?: string;
  readonly scopes?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** Undefined where the answer is not JSON. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
}

const everyScope = 'events:write usage:read billing:read billing:write admin';

/** Asks a function through the middleware that it is deployed with. */
export const asking =
  (handler: RoutesHandler) =>
  async (routeKey: string, question: Question = {}): Promise<Answer> => {
    const { query = {}, params, body, headers, tenant = 'acme', scopes = everyScope } = question;
    const answer = await handler(
      aGatewayEvent({
        routeKey,
        rawQueryString: new URLSearchParams(query).toString(),
        tenant,
        scopes,
        ...(params === undefined ? {} : { pathParameters: params }),
        ...(headers === undefined ? {} : { headers }),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
      context,
    );
    const isJson = (answer.headers['content-type'] ?? '').endsWith('json');
    return {
      status: answer.statusCode,
      headers: answer.headers,
      text: answer.body,
      body: isJson ? (JSON.parse(answer.body) as Record<string, unknown>) : undefined,
    };
  };
