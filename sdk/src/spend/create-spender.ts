import { type ClientEnvironment, platformEnvironment } from '../environment.ts';
import { type Ask, asking, json, type ReaderSettings, wholeReaderSettings } from '../read/ask.ts';
import { uuidV7 } from '../sender/uuid-v7.ts';
import type { Answer, Body, SpenderHolds } from './holds.ts';
import { type Lease, type LeaseRequest, leaseIn } from './lease.ts';

/** How a spender asks: the key has the scopes `spend:write` and, for `spend`, `spend:read`. */
export type SpenderSettings = ReaderSettings;

/**
 * Asks before something is used. What is refused rejects with a `BudgetError` or a `WalletError`, which say what is
 * left. A request without `idempotency` gets a key of its own, under which it is asked again when its answer is lost.
 */
export interface Spender {
  /** Charges what is used now. */
  charge(request: Body<'chargeUsage'>): Promise<Answer<'chargeUsage'>>;
  /** Adds money to what was read, for its payees. */
  tip(request: Body<'tip'>): Promise<Answer<'tip'>>;
  readonly holds: SpenderHolds;
  /** Holds many units, to be spent in memory. */
  lease(request: LeaseRequest): Promise<Lease>;
  /** What a payer has spent, holds and has left. */
  spend(payer: string): Promise<Answer<'getSpend'>>;
  /** Asks a payer for money over a rail: the answer has the `url` at which it pays. */
  topUp(payer: string, request: Body<'topUpWallet'>): Promise<Answer<'topUpWallet'>>;
  /** What became of one that was asked for. */
  topUpOf(payer: string, id: string): Promise<Answer<'getTopUp'>>;
}

/** A spender of one tenant. Throws where a setting cannot be meant. */
export const createSpender = (settings: SpenderSettings): Spender =>
  spenderIn(platformEnvironment, settings);

export function spenderIn(environment: ClientEnvironment, given: SpenderSettings): Spender {
  const settings = wholeReaderSettings(given);
  const ask: Ask = asking(settings, environment);
  const newKey = (): string => uuidV7(environment.now(), environment.randomBytes(10));
  const post = <Value>(path: string, body?: object): Promise<Value> =>
    ask(
      {
        ...{ method: 'POST', path },
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      },
      (answer) => json<Value>(answer, settings),
    );
  const get = <Value>(path: string): Promise<Value> =>
    ask({ path }, (answer) => json<Value>(answer, settings));
  const payerPath = (payer: string): string => `/v1/payers/${encodeURIComponent(payer)}`;
  const keyed = <Sent extends object>(request: Sent) => ({ idempotency: newKey(), ...request });
  const pathOf = (id: string): string => `/v1/holds/${encodeURIComponent(id)}`;
  const holds: Spender['holds'] = {
    create: (request) => post('/v1/holds', keyed(request)),
    capture: (id, request) => post(`${pathOf(id)}/capture`, keyed(request)),
    release: (id) => post(`${pathOf(id)}/release`),
  };
  return {
    charge: (request) => post('/v1/charges', keyed(request)),
    tip: (request) => post('/v1/tips', keyed(request)),
    holds,
    lease: (request) => leaseIn({ holds, environment }, request),
    spend: (payer) => get(`${payerPath(payer)}/spend`),
    topUp: (payer, request) => post(`${payerPath(payer)}/wallet/top-ups`, keyed(request)),
    topUpOf: (payer, id) => get(`${payerPath(payer)}/wallet/top-ups/${encodeURIComponent(id)}`),
  };
}
