import type { Nanos } from '../../kernel/money.ts';
import { nanosOf, nanosText } from '../../kernel/money.ts';
import type { PayerKey } from '../../kernel/payer.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { millisecondsPer, type Timestamp, timestampOf } from '../../kernel/timestamp.ts';
import { advanced } from '../../rails/advance.ts';
import { type Collection, isOver, type WalletRefill } from '../../rails/collection.ts';
import { railCaller } from '../../rails/connect.ts';
import { askedUnder } from '../ask.ts';
import { byFacts } from '../protocol/facts.ts';
import { endRefill, findLow } from '../refill.ts';
import type { RefillMeans } from '../refill-entry.ts';
import type { LowState } from '../state.ts';
import { refuseMoney, since } from './ask-top-up.ts';
import { PAGE, type WalletRails } from './begin.ts';
import type { RefillOutcome } from './refill-outcome.ts';
import { tellLow } from './tell-low.ts';
import { walletName } from './wallet-place.ts';

/** It is tried again so long after each that failed since one was paid; after the last of them no more. */
const PAUSES_MS = [1, 6, 24].map((hours) => hours * millisecondsPer.hour);
/** Each time, another one was begun meanwhile. */
const ROUNDS_MAX = 10;
const RAIL = 'stripe';

/**
 * Puts money into a wallet that is low, as its payer has asked for: at most once for each time that it is found to be
 * low.
 *
 * Why it is once: that it is low is an entry of the payer's log, which nobody puts again until money has come; what is
 * begun for it names the entry, and is the next attempt of the wallet, which one process alone puts. What came is in
 * the log before its collection says so, and collections are read first: so whoever finds none that is open has read
 * the money of all that are over.
 */
export async function refillWallet(
  ports: WalletRails,
  tenant: string,
  payer: PayerKey,
): Promise<RefillOutcome> {
  const outcome = await refilled(ports, tenant, payer);
  await tellLow(ports, tenant, { payer, outcome });
  return outcome;
}

async function refilled(
  ports: WalletRails,
  tenant: string,
  payer: PayerKey,
): Promise<RefillOutcome> {
  const { collections, gate } = ports;
  const invoice = walletName(tenant, payer);
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const page = { below: undefined, limit: PAGE };
    const latest = await collections.newest(tenant, invoice, page);
    const low = await lowOf(ports, tenant, payer);
    if (low === undefined) return { kind: 'enough' };
    const { refill } = await gate.spend.read(tenant, payer);
    if (refill?.by === undefined) return { kind: 'told', low };
    if (refill.endedBy !== undefined) return { kind: 'ended', low, reason: refill.endedBy };
    const { by, currency, at: from } = refill;
    const place = { tenant, invoice, attempt: (latest[0]?.attempt ?? 0) + 1 };
    const wanted = { payer, low, by, from, latest };
    const wait = await reasonToWait(ports, tenant, { ...wanted, currency });
    if (wait !== undefined) return endOrWait(ports, tenant, { ...wanted, ...wait });
    const next = prepared(ports, wanted, { ...place, currency });
    if ((await collections.put(next)) !== 'put') continue;
    return { kind: 'begun', low, collection: await brought(ports, next) };
  }
  return { kind: 'enough' };
}

const lowOf = ({ gate }: WalletRails, tenant: string, payer: PayerKey) =>
  byFacts(gate, { tenant, payer }, (facts) => gate.spend.decide(tenant, payer, findLow(facts)));

interface Wanted {
  readonly payer: PayerKey;
  readonly low: LowState;
  readonly by: RefillMeans;
  /** Since when it is refilled so. */
  readonly from: Timestamp;
  readonly latest: readonly Collection[];
}

interface Wait {
  readonly reason: string;
  /** That it will not be tried again. */
  readonly isEnd: boolean;
}

