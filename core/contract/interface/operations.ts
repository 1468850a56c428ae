import { type KeyOf, type Operation, ok } from '../operation.ts';
import { anyDocument } from '../shapes.ts';
import type { interfaceRoutes } from './routes.ts';

/** The operations of the interface itself. */
export const interfaceOperations = {
  'GET /openapi.json': {
    id: 'describeApi',
    answers: ok('An OpenAPI 3.1 document', anyDocument),
    problems: ['request.invalid'],
  },
} as const satisfies Readonly<Record<KeyOf<typeof interfaceRoutes>, Operation>>;
