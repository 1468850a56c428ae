import type { RouteDefinition } from '../template/http-api.ts';

/** A route that a request matched, with the variables of its path, URL-decoded. */
export interface RouteMatch {
  readonly route: RouteDefinition;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** Finds the route of a request; undefined when there is none. */
export type Router = (method: string, path: string) => RouteMatch | undefined;

interface CompiledRoute {
  readonly route: RouteDefinition;
  readonly pattern: RegExp;
  readonly names: readonly string[];
  /** Sorts before others when smaller. */
  readonly rank: string;
}

/**
 * Chooses as API Gateway does: of the routes that match method and path, the most specific path from the left (text
 * before `{parameter}` before `{greedy+}`), then the method before `ANY`, then `$default`.
 */
export function router(routes: readonly RouteDefinition[]): Router {
  const compiled = routes
    .filter(({ path }) => path !== undefined)
    .map(compile)
    .sort((a, b) => (a.rank < b.rank ? -1 : 1));
  const fallback = routes.find(({ path }) => path === undefined);
  return (method, path) => {
    for (const { route, pattern, names } of compiled) {
      if (route.method !== 'ANY' && route.method !== method) continue;
      const values = pattern.exec(path)?.slice(1);
      if (values === undefined) continue;
      const pathParameters = names.map((name, index) => [name, decoded(values[index] ?? '')]);
      return {
        route,
        pathParameters: Object.fromEntries(pathParameters) as Record<string, string>,
      };
    }
    return fallback === undefined ? undefined : { route: fallback, pathParameters: {} };
  };
}

function compile(route: RouteDefinition): CompiledRoute {
  const segments = (route.path ?? '').split('/').slice(1).map(segmentOf);
  return {
    route,
    pattern: new RegExp(`^${segments.map(({ pattern }) => `/${pattern}`).join('')}$`),
    names: segments.flatMap(({ name }) => name ?? []),
    rank: segments.map(({ rank }) => rank).join('') + (route.method === 'ANY' ? '1' : '0'),
  };
}

interface Segment {
  readonly pattern: string;
  readonly rank: '0' | '1' | '2';
  readonly name?: string;
}

function segmentOf(text: string): Segment {
  const [, name, plus] = /^\{([^+}]+)(\+?)\}$/.exec(text) ?? [];
  if (name === undefined) {
    return { pattern: text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), rank: '0' };
  }
  return plus === '+'
    ? { pattern: '(.+)', rank: '2', name }
    : { pattern: '([^/]+)', rank: '1', name };
}

/** Text that is no valid percent-encoding stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