/** Why none is begun now; undefined where one may be. */
async function reasonToWait(
  ports: WalletRails,
  tenant: string,
  { payer, by, from, latest, currency }: Wanted & Pick<Collection, 'currency'>,
): Promise<Wait | undefined> {
  const now = ports.gate.clock.now();
  const all = latest.filter((one) => one.topUp?.refill !== undefined);
  if (all.some((one) => !isOver(one))) return waits('one is under way');
  const own = all.filter((one) => one.preparedAt >= from);
  const paid = own.findIndex(({ status }) => status === 'settled');
  const failed = paid < 0 ? own : own.slice(0, paid);
  const [last] = failed;
  const pause = PAUSES_MS[failed.length - 1];
  if (last !== undefined) {
    const reason = last.reason ?? last.status;
    if (pause === undefined) return { reason, isEnd: true };
    if (now < last.changedAt + pause) return waits(reason);
  }
  const put = await putInMonth(ports, tenant, { payer, now });
  if (put + by.amount > by.monthly) return waits('as much was put in as may be of a month');
  try {
    await refuseMoney(ports, tenant, { payer, amount: by.amount, currency, rail: RAIL });
    await railCaller(ports, { tenant, rail: RAIL });
  } catch (error) {
    if (error instanceof Rejection) return waits(error.message);
    throw error;
  }
  return undefined;
}

const waits = (reason: string): Wait => ({ reason, isEnd: false });

async function endOrWait(
  { gate }: WalletRails,
  tenant: string,
  { payer, low, reason, isEnd }: Pick<Wanted, 'payer' | 'low'> & Wait,
): Promise<RefillOutcome> {
  if (!isEnd) return { kind: 'waits', low, reason };
  await gate.spend.decide(tenant, payer, endRefill({ low: low.id, reason }));
  return { kind: 'ended', low, reason };
}

/** What was put in by itself in the payer's month, or may still come. */
async function putInMonth(
  { gate, collections }: WalletRails,
  tenant: string,
  { payer, now }: { readonly payer: PayerKey; readonly now: Timestamp },
): Promise<Nanos> {
  const { calendar } = await gate.terms.of(tenant, payer);
  const at = calendar.dayStart(calendar.firstDay(calendar.monthAt(now)));
  let sum = 0n;
  for await (const one of since(collections, { tenant, payer, at })) {
    const isLost = one.status === 'failed' || one.status === 'expired';
    if (one.topUp?.refill !== undefined && !isLost) sum += one.amount;
  }
  return nanosOf(sum);
}

function prepared(
  { gate, rails }: WalletRails,
  { payer, low, by: { amount, payment } }: Wanted,
  { currency, ...place }: Pick<Collection, 'tenant' | 'invoice' | 'attempt' | 'currency'>,
): Collection {
  const now = gate.clock.now();
  const refill: WalletRefill = { low: low.id, payment };
  const asked = askedUnder(`refill ${low.id} ${place.attempt}`, [
    nanosText(amount),
    currency,
    payment,
  ]);
  return {
    ...{ ...place, rail: RAIL, currency, amount, topUp: { payer, ...asked, refill } },
    ...{ number: `Top-up ${place.attempt}`, successUrl: undefined, cancelUrl: undefined },
    preparedAt: now,
    expiresAt: timestampOf(now + rails[RAIL].openMs),
    status: 'prepared',
    ...{ reference: undefined, url: undefined, payment: undefined, reason: undefined },
    ...{ changedAt: now, revision: 1 },
  };
}

/** Asks the rail, and books what it says that has come; what it does not say, a later look finds. */
async function brought(ports: WalletRails, begun: Collection): Promise<Collection> {
  const { collections, books, rails, gate } = ports;
  const caller = await railCaller(ports, { tenant: begun.tenant, rail: RAIL });
  const own = { collections, books, rail: rails[RAIL], clock: gate.clock };
  const asked = await advanced(own, caller, begun);
  if (asked.kind !== 'is') return begun;
  if (asked.collection.status !== 'submitted') return asked.collection;
  const booked = await advanced(own, caller, asked.collection);
  return booked.kind === 'is' ? booked.collection : asked.collection;
}
