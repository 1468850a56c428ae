import { timestampFrom, timestampOf } from '../../core/kernel/timestamp.ts';
import { type SomeBilling, use, workOff } from './some-billing.ts';
import { aTenantWithStrays, aView } from './unbilled-tenant.ts';

export const HOUR = 3_600_000;
export const at = (text: string) => timestampFrom(text) ?? timestampOf(Number.NaN);
export const hourOf = (text: string) => Math.floor(at(text) / HOUR);

/** January is billed, with a view of `app-1` in it and one on 3 February; it is the morning of the 4th. */
export async function aBilledMonth() {
  const { billing, billAt, ask } = await aTenantWithStrays();
  await use(billing, [aView('app-1', '2026-01-14T10:00:00Z')]);
  await billAt('2026-01', '2026-02-03T00:00:00Z');
  await use(billing, [aView('app-1', '2026-02-03T10:00:00Z')]);
  billing.time.now = at('2026-02-04T03:50:00Z');
  const answer = async () => (await ask('GET /v1/reconciliation')).body;
  return { billing, ask, answer };
}

/** What the daily schedule does. */
export async function pass(billing: SomeBilling): Promise<void> {
  const done = await beginPass(billing);
  await workOff(billing, done);
}

export async function beginPass(billing: SomeBilling): Promise<number> {
  const done = billing.queue.bodies.length;
  await billing.queue.send([JSON.stringify({ kind: 'reconcile' })]);
  return done;
}
