import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { invariant } from '../kernel/invariant.ts';
import type { Random } from '../kernel/random.ts';
import { millisecondsPer, type Timestamp } from '../kernel/timestamp.ts';
import type { OfferSecrets } from './ports.ts';

const SECRET_BYTES = 32;
/** Each is used to sign for so long. */
const DAYS = 90;
const KNOWN_MAX = 2_000;

/** A secret of a tenant, and which. */
export interface OfferSecret {
  readonly version: number;
  /** For what is signed in one way only. */
  key(use: Use): KeyObject;
}

type Use = 'offer' | 'mpp' | 'free';

/** Which version is used to sign at an instant. */
const versionAt = (at: Timestamp): number => Math.floor(at / (DAYS * millisecondsPer.day));

/**
 * The secrets of tenants, as far as this process has read them. There is one for each 90 days, made by whoever needs it
 * first; what the one before or after has signed is taken too.
 */
export class KnownSecrets {
  readonly #secrets: OfferSecrets;
  readonly #random: Random;
  readonly #known = new Map<string, Promise<OfferSecret | undefined>>();

  constructor(secrets: OfferSecrets, random: Random) {
    this.#secrets = secrets;
    this.#random = random;
  }

  /** What is signed with now. */
  async current(tenant: string, now: Timestamp): Promise<OfferSecret> {
    const version = versionAt(now);
    const secret = await this.#remember(tenant, version, () => this.#made(tenant, version));
    invariant(secret !== undefined, 'a secret that was put is there');
    return secret;
  }

  /** That of a version which may still have signed something; undefined of any other. */
  async of(tenant: string, version: number, now: Timestamp): Promise<OfferSecret | undefined> {
    if (!Number.isSafeInteger(version) || Math.abs(version - versionAt(now)) > 1) return undefined;
    return this.#remember(tenant, version, () => this.#secrets.find(tenant, version));
  }

  async #made(tenant: string, version: number): Promise<Uint8Array | undefined> {
    const found = await this.#secrets.find(tenant, version);
    if (found !== undefined) return found;
    await this.#secrets.put(tenant, version, this.#random.bytes(SECRET_BYTES));
    // Whoever was first, that one counts.
    return this.#secrets.find(tenant, version);
  }

  async #remember(
    tenant: string,
    version: number,
    read: () => Promise<Uint8Array | undefined>,
  ): Promise<OfferSecret | undefined> {
    const key = JSON.stringify([tenant, version]);
    const known = this.#known.get(key) ?? secretIn(version, read());
    this.#known.delete(key);
    this.#known.set(key, known);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= KNOWN_MAX) break;
      this.#known.delete(oldest);
    }
    const forget = (): void => {
      if (this.#known.get(key) === known) this.#known.delete(key);
    };
    try {
      const secret = await known;
      if (secret === undefined) forget();
      return secret;
    } catch (error) {
      forget();
      throw error;
    }
  }
}

async function secretIn(
  version: number,
  read: Promise<Uint8Array | undefined>,
): Promise<OfferSecret | undefined> {
  const secret = await read;
  return secret === undefined ? undefined : secretOf(version, secret);
}

/** Its keys are made once, and as Node.js has them: of bytes it would make a key for each signature, which is slow. */
function secretOf(version: number, secret: Uint8Array): OfferSecret {
  const known = new Map<Use, KeyObject>();
  return {
    version,
    key: (use) => {
      const key = known.get(use) ?? derived(secret, use);
      known.set(use, key);
      return key;
    },
  };
}

const derived = (secret: Uint8Array, use: Use): KeyObject =>
  createSecretKey(createHmac('sha256', secret).update(`farthing ${use}`).digest());
