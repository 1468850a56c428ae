import { serveRoutes } from '../middleware/serve-routes.ts';
import { describeApi } from './describe-api.ts';

export const handler = serveRoutes('DescribeApi', describeApi());
