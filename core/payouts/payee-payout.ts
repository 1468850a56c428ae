import {
  type PayoutBody,
  type PayoutMethod,
  payoutBody,
} from '../contract/payouts/method-shapes.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Currency } from '../kernel/currency.ts';
import { canonicalText } from '../kernel/json.ts';
import type { PutOutcome } from '../kernel/log.ts';
import type { Nanos } from '../kernel/money.ts';
import { parsed } from '../kernel/parsed.ts';
import { Rejection } from '../kernel/rejection.ts';
import { millisecondsPer, type Timestamp, timestampOf } from '../kernel/timestamp.ts';
import { amountsFrom } from './amounts.ts';
import { heldBy, type PayoutReturn } from './held-back.ts';
import { refuseBadMethod } from './method.ts';

/** A method from an instant on. */
export interface MethodFrom {
  readonly payout: PayoutMethod;
  readonly from: Timestamp;
  /** Which of the payee's methods it is, from 1: another each time that it is put. */
  readonly version: number;
  readonly changedAt: Timestamp;
}

/** How a payee is paid: by `current`, and by `waiting` once its instant has come. */
export interface PayeePayout {
  readonly tenant: string;
  readonly payee: string;
  readonly current: MethodFrom;
  readonly waiting?: MethodFrom;
  readonly thresholds: ReadonlyMap<Currency, Nanos>;
  /** The last payout that came back; left out before the first. */
  readonly cameBack?: PayoutReturn;
  /** Changes that nobody was told of yet, the oldest first. */
  readonly untold: readonly MethodChange[];
  /** From 1: how often it was said how the payee is paid. */
  readonly revision: number;
  /** From 1: how often this was put, be it that changes were told of. */
  readonly puts: number;
}

/** Where it is kept how payees are paid. */
export interface PayeePayouts {
  /** Strongly consistent. */
  get(tenant: string, payee: string): Promise<PayeePayout | undefined>;
  /** Of each key, in their order; at most 100 at once. */
  getAll(tenant: string, payees: readonly string[]): Promise<readonly (PayeePayout | undefined)[]>;
  /** Puts it over the put before it; over none where it is 1. */
  put(payout: PayeePayout): Promise<PutOutcome>;
  /** Some with changes that nobody was told of; read soon after they were put, not at once. */
  untold(tenant: string): Promise<readonly PayeePayout[]>;
}

/** What has changed, and from when on it counts. */
export interface MethodChange {
  readonly payee: string;
  readonly before: PayoutMethod | undefined;
  readonly after: PayoutMethod;
  readonly from: Timestamp;
  readonly changedAt: Timestamp;
  readonly version: number;
}

/** The method by which a payee is paid at an instant. */
export const methodAt = (
  { current, waiting }: Pick<PayeePayout, 'current' | 'waiting'>,
  now: Timestamp,
): MethodFrom => (waiting !== undefined && waiting.from <= now ? waiting : current);

const ATTEMPTS_MAX = 10;
/** Whoever changes more often within minutes is told of the last. */
const UNTOLD_MAX = 20;

/** How a payee is paid, as it was said. */
type SaidPayout = Pick<PayeePayout, 'payee' | 'current' | 'waiting' | 'thresholds' | 'cameBack'>;

export interface MethodPorts {
  readonly payouts: PayeePayouts;
  readonly clock: Clock;
}

/**
 * Says how a payee is paid. The first method counts at once, another after so many days; until then the one before it
 * pays. What is put again calls off what waits. Without a method, that stays as it is, and so do thresholds that are
 * not named. `change` is there where a method was changed by it.
 * @throws Rejection `request.invalid`, `payout.method-invalid`, `payout.method-missing`, `payout.changed-meanwhile`,
 *   `token.not-allowed` where a payee says `tryAgain` with its token
 */
export async function putPayeePayout(
  { payouts, clock }: MethodPorts,
  tenant: string,
  sent: {
    readonly payee: string;
    readonly body: unknown;
    readonly waitDays: number;
    /** What a payee may choose with its token; anything, where the tenant says it. */
    readonly offered?: readonly PayoutMethod['method'][] | undefined;
  },
): Promise<{ readonly payout: PayeePayout; readonly change: MethodChange | undefined }> {
  const { payee, waitDays, offered } = sent;
  const body = parsed(payoutBody, sent.body);
  refuseUnoffered(body, offered);
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const before = await payouts.get(tenant, payee);
    const revision = before?.revision ?? 0;
    refuseOther(payee, { revision, replaces: body.revision });
    const now = clock.now();
    const said = { tenant, ...saidAfter(payee, before, { body, now, waitDays }) };
    if (before !== undefined && isSame(before, said)) return { payout: before, change: undefined };
    const change = changeOf(before, said, now);
    const untold = [...(before?.untold ?? []), ...(change === undefined ? [] : [change])];
    const next: PayeePayout = {
      ...{ ...said, untold: untold.slice(-UNTOLD_MAX) },
      ...{ revision: revision + 1, puts: (before?.puts ?? 0) + 1 },
    };
    if ((await payouts.put(next)) === 'put') return { payout: next, change };
  }
  const detail = `send the request again: others were changing how ${payee} is paid at the same time`;
  throw new Rejection('payout.changed-meanwhile', detail);
}

interface Saying {
  readonly body: PayoutBody;
  readonly now: Timestamp;
  readonly waitDays: number;
}

