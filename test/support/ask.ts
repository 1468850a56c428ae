import type { Context } from 'aws-lambda';
import type { RouteKey } from '../../core/contract/route-key.ts';
import type { GatewayEvent } from '../../functions/middleware/gateway-event.ts';
import type { HttpAnswer } from '../../functions/middleware/http.ts';
import { holdToContract } from './contract-faults.ts';
import { aGatewayEvent, context, type SentToken } from './gateway-event.ts';

/** A Lambda handler of routes, as `serveRoutes` makes it. */
export type RoutesHandler = (event: GatewayEvent, context: Context) => Promise<HttpAnswer>;

/** What is asked of a route; every scope unless said otherwise. */
export interface Question {
  readonly query?: Readonly<Record<string, string>>;
  /** The query string as it is, instead of `query`. */
  readonly rawQuery?: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** A body that is no JSON, instead of `body`. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly tenant?: string;
  /** The key that asks. */
  readonly keyId?: string;
  readonly scopes?: string;
  /** A token, instead of a key with scopes. */
  readonly token?: SentToken;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
  readonly text: string;
  /** Empty where the answer is not JSON. */
  readonly body: Readonly<Record<string, unknown>>;
}

const everyScope =
  'events:write usage:read billing:read billing:write spend:read spend:write payouts:approve admin';

const bodyOf = ({ body, text }: Question) => {
  const sent = body === undefined ? text : JSON.stringify(body);
  return sent === undefined ? {} : { body: sent };
};

/** Asks a function through the middleware that it is deployed with. */
export const asking =
  (handler: RoutesHandler) =>
  async (routeKey: string, question: Question = {}): Promise<Answer> => {
    const { query = {}, params, headers, token, keyId } = question;
    const { tenant = 'acme', scopes = everyScope } = question;
    const { rawQuery = new URLSearchParams(query).toString() } = question;
    const answer = await handler(
      aGatewayEvent({
        routeKey,
        rawQueryString: rawQuery,
        tenant,
        scopes,
        token,
        keyId,
        ...(params === undefined ? {} : { pathParameters: params }),
        ...(headers === undefined ? {} : { headers }),
        ...bodyOf(question),
      }),
      context,
    );
    const isJson = (answer.headers['content-type'] ?? '').endsWith('json');
    const bytes = Buffer.from(answer.body, answer.isBase64Encoded === true ? 'base64' : 'utf8');
    const { statusCode: status, headers: answered } = answer;
    holdToContract(routeKey as RouteKey, { status, headers: answered, text: bytes.toString() });
    return {
      status,
      headers: answered,
      bytes,
      text: bytes.toString(),
      body: isJson ? (JSON.parse(answer.body) as Record<string, unknown>) : {},
    };
  };

/** The items of all pages of a list, by the cursors it answers. */
export async function everyItem<Item>(
  list: (query: Readonly<Record<string, string>>) => Promise<Answer>,
  member: string,
  query: Readonly<Record<string, string>> = {},
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const { body } = await list(cursor === undefined ? query : { ...query, cursor });
    items.push(...(body[member] as Item[]));
    cursor = body['nextCursor'] as string | undefined;
  } while (cursor !== undefined);
  return items;
}
