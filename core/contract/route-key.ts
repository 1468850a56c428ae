import type { KeyOf } from './operation.ts';
import type { routes } from './routes.ts';

/** The key of any route. */
export type RouteKey = KeyOf<typeof routes>;
