import type { KeyObject } from 'node:crypto';
import { tokenKeyFrom } from '../../blind/keys.ts';
import type { Clock } from '../../kernel/clock.ts';
import { invariant } from '../../kernel/invariant.ts';
import { millisecondsPer, type Timestamp } from '../../kernel/timestamp.ts';
import { crowdOf } from './crowd.ts';
import type { PassEpoch, PrivatePasses } from './ports.ts';

/** An epoch, and the key that its tokens are checked with. */
export interface KnownEpoch extends PassEpoch {
  readonly key: KeyObject;
}

const KNOWN_MAX = 2_000;
/** How long it is not looked anew whether a crowd has grown. */
const CROWD_MS = 10 * millisecondsPer.second;

/** Epochs as far as this process has read them: they never change, and a crowd only grows. */
export class KnownEpochs {
  readonly #passes: PrivatePasses;
  readonly #clock: Clock;
  readonly #known = new Map<string, KnownEpoch>();
  readonly #crowds = new Map<string, { readonly isEnough: boolean; readonly at: Timestamp }>();

  constructor(passes: PrivatePasses, clock: Clock) {
    this.#passes = passes;
    this.#clock = clock;
  }

  /** That of the tenant whose key it is; undefined where there is none. */
  async of(tenant: string, keyId: string): Promise<KnownEpoch | undefined> {
    const known = this.#known.get(keyId) ?? (await this.#read(keyId));
    return known?.tenant === tenant ? known : undefined;
  }

  /** Whether as many have bought as there must be, so that a token says nothing of who uses it. */
  async isCrowd(epoch: PassEpoch): Promise<boolean> {
    const now = this.#clock.now();
    const before = this.#crowds.get(epoch.keyId);
    if (before !== undefined && (before.isEnough || now < before.at + CROWD_MS)) {
      return before.isEnough;
    }
    const isEnough = (await crowdOf(this.#passes, epoch, epoch.crowd)) >= epoch.crowd;
    remember(this.#crowds, epoch.keyId, { isEnough, at: now });
    return isEnough;
  }

  async #read(keyId: string): Promise<KnownEpoch | undefined> {
    const epoch = await this.#passes.byKey(keyId);
    if (epoch === undefined) return undefined;
    const key = tokenKeyFrom(epoch.spki)?.key;
    invariant(key !== undefined, 'the key of an epoch is one');
    const known = { ...epoch, key };
    remember(this.#known, keyId, known);
    return known;
  }
}

function remember<One>(known: Map<string, One>, key: string, one: One): void {
  known.delete(key);
  known.set(key, one);
  for (const oldest of known.keys()) {
    if (known.size <= KNOWN_MAX) break;
    known.delete(oldest);
  }
}
