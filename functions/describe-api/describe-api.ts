import { openApiDocument } from '../../core/contract/openapi.ts';
import { textAnswer } from '../middleware/http.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';

/** Answers `GET /openapi.json`, always the same: made once, when the function starts. */
export function describeApi(): RouteHandlers['DescribeApi'] {
  const answer = textAnswer('application/json', JSON.stringify(openApiDocument()));
  return { 'GET /openapi.json': () => answer };
}
