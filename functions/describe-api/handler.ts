import { interfaceOperations } from '../../core/contract/interface/operations.ts';
import { serveRoutes } from '../middleware/serve-routes.ts';
import { describeApi } from './describe-api.ts';

export const handler = serveRoutes('DescribeApi', interfaceOperations, describeApi());
