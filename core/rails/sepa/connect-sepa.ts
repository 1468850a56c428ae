import type { Clock } from '../../kernel/clock.ts';
import { changedConnection, connectionOf } from '../connect.ts';
import type { Collections, Connection } from '../ports.ts';
import { refuseBadCreditor, type SepaCreditor } from './creditor.ts';

/** What a creditor is kept with. */
export interface SepaConnecting {
  readonly collections: Collections;
  /** Of this stack. */
  readonly space: string;
  readonly clock: Clock;
}

/**
 * Says who collects by direct debit, or changes it; batches that are made keep theirs.
 * @throws Rejection `sepa.creditor-invalid`, `rail.changed-meanwhile`
 */
export async function connectSepa(
  ports: SepaConnecting,
  tenant: string,
  creditor: SepaCreditor,
): Promise<Connection> {
  refuseBadCreditor(creditor);
  return changedConnection(ports, { tenant, rail: 'sepa' }, (before, now) => ({
    ...{ tenant, rail: 'sepa', mode: 'live', creditor, enabled: true },
    space: before?.space ?? ports.space,
    connectedAt: before?.enabled === true ? before.connectedAt : now,
    seenTo: now,
  }));
}

/**
 * Has no more batches made. What became of those that there are can still be told, and is booked.
 * @throws Rejection `rail.not-connected`, `rail.changed-meanwhile`
 */
export async function disconnectSepa(ports: SepaConnecting, tenant: string): Promise<void> {
  const connection = await connectionOf(ports, { tenant, rail: 'sepa' });
  await changedConnection(ports, { tenant, rail: 'sepa' }, (before = connection) => ({
    ...before,
    enabled: false,
  }));
}
