/** What a key may do. */
export const scopes = [
  'events:write',
  'usage:read',
  'billing:read',
  'billing:write',
  'spend:read',
  'spend:write',
  'payouts:approve',
  'admin',
] as const;
export type Scope = (typeof scopes)[number];

/** What a payer's token can be for. */
export const tokenActions = ['charge', 'read', 'budget', 'top-up', 'refund'] as const;
export type TokenAction = (typeof tokenActions)[number];

/** What a payee's token can be for. */
export const payeeTokenActions = ['read', 'payout'] as const;
export type PayeeTokenAction = (typeof payeeTokenActions)[number];

/** One operation of the HTTP interface: the gateway, the functions and the reference are all made from this. */
export interface Route {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly path: `/${string}`;
  /** The Lambda that answers it. */
  readonly function:
    | 'IngestEvents'
    | 'QueryUsage'
    | 'ServeCatalog'
    | 'ReviewQuarantine'
    | 'ServeInvoices'
    | 'ServeRuns'
    | 'RecordInvoices'
    | 'ServeBooks'
    | 'ServeWebhooks'
    | 'ServePayers'
    | 'ServePayees'
    | 'ServeProofs'
    | 'ServeRails'
    | 'ServeSpend'
    | 'DescribeApi';
  /** The scope a key needs; undefined where no key is needed at all. */
  readonly scope: Scope | undefined;
  /** A scope that is enough for a part of what the route does: the function refuses the rest. */
  readonly also?: Scope;
  readonly summary: string;
  /** Who answers a key that is none; the gateway, in its own words, where left out. */
  readonly keysRefusedBy?: 'function';
  /** What a payer's token must be for to be taken here; a route that says none refuses them all. */
  readonly token?: TokenAction;
  /** What a payee's token must be for, likewise. Of a path with `{key}`, it is for its own payee alone. */
  readonly payeeToken?: PayeeTokenAction;
}

/** What can change money, terms or what is counted: the audit has each request of such a route. */
export type ChangingRoute = {
  readonly method: Exclude<Route['method'], 'GET'>;
  readonly scope: 'billing:write' | 'payouts:approve' | 'admin';
};

export const isChanging = ({ method, scope }: Pick<Route, 'method' | 'scope'>): boolean =>
  method !== 'GET' &&
  (scope === 'billing:write' || scope === 'payouts:approve' || scope === 'admin');
