import type { Clock } from '../../kernel/clock.ts';
import type { Currency } from '../../kernel/currency.ts';
import type { Nanos } from '../../kernel/money.ts';
import type { PayerKey } from '../../kernel/payer.ts';
import { millisecondsPer, type Timestamp } from '../../kernel/timestamp.ts';
import type { SpendNotice } from '../../spend/notices.ts';
import { lastEndOf } from './last-end.ts';
import type { ChainReader, Facilitator, Settled, Settlements } from './ports.ts';
import { placeOf, placeText, type Settlement } from './settlement.ts';
import { facilitatorBody, type SignedTransfer } from './transfer.ts';

export interface SettlingPorts {
  readonly facilitator: Facilitator;
  readonly chain: ChainReader;
  readonly settlements: Settlements;
  readonly clock: Clock;
  pause(milliseconds: number): Promise<void>;
  onNotice(notice: SpendNotice): void;
  /** Throws a Rejection where money of so much could not be booked for the payer: before any is taken. */
  refuseUnbookable(tenant: string, money: PaidMoney): Promise<void>;
  /** Books what is settled, and puts it into the wallet, once. Throws a Rejection where that is refused. */
  book(settlement: Settlement): Promise<void>;
}

/** What a transfer is worth, and to whom it belongs. */
export interface PaidMoney {
  readonly payer: PayerKey;
  readonly money: Nanos;
  readonly currency: Currency;
}

/** What became of a payment on a chain. */
export type PaidOnChain =
  /** It is in the payer's wallet. */
  | { readonly kind: 'paid'; readonly settlement: Settlement }
  /** It has not come, and will not. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Not known yet: asked again, the same transfer is looked for. Never a reason to ask for another one. */
  | { readonly kind: 'unknown'; readonly detail: string };

const ATTEMPTS_MAX = 3;
const PAUSE_MS = 400;
/** Who asked waits: after so long it is answered that nothing is known yet. */
const PATIENCE_MS = 6_000;
/** From then on no chain takes it, whatever the clocks of its nodes say. */
const OVER_MS = 5 * millisecondsPer.minute;
/** A person is told, and nothing is asked any more. */
const TOLD_MS = millisecondsPer.hour;

/** A signed transfer, and what it is worth. */
export interface Transferred extends PaidMoney {
  readonly transfer: SignedTransfer;
  readonly rpc: string | undefined;
}

/**
 * Takes a payment that its payer has signed: it is verified, put down, settled, and booked, in this order. Told again,
 * the same transfer is gone on with where it is. What is unknown is asked for again, which a chain takes once.
 * @throws Rejection as `refuseUnbookable` and `book` do
 */
export async function payOnChain(
  ports: SettlingPorts,
  tenant: string,
  paid: Transferred,
): Promise<PaidOnChain> {
  const place = placeOf(tenant, paid.transfer);
  const known = await ports.settlements.get(place);
  if (known !== undefined) return goneOnWith(ports, known, paid);
  const verified = await ports.facilitator.verify(paid.transfer, tenant);
  if (verified.kind === 'invalid') return { kind: 'refused', reason: verified.reason };
  if (verified.kind === 'unknown') return verified;
  await ports.refuseUnbookable(tenant, paid);
  const begun: Settlement = {
    ...place,
    ...paid,
    state: 'begun',
    transaction: undefined,
    reason: undefined,
    begunAt: ports.clock.now(),
    settledAt: undefined,
    revision: 1,
  };
  await ports.settlements.watch(place, begun.begunAt);
  if ((await ports.settlements.put(begun)) === 'put') {
    return advance(ports, begun, 'first');
  }
  const now = await ports.settlements.get(place);
  if (now !== undefined) return goneOnWith(ports, now, paid);
  return { kind: 'unknown', detail: 'it could not be put down' };
}

async function goneOnWith(
  ports: SettlingPorts,
  known: Settlement,
  { transfer }: Transferred,
): Promise<PaidOnChain> {
  if (!isSame(known.transfer, transfer)) {
    return { kind: 'refused', reason: 'nonce_of_another_payment' };
  }
  return advance(ports, known, 'again');
}

/**
 * Whether it is just what was put down, for the same offer: once it is on the chain everybody knows what was signed,
 * and the offer is known to its payer alone.
 */
const isSame = (a: SignedTransfer, b: SignedTransfer): boolean =>
  facilitatorBody(a) === facilitatorBody(b);

/**
 * Goes on with a settlement until it is over, or not known. Only the first call of who put it down can say that nothing
 * was sent: whatever comes after may speak of what this one, or another, has sent. So whoever else goes on with it puts
 * that down first, and what the first call then says is no end.
 */
