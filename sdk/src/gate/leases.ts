import type { ClientEnvironment } from '../environment.ts';
import { ProblemError } from '../read/errors.ts';
import { spenderIn } from '../spend/create-spender.ts';
import type { SpenderHolds } from '../spend/holds.ts';
import { type Lease, leaseIn } from '../spend/lease.ts';
import type { GatePrice } from './price.ts';
import type { LeaseSettings, WholeGateSettings } from './settings.ts';

/** Whose requests are alike: the same token, and the same of what is charged. */
export interface LeaseOrder {
  readonly token: string;
  readonly price: Pick<GatePrice, 'meter' | 'subject' | 'dimensions' | 'data'>;
  /** Whole units of a request. */
  readonly units: number;
}

/** Units that a request may take once it is answered. */
export interface LeaseUnits {
  /** Takes them, or gives them up. False where they are not there any more. */
  settle(outcome: 'paid' | 'unpaid'): boolean;
}

/** Leases of payers whose threshold pays, each for a while. */
export interface Leases {
  reserved(order: LeaseOrder): LeaseUnits | undefined;
  /** Holds units of who paid by its threshold, if these cost what the first did, each. Waits for nothing. */
  begin(order: LeaseOrder, amount: string): void;
  close(): Promise<void>;
}

interface Entry {
  readonly bornAt: number;
  usedAt: number;
  /** None until it is held, and where it is refused. */
  lease: Lease | undefined;
  reserved: number;
  isOver: boolean;
  stopTimer: () => void;
}

/** What is held outlives the age of its lease by so much, so that all of it is reported. */
const EXPIRES_AFTER_SECONDS = 60;

/** It is asked for each time: units together cost other than one by one. */
class UnevenPriceError extends Error {
  override readonly name = 'UnevenPriceError';
}

type LeasesSettings = WholeGateSettings & { readonly lease: Required<LeaseSettings> };

export const leasesIn = (settings: LeasesSettings, environment: ClientEnvironment): Leases =>
  new TokenLeases(settings, environment);

class TokenLeases implements Leases {
  readonly #settings: LeasesSettings;
  readonly #environment: ClientEnvironment;
  readonly #entries = new Map<string, Entry>();
  readonly #closing = new Set<Promise<void>>();

  constructor(settings: LeasesSettings, environment: ClientEnvironment) {
    this.#settings = settings;
    this.#environment = environment;
  }

  reserved(order: LeaseOrder): LeaseUnits | undefined {
    const key = keyOf(order);
    const entry = this.#entries.get(key);
    if (entry?.lease === undefined) return undefined;
    entry.usedAt = this.#environment.now();
    if (entry.usedAt >= entry.bornAt + this.#settings.lease.ageMs) {
      this.#end(key, entry);
      return undefined;
    }
    const { lease } = entry;
    if (lease.left - entry.reserved < order.units) {
      // More is held in the background.
      lease.take(0);
      return undefined;
    }
    entry.reserved += order.units;
    return {
      settle: (outcome) => {
        entry.reserved -= order.units;
        const isTaken = outcome === 'unpaid' || lease.take(order.units);
        if (entry.isOver && entry.reserved === 0) this.#close(lease);
        return isTaken;
      },
    };
  }

  begin(order: LeaseOrder, amount: string): void {
    const { units, leasesMax } = this.#settings.lease;
    const key = keyOf(order);
    const isFull = this.#entries.size >= leasesMax;
    if (isFull || this.#entries.has(key) || order.units > units) return;
    const now = this.#environment.now();
    const entry: Entry = {
      ...{ bornAt: now, usedAt: now, lease: undefined, reserved: 0, isOver: false },
      stopTimer: () => undefined,
    };
    this.#entries.set(key, entry);
    this.#watch(key, entry);
    // Where it is refused, it is not asked for again until the entry has gone.
    this.#held(order, amount).then((lease) => {
      entry.lease = lease;
      if (entry.isOver) this.#close(lease);
    }, unlessRefused(this.#settings.onFailure));
  }

  async close(): Promise<void> {
    for (const [key, entry] of this.#entries) this.#end(key, entry);
    await Promise.all(this.#closing);
  }

  #held(order: LeaseOrder, amount: string): Promise<Lease> {
    const { lease, onFailure } = this.#settings;
    const { meter, subject, dimensions, data } = order.price;
    const holds = evenHolds(this.#settings, this.#environment, order, amount);
    return leaseIn(
      { holds, environment: this.#environment },
      {
        ...{ meter, units: lease.units, onFailure: unlessRefused(onFailure) },
        expiresIn: Math.ceil(lease.ageMs / 1_000) + EXPIRES_AFTER_SECONDS,
        ...(subject === undefined ? {} : { subject }),
        ...(dimensions === undefined ? {} : { dimensions }),
        ...(data === undefined ? {} : { data }),
      },
    );
  }

  /** Ends it by its age, or when nobody has taken of it for a while. */
  #watch(key: string, entry: Entry): void {
    const { ageMs, idleMs } = this.#settings.lease;
    const now = this.#environment.now();
    const until = Math.min(entry.bornAt + ageMs, entry.usedAt + idleMs);
    if (now >= until) this.#end(key, entry);
    else entry.stopTimer = this.#environment.timer(until - now, () => this.#watch(key, entry));
  }

  /** Nothing more is reserved of it; it is closed once all that was is settled. */
  #end(key: string, entry: Entry): void {
    if (entry.isOver) return;
    this.#entries.delete(key);
    entry.stopTimer();
    entry.isOver = true;
    if (entry.reserved === 0 && entry.lease !== undefined) this.#close(entry.lease);
  }

  #close(lease: Lease): void {
    const closed = lease.close().catch(this.#settings.onFailure);
    this.#closing.add(closed);
    void closed.finally(() => this.#closing.delete(closed));
  }
}

const keyOf = ({ token, price, units }: LeaseOrder): string =>
  JSON.stringify([token, price.meter, price.subject, sorted(price.dimensions), price.data, units]);

const sorted = (dimensions: LeaseOrder['price']['dimensions']): unknown =>
  Object.entries(dimensions ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));

const unlessRefused =
  (onFailure: (error: unknown) => void) =>
  (error: unknown): void => {
    const isRefused = error instanceof ProblemError && error.status < 500;
    if (!isRefused && !(error instanceof UnevenPriceError)) onFailure(error);
  };

/**
 * Holds that the key asks for with the payer's token beside it, so that its end and revocation are seen, and whoever
 * has the token ends none. A hold whose units cost other than the first is given back.
 */
function evenHolds(
  settings: LeasesSettings,
  environment: ClientEnvironment,
  { token, units }: LeaseOrder,
  amount: string,
): SpenderHolds {
  const { target, fetch } = settings;
  const { holds } = spenderIn(environment, { ...target, fetch });
  return {
    ...holds,
    async create(request) {
      const held = await holds.create({ ...request, token });
      const [whole, first] = [nanosOf(held.amount), nanosOf(amount)];
      const [count, each] = [BigInt(request.quantity), BigInt(units)];
      const apart = first * count - whole * each;
      // Each amount is rounded up to a nano, so many together are a little less.
      if (apart >= 0n && apart <= count * each) return held;
      await holds.release(held.id).catch(settings.onFailure);
      throw new UnevenPriceError('units together cost other than one by one');
    },
  };
}

/** Of decimal text with nine places at most. */
function nanosOf(amount: string): bigint {
  const [whole = '0', places = ''] = amount.split('.');
  return BigInt(`${whole}${places.padEnd(9, '0')}`);
}
