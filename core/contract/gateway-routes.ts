import { bySpecificity, type Pattern, paramsOf, patternOf } from './match.ts';
import type { Route } from './route.ts';
import type { RouteKey } from './route-key.ts';
import { routes } from './routes.ts';

/** Below each, the rest of a path is plain: it says the same percent-encoded or not. */
const families: readonly `/${string}`[] = [
  '/lago/api/v1',
  '/otlp/v1',
  '/v1/backfills',
  '/v1/billing-runs',
  '/v1/corrections',
  '/v1/customers/{key}',
  '/v1/drops',
  '/v1/exports',
  '/v1/gate',
  '/v1/holds',
  '/v1/invoices/{id}',
  '/v1/logs/{tenant}',
  '/v1/passes',
  '/v1/payee-statements',
  '/v1/payees',
  '/v1/payers/{payer}',
  '/v1/payments/{id}',
  '/v1/payout-runs',
  '/v1/payouts',
  '/v1/private-passes',
  '/v1/quarantine',
  '/v1/rails',
  '/v1/share-months',
  '/v1/shares',
  '/v1/webhooks',
];

const REST = '/{rest+}';

/** As much of a route as a gateway has to know. */
export type GatewayRoute = Pick<Route, 'method' | 'path' | 'function' | 'scope' | 'keysRefusedBy'>;

/** By the gateway's key of a family, what stands for it, and the routes of the contract that it is for. */
const grouped: ReadonlyMap<
  string,
  { readonly route: GatewayRoute; readonly of: readonly Route[] }
> = new Map(
  [...Map.groupBy(routes as readonly Route[], rivalsOf)].flatMap(([, rivals]) => {
    const [first] = rivals;
    const family = first === undefined ? undefined : familyOf(first);
    if (family === undefined) return [];
    // One function has the family; the gateway prefers the routes of others, which are more specific.
    const [of = []] = [...Map.groupBy(rivals, callOf).values()].toSorted(
      (a, b) => b.length - a.length,
    );
    const [route] = of;
    if (route === undefined || of.length === 1) return [];
    const path = `${family}${REST}` as const;
    return [[`${route.method} ${path}`, { route: { ...route, path }, of }] as const];
  }),
);

/**
 * The routes of the gateway: those of the contract, but one for all below a family that have a method, a function and
 * an authorizer in common. A stack has room for some hundred routes.
 */
export const gatewayRoutes: readonly GatewayRoute[] = (() => {
  const together = [...grouped.values()];
  const joined = new Set(together.flatMap(({ of }) => of));
  const alone = (routes as readonly Route[]).filter((route) => !joined.has(route));
  return [...alone, ...together.map(({ route }) => route)];
})();

function rivalsOf(route: Route): string {
  const family = familyOf(route);
  // What a family is called is no part of what is below it.
  return `${route.method} ${family === undefined ? route.path : `${family}${REST}`}`;
}

function callOf({ function: name, scope, keysRefusedBy }: Route): string {
  return JSON.stringify([name, scope === undefined, keysRefusedBy]);
}

function familyOf({ path }: Pick<Route, 'path'>): `/${string}` | undefined {
  return families.find((family) => path.startsWith(`${family}/`));
}

const patterns: ReadonlyMap<string, readonly Pattern[]> = new Map(
  [...grouped].map(([key, { of }]) => [key, of.map(patternOf).sort(bySpecificity)]),
);

type Params = Readonly<Record<string, string | undefined>>;

/**
 * The route of the contract that a request is for, by the gateway's key of a route, and the parameters of its path;
 * undefined where a family has no such route.
 */
export function routeFromGateway(
  gatewayKey: string,
  params: Params,
): { readonly key: RouteKey; readonly params: Params } | undefined {
  if (!gatewayKey.endsWith(REST)) return { key: gatewayKey as RouteKey, params };
  const { rest = '', ...named } = params;
  const below = gatewayKey.split('/').length - 1;
  for (const { key, parts } of patterns.get(gatewayKey) ?? []) {
    const sent = rest.split('/');
    if (parts.length - below !== sent.length) continue;
    const found = paramsOf(parts.slice(below), sent);
    if (found !== undefined) return { key, params: { ...named, ...found } };
  }
  return undefined;
}
