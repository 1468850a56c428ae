import type { Clock } from '../kernel/clock.ts';
import { Rejection } from '../kernel/rejection.ts';
import { isGivenUp } from './advance.ts';
import type { Collection } from './collection.ts';
import type { Collections, Connection, Rail, RailCredentials } from './ports.ts';

interface ForeignPorts {
  readonly collections: Collections;
  readonly rails: Readonly<Record<Rail['name'], Rail>>;
  /** Of this stack. */
  readonly space: string;
  readonly clock: Clock;
}

/** Of those that are open. Each that is asked for is a call: they are all of one account, but for what went wrong. */
const PAGE = 50;
const PAGES_MAX = 4;
const ASKED_MAX = 3;

/**
 * Refuses secrets of another account, or of the other mode, while a collection is open: its payer may still pay, and
 * who asks by the new secrets would never hear of it. One that the rail has by the new secrets shows that they are of
 * the same account. One that is only prepared has an address that nobody was given: no money can come by
 * it; of a refund it may have gone.
 * @throws Rejection `rail.in-use`, `rail.outcome-unknown`
 */
export async function refuseForeign(
  ports: ForeignPorts,
  { tenant, rail }: Pick<Connection, 'tenant' | 'rail'>,
  credentials: RailCredentials,
): Promise<void> {
  const { collections, space } = ports;
  const before = await collections.connection(tenant, rail);
  if (before?.enabled !== true) return;
  const open = await payable(ports, { tenant, rail });
  const [first] = open;
  if (first === undefined) return;
  const caller = { tenant, space, credentials };
  for (const collection of open) {
    const standing = await ports.rails[rail].lookup(caller, collection);
    if (standing.kind === 'unknown') {
      throw new Rejection(
        'rail.outcome-unknown',
        `ask again: ${rail} has not said whether ${collection.number} is collected by the same account`,
      );
    }
    if (standing.kind !== 'gone') return;
  }
  throw inUse(first);
}

/** Some by which money may still come. */
async function payable(
  { collections, clock }: ForeignPorts,
  { tenant, rail }: { readonly tenant: string; readonly rail: string },
): Promise<readonly Collection[]> {
  const found: Collection[] = [];
  let after: string | undefined;
  for (let page = 0; page < PAGES_MAX && found.length < ASKED_MAX; page += 1) {
    const { collections: open, next } = await collections.open(tenant, { after, limit: PAGE });
    const now = clock.now();
    const submitted = open.filter(
      (one) =>
        one.rail === rail &&
        (one.refund !== undefined || (one.status === 'submitted' && !isGivenUp(one, now))),
    );
    found.push(...submitted);
    if (next === undefined) break;
    after = next;
  }
  return found.slice(0, ASKED_MAX);
}

const inUse = ({ number }: Collection): Rejection =>
  new Rejection(
    'rail.in-use',
    `put a key of the same account and mode until what is being collected is paid or has expired, a day at most for who has not paid: ${number} is`,
    { param: '/secretKey' },
  );
