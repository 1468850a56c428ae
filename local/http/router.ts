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
  readonly segments: readonly Segment[];
  /** Sorts before others when smaller. */
  readonly rank: string;
}

type Segment =
  | { readonly kind: 'static'; readonly text: string }
  | { readonly kind: 'parameter'; readonly name: string }
  | { readonly kind: 'greedy'; readonly name: string };

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
    const parts = path.split('/').slice(1);
    for (const { route, segments } of compiled) {
      if (route.method !== 'ANY' && route.method !== method) continue;
      const pathParameters = matched(segments, parts);
      if (pathParameters !== undefined) return { route, pathParameters };
    }
    return fallback === undefined ? undefined : { route: fallback, pathParameters: {} };
  };
}

const ranks = { static: '0', parameter: '1', greedy: '2' } as const;

function compile(route: RouteDefinition): CompiledRoute {
  const segments = (route.path ?? '').split('/').slice(1).map(segmentOf);
  const method = route.method === 'ANY' ? '1' : '0';
  return { route, segments, rank: segments.map(({ kind }) => ranks[kind]).join('') + method };
}

function segmentOf(text: string): Segment {
  const [, name, plus] = /^\{([^+}]+)(\+?)\}$/.exec(text) ?? [];
  if (name === undefined) return { kind: 'static', text };
  return plus === '+' ? { kind: 'greedy', name } : { kind: 'parameter', name };
}

function matched(
  segments: readonly Segment[],
  parts: readonly string[],
): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const part = parts[index];
    if (part === undefined) return undefined;
    if (segment.kind === 'greedy') {
      parameters[segment.name] = decoded(parts.slice(index).join('/'));
      return parameters;
    }
    if (segment.kind === 'static' ? decoded(part) !== segment.text : part === '') return undefined;
    if (segment.kind === 'parameter') parameters[segment.name] = decoded(part);
  }
  return segments.length === parts.length ? parameters : undefined;
}

/** Text that is no valid percent-encoding stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
