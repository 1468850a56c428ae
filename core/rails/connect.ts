import type { Clock } from '../kernel/clock.ts';
import { Rejection } from '../kernel/rejection.ts';
import type { Collection, RailName } from './collection.ts';
import { refuseForeign } from './foreign-secrets.ts';
import type {
  Collections,
  Connection,
  Rail,
  RailCaller,
  RailCredentials,
  RailOutbound,
  RailSecrets,
} from './ports.ts';

/** What tenants are connected to rails with. */
export interface ConnectingPorts {
  readonly collections: Collections;
  readonly secrets: RailSecrets;
  readonly rails: Readonly<Record<RailName, Rail>>;
  readonly outbound: Pick<RailOutbound, 'refusal' | 'isHere'>;
  /** Of this stack. */
  readonly space: string;
  readonly clock: Clock;
}

const ATTEMPTS_MAX = 10;

/** Stripe's keys, whole or restricted, and what it signs with. Looked at here, so that no refusal repeats them. */
const SECRET_KEY = /^[rs]k_(?:live|test)_[\w-]{8,240}$/;
const LIVE = /^[rs]k_live_/;
const WEBHOOK_SECRET = /^whsec_[\w+/=-]{8,240}$/;

/**
 * Connects a tenant with a rail, or changes its secrets, once the rail has taken them. They are put before the
 * connection says that they are there.
 * @throws Rejection `rail.url-refused`, `rail.secrets-refused`, `rail.in-use`, `rail.outcome-unknown`,
 * `rail.changed-meanwhile`
 */
export async function connect(
  ports: ConnectingPorts,
  { tenant, rail }: { readonly tenant: string; readonly rail: RailName },
  credentials: RailCredentials,
): Promise<Connection> {
  refuseMalformed(credentials);
  refuseOtherUrl(ports, credentials);
  await refuseUntaken(ports.rails[rail], credentials);
  await refuseForeign(ports, { tenant, rail }, credentials);
  await ports.secrets.put(tenant, rail, credentials);
  const mode = LIVE.test(credentials.secretKey) ? 'live' : 'test';
  return changedConnection(ports, { tenant, rail }, (before, now) => {
    // What was before is none of this connection's, unless it goes on.
    const since: Pick<Connection, 'connectedAt' | 'seenTo' | 'waiting'> =
      before?.enabled === true ? before : { connectedAt: now, seenTo: now };
    const { connectedAt, seenTo, waiting = [] } = since;
    const { space = ports.space } = before ?? {};
    return { tenant, rail, mode, space, connectedAt, seenTo, waiting, enabled: true };
  });
}

/**
 * Takes a connection away, and then its secrets.
 * @throws Rejection `rail.not-connected`, `rail.in-use` while a collection is open, `rail.changed-meanwhile`
 */
export async function disconnect(
  ports: ConnectingPorts,
  { tenant, rail }: { readonly tenant: string; readonly rail: RailName },
): Promise<void> {
  const connection = await connectionOf(ports, { tenant, rail });
  const open = await openOf(ports, { tenant, rail });
  if (open !== undefined) {
    throw new Rejection(
      'rail.in-use',
      `wait until it is known what became of all that is being collected: ${open.number} is`,
    );
  }
  await changedConnection(ports, { tenant, rail }, (before = connection) => ({
    ...before,
    enabled: false,
  }));
  await ports.secrets.remove(tenant, rail);
}

const OPEN_PER_READ = 100;

/** One of those that are open. */
async function openOf(
  { collections }: Pick<ConnectingPorts, 'collections'>,
  { tenant, rail }: { readonly tenant: string; readonly rail: RailName },
): Promise<Collection | undefined> {
  let after: string | undefined;
  for (;;) {
    const page = await collections.open(tenant, { after, limit: OPEN_PER_READ });
    const open = page.collections.find((one) => one.rail === rail);
    if (open !== undefined || page.next === undefined) return open;
    after = page.next;
  }
}

