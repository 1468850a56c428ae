import type { WithoutReason } from '../contract/payouts/shapes.ts';
import { invariant } from '../kernel/invariant.ts';
import type { TimeZone } from '../kernel/time-zone.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import { targetDayFrom } from '../rails/sepa/target-days.ts';
import { heldBy } from './held-back.ts';
import { changedRun, notOpen } from './move-run.ts';
import { methodAt, type PayeePayout } from './payee-payout.ts';
import { payoutSettingsOf } from './payout-settings.ts';
import type { RunPorts } from './ports.ts';
import { todayOf } from './prepare-run.ts';
import { ITEMS_PER_PAGE, type PayoutRun, pagesOf, type WithoutItem } from './run.ts';
import { giveBackStrays } from './run-items.ts';

/**
 * Takes what a run pays from balances, and says for good what that was. Asked again after a crash, it goes on. An item
 * is left out where its payee is paid by another method since, or has less to come by now.
 *
 * Why nobody is paid twice: each item is taken by one document under one id, decided on the newest state of the books,
 * and the file has only what `without` does not name, which is put once. Where two submit at once, they may judge an
 * item differently; whoever comes second reads what was put, and gives back what it took beside that. Where it dies
 * before, the next look at the run does.
 * @throws Rejection `payout.run-not-found`, `payout.run-not-open`, `payout.changed-meanwhile`
 */
export async function submitRun(ports: RunPorts, tenant: string, id: string): Promise<PayoutRun> {
  const begun = await changedRun(ports, tenant, id, (run) => {
    if (['submitting', 'submitted', 'done'].includes(run.status)) return undefined;
    if (run.status !== 'approved') throw notOpen(run, 'submitted');
    return { ...run, status: 'submitting' };
  });
  if (begun.status !== 'submitting') return begun;
  const { today, timeZone } = await todayOf(ports, tenant);
  const without = await takenPages(ports, begun, timeZone);
  const run = await changedRun(ports, tenant, id, (before) => {
    if (before.status !== 'submitting') return undefined;
    const { askedOn = today, rail } = before;
    const payOn = askedOn < today ? today : askedOn;
    return {
      ...before,
      ...{ status: 'submitted', submittedAt: ports.clock.now(), without },
      payOn: rail === 'sepa' ? targetDayFrom(payOn) : payOn,
    };
  });
  await giveBackStrays(ports, run);
  return run;
}

/** One after another: each page is a decision of the books. */
async function takenPages(
  ports: RunPorts,
  run: PayoutRun,
  timeZone: TimeZone,
): Promise<readonly WithoutItem[]> {
  const { reserveDays } = await payoutSettingsOf(ports.kept, run.tenant);
  const without: WithoutItem[] = [];
  for (let page = 0; page < pagesOf(run); page += 1) {
    const found = await takenPage(ports, run, { page, timeZone, reserveDays });
    without.push(...found.map(({ place, why }) => ({ place: page * ITEMS_PER_PAGE + place, why })));
  }
  return without;
}

async function takenPage(
  { runs, payouts, books, clock }: RunPorts,
  { tenant, id, rail, contract, items: digest }: PayoutRun,
  asked: { readonly page: number; readonly timeZone: TimeZone; readonly reserveDays: number },
): Promise<readonly WithoutItem[]> {
  const { page, timeZone, reserveDays } = asked;
  const items = await runs.items(tenant, digest, page);
  const methods = await payouts.getAll(
    tenant,
    items.map(({ payee }) => payee),
  );
  invariant(methods.length === items.length, 'of each payee it is known how it is paid');
  const now = clock.now();
  const refusals = items.map(({ version }, index) => refusalOf(methods[index], version, now));
  // What was taken already stays, whatever the method is by now.
  const ids = items.map(({ payout }) => payout);
  const before = await books.states(tenant, ids);
  const wanted = items.filter(
    ({ payout }, index) => before.has(payout) || refusals[index] === undefined,
  );
  const asking = { run: id, rail, contract, items: wanted, timeZone, reserveDays };
  const taken = await books.take(tenant, asking);
  return items.flatMap(({ payout }, place): readonly WithoutItem[] => {
    if (taken.has(payout)) return [];
    return [{ place, why: refusals[place] ?? 'fell-below' }];
  });
}

/** Why a payee is not paid by the method that its run was prepared with; undefined where it is. */
function refusalOf(
  known: PayeePayout | undefined,
  version: number,
  now: Timestamp,
): WithoutReason | undefined {
  if (known === undefined || methodAt(known, now).version !== version) return 'method-changed';
  return heldBy(known, version) === undefined ? undefined : 'came-back';
}
