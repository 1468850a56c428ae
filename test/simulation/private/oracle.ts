import { catchUpAndCheck } from '../../../core/books/check.ts';
import { releaseGate } from '../../../core/gate/capture.ts';
import type { Gate } from '../../../core/gate/gate.ts';
import type { PassEpoch } from '../../../core/gate/private/ports.ts';
import { settleEpochs } from '../../../core/gate/private/settle-epochs.ts';
import { epochStanding } from '../../../core/gate/private/standing.ts';
import { Rejection } from '../../../core/kernel/rejection.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { sweepPorts } from '../../../core/spend/protocol/sweep-gate.ts';
import { sweepActive } from '../../../core/spend/sweep-active.ts';
import { sweepPayer } from '../../../core/spend/sweep-payer.ts';
import { billingInterface } from '../../support/billing-interface.ts';
import { use as counted, workOff } from '../../support/some-billing.ts';
import type { aPress } from '../../support/some-press.ts';
import type { Notes, Violation } from '../journal.ts';
import { type PrivateActors, type Purchase, tenant } from './actors.ts';
import type { PrivateState } from './states.ts';
import type { SimulatedToken } from './tokens.ts';

/** What is looked at. */
interface Looked {
  readonly press: Awaited<ReturnType<typeof aPress>>;
  readonly actors: PrivateActors;
  readonly epoch: PassEpoch;
  readonly purchases: readonly Purchase[];
  /** What came into wallets, less what was charged: what is left of it was paid for tokens. */
  readonly money: bigint;
  readonly journal: Notes<PrivateState>;
}

const noHurry = { isShort: () => false };
const DAY_MS = 86_400_000;

const violation = (rule: string, detail: string, about = 'passes'): Violation => ({
  ...{ rule, detail, about },
});

/** At every moment: nothing was served twice for one token. */
export function momentViolation(purchases: readonly Purchase[]): Violation | undefined {
  const twice = purchases.flatMap(({ tokens }) => tokens).find(({ captured }) => captured.size > 1);
  return twice === undefined
    ? undefined
    : violation('a token is used once', `${twice.name}: ${[...twice.captured].join(', ')}`);
}

/** Once nothing goes wrong any more: what was taken from wallets was paid for tokens, and each is used, or can be. */
export async function restViolation(looked: Looked): Promise<Violation | undefined> {
  const { press, actors, epoch, purchases } = looked;
  const gate = actors.calm();
  const { passes } = press.privately;
  const left = (await passes.begun({ after: undefined, limit: 10 })).length;
  if (left > 0) return violation('every sale comes to an end', `${left} are begun`);
  const before = await moneyViolation(looked);
  if (before !== undefined) return before;
  for (const purchase of purchases) {
    try {
      await actors.bought(gate, purchase);
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
    }
  }
  const issued = purchases.filter(({ state }) => state === 'issued');
  const standing = await epochStanding(gate, passes, epoch);
  const tokens = issued.flatMap((one) => one.tokens);
  if (standing.sold !== tokens.length)
    return violation('what is paid is signed', `${standing.sold} sold, ${tokens.length} signed`);
  const after = await moneyViolation(looked);
  if (after !== undefined) return after;
  return standing.crowd < epoch.crowd ? undefined : usedViolation(looked);
}

/** What was taken out of wallets is what tokens were paid with, to the nano. */
async function moneyViolation({ press, epoch, money, purchases, actors }: Looked) {
  const { spend } = press.protocol;
  let wallets = 0n;
  for (const payer of new Set(purchases.map((one) => one.payer))) {
    const { grants } = await spend.read(tenant, payer);
    wallets += grants.reduce((sum, { left }) => sum + left, 0n);
  }
  const { paid } = await epochStanding(actors.calm(), press.privately.passes, epoch);
  const others = await untouched(press, purchases);
  if (money - wallets - others === paid) return undefined;
  const detail = `${money} came, ${wallets + others} is in wallets, ${paid} was paid for tokens`;
  return violation('no money is lost, and none is made', detail);
}

