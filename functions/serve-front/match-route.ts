import type { Route } from '../../core/contract/route.ts';

/** A route that a request matched, with the variables of its path, URL-decoded. */
export interface RouteMatch {
  readonly route: Route;
  /** As the gateway names it: `"PUT /v1/meters/{key}"`. */
  readonly routeKey: string;
  readonly params: Readonly<Record<string, string>>;
}

interface Pattern {
  readonly route: Route;
  readonly routeKey: string;
  readonly parts: readonly string[];
}

/**
 * Finds the route of a request as API Gateway does: by method, and of the paths that match the most specific from the
 * left, text before `{parameter}`. Undefined where there is none.
 */
export function routeMatcher(routes: readonly Route[]) {
  const patterns = Map.groupBy(
    routes.map((route): Pattern => {
      const routeKey = `${route.method} ${route.path}`;
      return { route, routeKey, parts: route.path.split('/') };
    }),
    ({ route, parts }) => `${route.method} ${parts.length}`,
  );
  for (const alike of patterns.values()) alike.sort(byPlace);
  return (method: string, path: string): RouteMatch | undefined => {
    const parts = path.split('/');
    for (const { route, routeKey, parts: wanted } of patterns.get(`${method} ${parts.length}`) ??
      []) {
      const params = paramsOf(wanted, parts);
      if (params !== undefined) return { route, routeKey, params };
    }
    return undefined;
  };
}

const isParameter = (part: string): boolean => part.startsWith('{');

/** Text sorts before parameters, from the left. */
function byPlace(one: Pattern, other: Pattern): number {
  const rank = ({ parts }: Pattern): string =>
    parts.map((part) => (isParameter(part) ? '1' : '0')).join('');
  return rank(one) < rank(other) ? -1 : 1;
}

function paramsOf(
  wanted: readonly string[],
  parts: readonly string[],
): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (const [index, name] of wanted.entries()) {
    const part = parts[index] ?? '';
    if (!isParameter(name)) {
      if (name !== part) return undefined;
    } else if (part === '') {
      return undefined;
    } else {
      params[name.slice(1, -1)] = decoded(part);
    }
  }
  return params;
}

/** Text that is no valid percent-encoding stands for itself, as behind the gateway. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
