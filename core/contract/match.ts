import type { RouteKey } from './route-key.ts';
import { routes } from './routes.ts';

/** The route that a request is for, and what stands in its path. */
export interface Matched {
  readonly key: RouteKey;
  /** By the names in the route's path, percent-decoded. */
  readonly params: Readonly<Record<string, string>>;
}

const patterns = routes.map(({ method, path }) => ({
  key: `${method} ${path}` as RouteKey,
  method,
  parts: path.split('/'),
  // A part as it is goes before one that anything fits.
  generality: [...path.matchAll(/\{/g)].length,
}));
const byGenerality = patterns.toSorted((a, b) => a.generality - b.generality);

/**
 * The route of a request by its method and path, without a query; undefined where there is none, or where a part of the
 * path is no percent-encoded text. Of several, the one with the fewest parameters: as the gateway chooses.
 */
export function matchRoute(method: string, path: string): Matched | undefined {
  const parts = path.split('/');
  for (const pattern of byGenerality) {
    if (pattern.method !== method || pattern.parts.length !== parts.length) continue;
    const params = paramsOf(pattern.parts, parts);
    if (params !== undefined) return { key: pattern.key, params };
  }
  return undefined;
}

function paramsOf(
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
    const value = decoded(part);
    if (value === undefined || value === '') return undefined;
    params[name] = value;
  }
  return params;
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
