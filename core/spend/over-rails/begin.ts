import type { TokenAction } from '../../contract/route.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { millisecondsPer, type Timestamp } from '../../kernel/timestamp.ts';
import { advanced } from '../../rails/advance.ts';
import {
  type Collection,
  type CollectionPlace,
  collectionId,
  isOver,
  type RailName,
  type WalletTopUp,
} from '../../rails/collection.ts';
import { railCaller } from '../../rails/connect.ts';
import type { Collections, Rail, RailCaller, RailSecrets } from '../../rails/ports.ts';
import type { RailBooks } from '../../rails/rail-books.ts';
import type { SpendGate } from '../protocol/ports.ts';
import type { Token } from '../state.ts';
import { refuseByToken } from '../tokens.ts';
import { walletName } from './wallet-place.ts';

/** What money of wallets goes over rails by. */
export interface WalletRails {
  readonly gate: SpendGate;
  readonly collections: Collections;
  readonly secrets: RailSecrets;
  readonly rails: Readonly<Record<RailName, Rail>>;
  readonly books: RailBooks;
  /** Is told of a wallet that is low, where anybody is to be. */
  readonly onLow?: ((tenant: string, data: JsonObject) => Promise<void>) | undefined;
}

/** Of one wallet, at once: each is an address at which somebody may pay, or money that is out of it. */
const OPEN_MAX = 3;
/** Each time, another one was begun meanwhile. */
const ROUNDS_MAX = 10;
/** A day has fewer; and all that may be open are of a day. */
export const PAGE = 100;

/** What is to go over a rail, and what it is known by. */
interface Beginning {
  readonly rail: RailName;
  readonly asked: WalletTopUp;
  /** What a token has to be for. */
  readonly action: TokenAction;
  /** Makes it, where it may be begun, beside the latest of the wallet. @throws Rejection where it may not */
  prepare(
    latest: readonly Collection[],
    place: CollectionPlace,
    token: Token | undefined,
  ): Promise<Collection>;
}

/**
 * What was begun under a key, or begins it: the next attempt of the wallet, which one process alone puts.
 * @throws Rejection `rail.not-connected`, `collection.refused`, `rail.outcome-unknown`,
 * `request.idempotency-key-reused`, and as `refuseByToken` and `prepare` do
 */
export async function begun(
  ports: WalletRails,
  tenant: string,
  { rail, asked, action, prepare }: Beginning,
): Promise<Collection> {
  const { collections, gate } = ports;
  const caller = await railCaller(ports, { tenant, rail });
  const invoice = walletName(tenant, asked.payer);
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const page = { below: undefined, limit: PAGE };
    const latest = await collections.newest(tenant, invoice, page);
    const known = latest.find((one) => (one.topUp ?? one.refund)?.key === asked.key);
    const token = await refuseToken(gate, tenant, { ...asked, action });
    if (known !== undefined) return brought(ports, caller, { known, body: asked.body });
    const attempt = (latest[0]?.attempt ?? 0) + 1;
    const next = await prepare(latest, { tenant, invoice, attempt }, token);
    if ((await collections.put(next)) === 'put') {
      return brought(ports, caller, { known: next, body: asked.body });
    }
  }
  throw new Rejection('rail.outcome-unknown', 'ask again: others were asking at the same time');
}

/** Whether the token is in force, and for this. */
export async function refuseToken(
  { spend, clock }: SpendGate,
  tenant: string,
  {
    payer,
    token,
    action,
  }: Pick<WalletTopUp, 'payer'> & {
    readonly token?: string | undefined;
    readonly action: TokenAction;
  },
): Promise<Token | undefined> {
  if (token === undefined) return undefined;
  const state = await spend.read(tenant, payer);
  const now = clock.now();
  return refuseByToken({ state, now: now > state.at ? now : state.at }, token, action);
}

/** @throws Rejection where too many of a kind are open, or were begun within a day */
export function refuseMany(
  latest: readonly Collection[],
  {
    now,
    perDay,
    code,
  }: {
    readonly now: Timestamp;
    readonly perDay: number;
    readonly code: 'top-up.too-many' | 'refund.too-many';
  },
): void {
  if (latest.filter((one) => !isOver(one)).length >= OPEN_MAX) {
    const detail = `wait until one of those that are open is over: ${OPEN_MAX} are, as many as may be`;
    throw new Rejection(code, detail);
  }
  const since = now - millisecondsPer.day;
  if (latest.filter(({ preparedAt }) => preparedAt > since).length < perDay) return;
  const detail = `ask again tomorrow: ${perDay} were begun within a day, as many as may be`;
  throw new Rejection(code, detail);
}

/** Brings one on, so that it says where to pay, or what became of it. */
async function brought(
  { gate: { clock }, collections, rails, books }: WalletRails,
  caller: RailCaller,
  { known, body }: { readonly known: Collection; readonly body: string },
): Promise<Collection> {
  if ((known.topUp ?? known.refund)?.body !== body) {
    const detail = 'use another key: something else was asked for under this one';
    throw new Rejection('request.idempotency-key-reused', detail);
  }
  const now = await advanced({ clock, collections, books, rail: rails[known.rail] }, caller, known);
  if (now.kind === 'is') {
    const { status, rail, reason = 'it does not say why' } = now.collection;
    if (known.status !== 'prepared' || status !== 'failed') return now.collection;
    throw new Rejection('collection.refused', `see what ${rail} says of it: ${reason}`);
  }
  // What came and cannot be booked is told to a person by who looks at it; the payer sees that it is open.
  if (now.kind === 'unbookable') return known;
  throw new Rejection(
    'rail.outcome-unknown',
    `ask again, under the same key: ${known.rail} has not said what became of ${collectionId(known)} (${now.detail})`,
  );
}
