import type { Route } from './route.ts';
import type { RouteKey } from './route-key.ts';
import { routes } from './routes.ts';

/** The route that a request is for, and what stands in its path. */
export interface Matched {
  /** As the gateway names it: `"PUT /v1/meters/{key}"`. */
  readonly key: RouteKey;
  readonly route: Route;
  /** By the names in the route's path, percent-decoded. */
  readonly params: Readonly<Record<string, string>>;
}

/** A route by the parts of its path, text or `{parameter}`. */
export interface Pattern extends Omit<Matched, 'params'> {
  readonly parts: readonly string[];
}

/** By method and number of parts; text before a parameter, from the left. */
const patterns = Map.groupBy(routes.map(patternOf).sort(bySpecificity), ({ route, parts }) =>
  placeOf(route.method, parts),
);

export function patternOf(route: Route): Pattern {
  const { method, path } = route;
  return { key: `${method} ${path}` as RouteKey, route, parts: path.split('/') };
}

/** The most specific from the left before others of as many parts. */
export function bySpecificity(a: Pattern, b: Pattern): number {
  return rankOf(a) < rankOf(b) ? -1 : 1;
}

function rankOf({ parts }: Pattern): string {
  return parts.map((part) => (part.startsWith('{') ? '1' : '0')).join('');
}

function placeOf(method: string, parts: readonly string[]): string {
  return `${method} ${parts.length}`;
}

/**
 * The route of a request by its method and path, without a query; undefined where there is none. Of several it is the
 * most specific from the left, and text that is no percent-encoding stands for itself: as the gateway has it.
 */
export function matchRoute(method: string, path: string): Matched | undefined {
  const parts = path.split('/');
  for (const { key, route, parts: pattern } of patterns.get(placeOf(method, parts)) ?? []) {
    const params = paramsOf(pattern, parts);
    if (params !== undefined) return { key, route, params };
  }
  return undefined;
}

/** The methods that there are at a path, without a query; none where it is no path of the contract. */
export const methodsAt = (path: string): readonly Route['method'][] =>
  methods.filter((method) => matchRoute(method, path) !== undefined);

const methods = [...new Set(routes.map(({ method }: Route) => method))];

/** What stands for the parameters of a pattern, percent-decoded; undefined where a part is another. */
export function paramsOf(
  pattern: readonly string[],
  parts: readonly string[],
): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const part = parts[index] ?? '';
    const name = /^\{(\w+)\}$/.exec(expected)?.[1];
    if (name === undefined) {
      if (part !== expected) return undefined;
      continue;
    }
    if (part === '') return undefined;
    params[name] = decoded(part);
  }
  return params;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