/** @throws Rejection `payout.method-missing`, `request.invalid` */
function saidAfter(
  payee: string,
  before: PayeePayout | undefined,
  { body, now, waitDays }: Saying,
): SaidPayout {
  const { payout = before?.current.payout } = body;
  if (payout === undefined) throw methodMissing(payee);
  const methods =
    body.payout === undefined && before !== undefined
      ? methodsOf(before)
      : methodsAfter(before, payout, { now, waitDays });
  const isKept = body.payout === undefined && body.thresholds === undefined;
  const thresholds =
    isKept && before !== undefined
      ? before.thresholds
      : amountsFrom(body.thresholds, '/thresholds');
  return { payee, ...methods, thresholds, ...cameBackAfter(before, { body, now }) };
}

const methodsOf = ({ current, waiting }: PayeePayout): Pick<PayeePayout, 'current' | 'waiting'> =>
  waiting === undefined ? { current } : { current, waiting };

function cameBackAfter(
  before: PayeePayout | undefined,
  { body, now }: Pick<Saying, 'body' | 'now'>,
): Pick<PayeePayout, 'cameBack'> {
  if (before?.cameBack === undefined) return {};
  const isHeld = heldBy(before, methodAt(before, now).version) !== undefined;
  return {
    cameBack:
      body.tryAgain === true && isHeld
        ? { ...before.cameBack, isTriedAgain: true }
        : before.cameBack,
  };
}

/** @throws Rejection `payout.method-invalid`, `token.not-allowed` */
function refuseUnoffered(
  { payout, tryAgain }: PayoutBody,
  offered: readonly PayoutMethod['method'][] | undefined,
): void {
  if (tryAgain === true && offered !== undefined) throw notByToken();
  if (payout === undefined) return;
  if (offered !== undefined && !offered.includes(payout.method)) {
    const detail = `/payout/method: choose ${offered.join(' or ')}, or ask the seller: with a token, ${payout.method} is not offered`;
    throw new Rejection('payout.method-invalid', detail, { param: '/payout/method' });
  }
  refuseBadMethod(payout);
}

const isAlike = (a: PayoutMethod, b: PayoutMethod): boolean =>
  canonicalText(a) === canonicalText(b);

function methodsAfter(
  before: PayeePayout | undefined,
  payout: PayoutMethod,
  { now, waitDays }: { readonly now: Timestamp; readonly waitDays: number },
): Pick<PayeePayout, 'current' | 'waiting'> {
  if (before === undefined) return { current: { payout, from: now, version: 1, changedAt: now } };
  const current = methodAt(before, now);
  if (isAlike(current.payout, payout)) return { current };
  const { waiting } = before;
  const isWaiting = waiting !== undefined && waiting.from > now;
  if (isWaiting && isAlike(waiting.payout, payout)) return { current, waiting };
  const version = Math.max(before.current.version, before.waiting?.version ?? 0) + 1;
  const from = timestampOf(now + waitDays * millisecondsPer.day);
  const changed = { payout, from, version, changedAt: now };
  return from <= now ? { current: changed } : { current, waiting: changed };
}

function changeOf(
  before: PayeePayout | undefined,
  { payee, current, waiting }: SaidPayout,
  now: Timestamp,
): MethodChange | undefined {
  const latest = waiting ?? current;
  const { payout: after, from, version, changedAt } = latest;
  const known = before === undefined ? undefined : methodAt(before, now).payout;
  if (before?.waiting?.version === version || before?.current.version === version) {
    // What waited was called off.
    const isCalledOff =
      before.waiting !== undefined && before.waiting.from > now && waiting === undefined;
    if (!isCalledOff) return undefined;
    return { payee, before: before.waiting.payout, after, from: now, changedAt: now, version };
  }
  return { payee, before: known, after, from, changedAt, version };
}

function isSame(a: SaidPayout, b: SaidPayout): boolean {
  const text = ({ current, waiting, thresholds, cameBack }: SaidPayout): string =>
    JSON.stringify([
      cameBack?.isTriedAgain ?? false,
      current.version,
      waiting?.version ?? 0,
      [...thresholds].map(([currency, amount]) => [currency, String(amount)]),
    ]);
  return text(a) === text(b);
}

function refuseOther(
  payee: string,
  { revision, replaces }: { readonly revision: number; readonly replaces: number | undefined },
): void {
  if (replaces === undefined || replaces === revision) return;
  const detail = `look at it again: how ${payee} is paid is at revision ${revision}, and revision ${replaces} was to be replaced`;
  throw new Rejection('payout.changed-meanwhile', detail, { param: '/revision' });
}

/** Whether what came back is the account's fault, a person of the tenant says. */
const notByToken = (): Rejection =>
  new Rejection(
    'token.not-allowed',
    '/tryAgain: leave it out, and say another method or ask the seller: a token does not say it',
    { param: '/tryAgain' },
  );

/** @throws Rejection `payout.method-missing` */
export async function payeePayoutOf(
  payouts: Pick<PayeePayouts, 'get'>,
  tenant: string,
  payee: string,
): Promise<PayeePayout> {
  const known = await payouts.get(tenant, payee);
  if (known !== undefined) return known;
  throw methodMissing(payee);
}

const methodMissing = (payee: string): Rejection =>
  new Rejection(
    'payout.method-missing',
    `say first how it is paid, with PUT /v1/payees/{key}/payout: nobody has for ${payee}`,
  );