/** A rail of files is called by nobody, so it has nothing that is secret. */
export const hasSecrets = (rail: RailName): boolean => rail !== 'sepa';

const noSecrets: RailCredentials = { secretKey: '', webhookSecret: '', url: undefined };

/** What a rail is called with; undefined where that is gone. */
export const credentialsOf = async (
  secrets: RailSecrets,
  tenant: string,
  rail: RailName,
): Promise<RailCredentials | undefined> =>
  hasSecrets(rail) ? secrets.get(tenant, rail) : noSecrets;

/** @throws Rejection `rail.not-connected` */
export async function connectionOf(
  { collections }: Pick<ConnectingPorts, 'collections'>,
  { tenant, rail }: { readonly tenant: string; readonly rail: RailName },
): Promise<Connection> {
  const connection = await collections.connection(tenant, rail);
  if (connection?.enabled === true) return connection;
  throw notConnected(rail);
}

/**
 * Who asks a rail for a tenant.
 * @throws Rejection `rail.not-connected`
 */
export async function railCaller(
  ports: Pick<ConnectingPorts, 'collections' | 'secrets'>,
  { tenant, rail }: { readonly tenant: string; readonly rail: RailName },
): Promise<RailCaller> {
  const { space } = await connectionOf(ports, { tenant, rail });
  const credentials = await credentialsOf(ports.secrets, tenant, rail);
  if (credentials === undefined) throw notConnected(rail);
  return { tenant, space, credentials };
}

const notConnected = (rail: RailName): Rejection =>
  new Rejection('rail.not-connected', `connect it first: ${rail} is not connected`);

function refuseMalformed({ secretKey, webhookSecret }: RailCredentials): void {
  const refused = (detail: string, param: string): Rejection =>
    new Rejection('rail.secrets-refused', detail, { param });
  if (!SECRET_KEY.test(secretKey)) {
    throw refused('give a secret or a restricted key, sk_… or rk_…, live or test', '/secretKey');
  }
  if (!WEBHOOK_SECRET.test(webhookSecret)) {
    throw refused('give the signing secret of the endpoint, whsec_…', '/webhookSecret');
  }
}

/** To another address than the rail's own, secrets go only where they stay on this very machine. */
function refuseOtherUrl({ outbound }: ConnectingPorts, { url }: RailCredentials): void {
  if (url === undefined) return;
  const refusal = outbound.refusal(url);
  if (refusal === undefined && outbound.isHere(url)) return;
  throw new Rejection(
    'rail.url-refused',
    'leave the URL out: another is called on a local stack alone, and only at that very machine',
    { param: '/url' },
  );
}

async function refuseUntaken(rail: Rail, credentials: RailCredentials): Promise<void> {
  switch (await rail.probe(credentials)) {
    case 'taken':
      return;
    case 'refused':
      throw new Rejection(
        'rail.secrets-refused',
        `give a key that ${rail.name} takes, and that may read and write Checkout Sessions, and read payments, refunds, disputes and events`,
        { param: '/secretKey' },
      );
    case 'unknown':
      throw new Rejection(
        'rail.outcome-unknown',
        `ask again: ${rail.name} has not said whether it takes the key`,
      );
  }
}

export async function changedConnection(
  { collections, clock }: Pick<ConnectingPorts, 'collections' | 'clock'>,
  { tenant, rail }: { readonly tenant: string; readonly rail: RailName },
  after: (
    before: Connection | undefined,
    now: Connection['seenTo'],
  ) => Omit<Connection, 'revision'>,
): Promise<Connection> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const before = await collections.connection(tenant, rail);
    const revision = (before?.revision ?? 0) + 1;
    const next = { ...after(before, clock.now()), revision };
    if ((await collections.putConnection(next)) === 'put') return next;
  }
  throw new Rejection(
    'rail.changed-meanwhile',
    `send the same request again: others were changing ${rail} at the same time`,
  );
}
