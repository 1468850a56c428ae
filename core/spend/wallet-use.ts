import type { Wallets, WalletUse } from '../billing/ports.ts';
import type { GivenUse } from '../invoicing/given-charges.ts';
import type { PassCharge } from '../invoicing/pass-charges.ts';
import type { Clock } from '../kernel/clock.ts';
import { type Nanos, nanosOf } from '../kernel/money.ts';
import type { Month } from '../kernel/month.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import { spendBlockFrom } from './block.ts';
import { domainFrom } from './domain.ts';
import { foldBlock } from './fold.ts';
import { spendLogId } from './log-id.ts';
import type { GivingTenants, SpendLog } from './ports.ts';
import { nothingCaptured, SpendState } from './state.ts';
import { keptStateFrom } from './state-codec.ts';
import { hasEnded } from './wallet.ts';

type WalletLog = Pick<SpendLog, 'read' | 'readState'>;

/** What a payer's wallet says, with all blocks that there are now, as closings of its months ask for it. */
const readWalletUse = async (
  log: WalletLog,
  tenant: string,
  { payer, now }: { readonly payer: string; readonly now: Timestamp },
): Promise<WalletUse> => walletUse(await stateOf(log, tenant, payer), now);

/** Wallets by their spend logs. */
export const walletsOf = ({
  log,
  giving,
  clock,
}: {
  readonly log: WalletLog;
  readonly giving: Pick<GivingTenants, 'has'>;
  readonly clock: Clock;
}): Wallets => ({
  hasGiven: (tenant) => giving.has(tenant),
  read: (tenant, payer) => readWalletUse(log, tenant, { payer, now: clock.now() }),
});

/** The state without the keys that were asked under, which say nothing of money. */
async function stateOf(log: WalletLog, tenant: string, payer: string): Promise<SpendState> {
  const id = spendLogId(tenant, payer);
  const stored = await log.readState(tenant, id);
  const kept = stored === undefined ? undefined : keptStateFrom(stored.bytes);
  const state = kept?.isWhole === true ? kept.withPages([]) : new SpendState();
  for (let more = true; more; ) {
    const read = await log.read(tenant, id, state.version, 'strong');
    for (const { bytes } of read.blocks) foldBlock(state, id, spendBlockFrom(bytes));
    more = read.more;
  }
  return state;
}

/** What a wallet says at an instant. */
function walletUse(
  state: Pick<SpendState, 'currency' | 'grants' | 'drawn' | 'captured' | 'passed'>,
  now: Timestamp,
): WalletUse {
  const given = new Map<Month, readonly GivenUse[]>();
  const bought = new Map<Month, Nanos>();
  for (const [key, money] of state.drawn) {
    const domain = domainFrom(key);
    if (domain === undefined) continue;
    const { month, plan, charge, start } = domain;
    const net = netOf(money.given, state.captured.get(key));
    given.set(month, [...(given.get(month) ?? []), { plan, charge, start, net }]);
    bought.set(month, nanosOf((bought.get(month) ?? 0n) + money.bought));
  }
  const left = leftByPayment(state, now);
  return { currency: state.currency, given, passes: passesIn(state), bought, left };
}

function passesIn({ passed }: Pick<SpendState, 'passed'>): WalletUse['passes'] {
  const passes = new Map<Month, readonly PassCharge[]>();
  for (const [key, { net: list, paid }] of passed) {
    const domain = domainFrom(key);
    if (domain === undefined) continue;
    const { month, ...of } = domain;
    passes.set(month, [...(passes.get(month) ?? []), { ...of, list, paid: paid.net }]);
  }
  return passes;
}

function leftByPayment(
  { grants }: Pick<SpendState, 'grants'>,
  now: Timestamp,
): ReadonlyMap<string, Nanos> {
  const left = new Map<string, Nanos>();
  for (const grant of grants) {
    const { document } = grant;
    if (document === undefined) continue;
    const own = hasEnded(grant, now) ? 0n : grant.left;
    left.set(document, nanosOf((left.get(document) ?? 0n) + own));
  }
  return left;
}

/** The part without tax: all of it where all was paid so, else its share, cut to nanos. */
function netOf(gross: Nanos, { net, tax } = nothingCaptured): Nanos {
  const all = net + tax;
  return nanosOf(all === 0n ? 0n : (gross * net) / all);
}