export async function advance(
  ports: SettlingPorts,
  settlement: Settlement,
  turn: 'first' | 'again',
): Promise<PaidOnChain> {
  switch (settlement.state) {
    case 'begun':
      return turn === 'first' || settlement.revision > 1
        ? settle(ports, settlement, turn)
        : changed(ports, settlement, {});
    case 'settled':
      return booked(ports, settlement);
    case 'booked':
    case 'spared':
      return { kind: 'paid', settlement };
    case 'refused':
      return { kind: 'refused', reason: settlement.reason ?? 'refused' };
    case 'unclear':
      return { kind: 'unknown', detail: settlement.reason ?? 'a person has to look' };
  }
}

async function settle(
  ports: SettlingPorts,
  begun: Settlement,
  turn: 'first' | 'again',
): Promise<PaidOnChain> {
  const since = ports.clock.now();
  let detail = 'no answer';
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const answer = await ports.facilitator.settle(begun.transfer, begun.tenant);
    if (answer.kind === 'settled') return settledBy(ports, begun, answer.transaction);
    detail = saidIn(answer);
    if (answer.kind === 'refused' && turn === 'first' && attempt === 1) {
      return changed(ports, begun, { state: 'refused', reason: detail });
    }
    const came = await lookedFor(ports, begun, detail);
    if (came !== undefined) return came;
    if (ports.clock.now() - since > PATIENCE_MS) break;
    await ports.pause(PAUSE_MS * attempt);
  }
  return { kind: 'unknown', detail };
}

const saidIn = (answer: Exclude<Settled, { readonly kind: 'settled' }>): string =>
  answer.kind === 'refused' ? answer.reason : answer.detail;

/** What became of what may have been sent, by the chain, the clock, and others; undefined while that is not known. */
async function lookedFor(
  ports: SettlingPorts,
  begun: Settlement,
  detail: string,
): Promise<PaidOnChain | undefined> {
  const { rpc, transfer } = begun;
  const onChain = rpc === undefined ? undefined : await ports.chain.find(rpc, transfer);
  if (onChain?.kind === 'done') return settledBy(ports, begun, onChain.transaction);
  if (onChain?.kind === 'cancelled') {
    return changed(ports, begun, { state: 'refused', reason: 'authorization_cancelled' });
  }
  const now = ports.clock.now();
  if (onChain?.kind === 'not-done' && isPast(begun, now, OVER_MS)) {
    return changed(ports, begun, { state: 'refused', reason: 'authorization_expired' });
  }
  if (isPast(begun, now, TOLD_MS) || now > lastEndOf(begun) + TOLD_MS)
    return leftToPeople(ports, begun, detail);
  const other = await ports.settlements.get(begun);
  return other === undefined || other.state === 'begun'
    ? undefined
    : advance(ports, other, 'again');
}

const isPast = ({ transfer }: Settlement, now: Timestamp, byMs: number): boolean =>
  BigInt(now - byMs) > transfer.validBefore * 1_000n;

const settledBy = (
  ports: SettlingPorts,
  settlement: Settlement,
  transaction: string,
): Promise<PaidOnChain> =>
  changed(ports, settlement, { state: 'settled', transaction, settledAt: ports.clock.now() });

async function leftToPeople(
  ports: SettlingPorts,
  settlement: Settlement,
  detail: string,
): Promise<PaidOnChain> {
  const { tenant, payer } = settlement;
  const reason = `it is not known whether ${settlement.transfer.units} units came: ${detail}`;
  ports.onNotice({
    event: 'spend.settlement-unclear',
    ...{ tenant, payer, id: placeText(settlement), detail: reason },
  });
  return changed(ports, settlement, { state: 'unclear', reason });
}

async function booked(ports: SettlingPorts, settled: Settlement): Promise<PaidOnChain> {
  await ports.book(settled);
  return changed(ports, settled, { state: 'booked' });
}

type Change = Partial<Pick<Settlement, 'state' | 'transaction' | 'reason' | 'settledAt'>>;

/** Where others have put something else meanwhile, that is gone on with. */
async function changed(
  ports: SettlingPorts,
  before: Settlement,
  change: Change,
): Promise<PaidOnChain> {
  const after = { ...before, ...change, revision: before.revision + 1 };
  if ((await ports.settlements.put(after)) === 'put') return advance(ports, after, 'again');
  const now = await ports.settlements.get(before);
  if (now === undefined || now.revision === before.revision) {
    // Whoever comes next does the same again: a chain, the books and a wallet take it once.
    return { kind: 'unknown', detail: 'it could not be put down' };
  }
  return advance(ports, now, 'again');
}
