import type { ChainRail } from '../../catalog/chain-rail.ts';
import type { BillingSettings } from '../../catalog/ports.ts';
import { tenantBillingFrom } from '../../catalog/tenant-billing.ts';
import type { Clock } from '../../kernel/clock.ts';
import { millisecondsPer, type Timestamp } from '../../kernel/timestamp.ts';

const KEPT_MS = 30 * millisecondsPer.second;
const KNOWN_MAX = 2_000;

/** By which chains tenants are paid, as this process has read it a short while ago. */
export class KnownChains {
  readonly #settings: Pick<BillingSettings, 'get'>;
  readonly #clock: Clock;
  readonly #known = new Map<
    string,
    { readonly rail: Promise<ChainRail | undefined>; readonly since: Timestamp }
  >();

  constructor(settings: Pick<BillingSettings, 'get'>, clock: Clock) {
    this.#settings = settings;
    this.#clock = clock;
  }

  /** Undefined where nobody pays the tenant by a chain. */
  async of(tenant: string): Promise<ChainRail | undefined> {
    const now = this.#clock.now();
    const before = this.#known.get(tenant);
    if (before !== undefined && now < before.since + KEPT_MS) return before.rail;
    const read = { rail: this.#read(tenant), since: now };
    this.#known.delete(tenant);
    this.#known.set(tenant, read);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= KNOWN_MAX) break;
      this.#known.delete(oldest);
    }
    read.rail.catch(() => {
      if (this.#known.get(tenant) === read) this.#known.delete(tenant);
    });
    return read.rail;
  }

  async #read(tenant: string): Promise<ChainRail | undefined> {
    const record = await this.#settings.get(tenant);
    return record === undefined ? undefined : tenantBillingFrom(record.body).chain;
  }
}