/** Money of who has bought nothing. */
async function untouched({ protocol }: Looked['press'], purchases: readonly Purchase[]) {
  let sum = 0n;
  for (const payer of ['press', 'zine'] as readonly string[] as readonly Purchase['payer'][]) {
    if (purchases.some((one) => one.payer === payer)) continue;
    const { grants } = await protocol.spend.read(tenant, payer);
    sum += grants.reduce((all, { left }) => all + left, 0n);
  }
  return sum;
}

/** Whether a token is used, or can be; or what is wrong with it. */
async function standsOf(gate: Gate, actors: PrivateActors, token: SimulatedToken) {
  const outcome = await actors.used(gate, token, undefined);
  if (outcome === 'private-token.used') return 'used';
  if (typeof outcome === 'string')
    return violation('a token is good until it ends', `${token.name}: ${outcome}`);
  if (token.captured.size > 0)
    return violation('a token is used once', `${token.name} is held again`);
  await releaseGate(gate, tenant, outcome.id);
  return 'open';
}

/** Each token that was signed is used, or can be: as many are used as the log says. */
async function usedViolation({ press, actors, epoch, purchases, journal }: Looked) {
  const gate = actors.calm();
  let used = 0;
  for (const token of purchases.flatMap((one) => (one.state === 'issued' ? one.tokens : []))) {
    const stands = await standsOf(gate, actors, token);
    if (stands === 'used') used += 1;
    else if (stands !== 'open') return stands;
  }
  const standing = await epochStanding(gate, press.privately.passes, epoch);
  if (standing.used === used && standing.held === 0) {
    if (used > 0) journal.reached('used twice');
    return undefined;
  }
  const detail = `${used} tokens are used, the log has ${standing.used} and ${standing.held} held`;
  return violation('a token is used, or it can be', detail);
}

/** After the end: what was used is invoiced and paid, and the rest is earned where anybody could use any. */
export async function endViolation(looked: Looked): Promise<Violation | undefined> {
  const { press, actors, epoch, journal } = looked;
  const { billing, privately } = press;
  const gate = actors.calm();
  await sweptSpend(looked);
  await counted(billing, press.told());
  let messages = 0;
  const ask = billingInterface(billing);
  const settle = () => settleEpochs(gate, privately.passes, noHurry);
  for (const [period, at] of [
    ['2026-11', Date.UTC(2026, 11, 20)],
    ['2026-12', Date.UTC(2027, 0, 3)],
  ] as const) {
    billing.time.now = timestampOf(at);
    const headers = { 'content-type': 'application/json' };
    await ask('POST /v1/billing-runs', { body: { period }, headers });
    messages = await workOff(billing, messages);
    await settle();
  }
  billing.time.now = timestampOf(epoch.endsAt + 46 * DAY_MS);
  await settle();
  await settle();
  const standing = await epochStanding(gate, privately.passes, epoch);
  const { used, paid, invoiced, earned, left, crowd } = standing;
  if (invoiced > 0n) journal.reached('invoice paid');
  if (earned > 0n) journal.reached('ended unused');
  const isEarned = crowd >= epoch.crowd;
  const detail = `${used} used; ${paid} paid, ${invoiced} invoiced, ${earned} earned, ${left} left`;
  if (invoiced !== epoch.price * BigInt(used) || (isEarned ? left !== 0n : earned !== 0n))
    return violation('what was paid is invoiced, or earned at the end', detail);
  const { faults } = await catchUpAndCheck(billing, tenant);
  if (faults.length > 0) return violation('the books check clean', JSON.stringify(faults[0]));
  const page = await billing.books.read(tenant, { cells: [], originals: [] });
  const rail = page.head().balances.find(({ account }) => account === 'cash:private-pass-front');
  return (rail?.amount ?? 0n) === -left
    ? undefined
    : violation('what is owed for tokens is in the books', `${rail?.amount ?? 0n}; ${detail}`);
}

/** What was captured and not told is told. */
async function sweptSpend({ press }: Looked): Promise<void> {
  const { protocol, log, active } = press;
  const ports = sweepPorts({
    ...{ ...protocol, log, active, low: async () => undefined },
    onNotice: () => undefined,
  });
  const { clock } = protocol;
  await sweepActive({ active, clock, sweep: (marked) => sweepPayer(ports, marked) }, noHurry);
}
