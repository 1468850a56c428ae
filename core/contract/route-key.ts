import type { routes } from './routes.ts';

type AnyRoute = (typeof routes)[number];
type KeyOf<R extends AnyRoute> = R extends AnyRoute ? `${R['method']} ${R['path']}` : never;

/** `"PUT /v1/meters/{key}"`. */
export type RouteKey = KeyOf<AnyRoute>;
