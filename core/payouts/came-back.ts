import { inParallel } from '../kernel/in-parallel.ts';
import { Rejection } from '../kernel/rejection.ts';
import type { PayoutReturn } from './held-back.ts';
import type { PayeePayout, PayeePayouts } from './payee-payout.ts';

/** A payout that came back, and whose it was. */
export interface PayeeReturn extends PayoutReturn {
  readonly payee: string;
}

interface NotingPorts {
  readonly payouts: Pick<PayeePayouts, 'get' | 'getAll' | 'put'>;
}

const ATTEMPTS_MAX = 10;
const AT_ONCE = 8;
const PAYEES_PER_READ = 100;

/**
 * Notes of each payee the last payout that came back. `isNew`: it was booked just now; else it may be an older one,
 * which was noted already. Noted again, it is the same, and what a person has said of it stays.
 * @throws Rejection `payout.changed-meanwhile`
 */
export async function noteCameBack(
  ports: NotingPorts,
  tenant: string,
  { backs, isNew }: { readonly backs: readonly PayeeReturn[]; readonly isNew: boolean },
): Promise<void> {
  for (let at = 0; at < backs.length; at += PAYEES_PER_READ) {
    const some = backs.slice(at, at + PAYEES_PER_READ);
    const known = await ports.payouts.getAll(
      tenant,
      some.map(({ payee }) => payee),
    );
    const unknown = some.filter((back, index) => isToNote(known[index], back, isNew));
    await inParallel(AT_ONCE, unknown, (back) => noted(ports, tenant, { back, isNew }));
  }
}

function isToNote(
  known: PayeePayout | undefined,
  { payout, version, on }: PayeeReturn,
  isNew: boolean,
): known is PayeePayout {
  if (known === undefined) return false;
  const { cameBack } = known;
  if (cameBack === undefined) return true;
  if (cameBack.payout === payout) return false;
  // By a method that came before, nothing is paid any more: what holds the later one back stays.
  if (version < cameBack.version) return false;
  return isNew ? on >= cameBack.on : on > cameBack.on;
}

async function noted(
  { payouts }: NotingPorts,
  tenant: string,
  { back, isNew }: { readonly back: PayeeReturn; readonly isNew: boolean },
): Promise<void> {
  const { payee, ...cameBack } = back;
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const known = await payouts.get(tenant, payee);
    if (!isToNote(known, back, isNew)) return;
    if ((await payouts.put({ ...known, cameBack, puts: known.puts + 1 })) === 'put') return;
  }
  const detail = `send the request again: others were changing how ${payee} is paid at the same time`;
  throw new Rejection('payout.changed-meanwhile', detail);
}
