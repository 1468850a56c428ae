import type { Context } from 'aws-lambda';
import { interfaceOperations } from '../../core/contract/interface/operations.ts';
import type { GatewayEvent } from '../middleware/gateway-event.ts';
import type { HttpAnswer } from '../middleware/http.ts';
import { serveRoutes } from '../middleware/serve-routes.ts';
import { unroutedAnswer } from '../middleware/unrouted-answer.ts';
import { describeApi } from './describe-api.ts';

const described = serveRoutes('DescribeApi', interfaceOperations, describeApi());

/** The contract; and what the gateway has no route for. */
export const handler = async (event: GatewayEvent, context: Context): Promise<HttpAnswer> => {
  if (event.routeKey !== '$default') return described(event, context);
  const { http, requestId } = event.requestContext;
  const { rawPath: path, headers } = event;
  return unroutedAnswer({ method: http.method, path, requestId, headers });
};
