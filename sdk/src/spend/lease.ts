import type { Operations } from '../contract/index.ts';
import type { ClientEnvironment } from '../environment.ts';
import type { SpenderHolds } from './holds.ts';

type HoldRequest = Operations['holdUsage']['body'];

/** What a server spends in its memory. */
export interface LeaseRequest
  extends Pick<HoldRequest, 'payer' | 'meter' | 'subject' | 'dimensions' | 'data'> {
  /** How many whole units are held at a time. */
  readonly units: number;
  /**
   * Seconds until what is held ends by itself: so long others miss what a server held that died.
   * @default 900
   */
  readonly expiresIn?: number;
  /**
   * How often what was spent is reported.
   * @default 5000
   */
  readonly reportMs?: number;
  /**
   * How many units are reported at once; a meter that counts takes 1,000 at most.
   * @default 1000
   */
  readonly partMax?: number;
  /** Is told of what could not be renewed or reported; it is tried again. */
  readonly onFailure?: (error: unknown) => void;
}

/** Units that were held before, and are spent without asking anybody. */
export interface Lease {
  /** Units that can be taken now. */
  readonly left: number;
  /** Takes whole units where so many are left, and says whether it did. Asks nobody, and waits for nothing. */
  take(units?: number): boolean;
  /** Reports what was taken, and gives back the rest. Nothing can be taken any more. */
  close(): Promise<void>;
}

/** One hold of a lease. */
interface Part {
  readonly id: string;
  readonly endsAt: number;
  left: number;
  /** Taken, and not in a report yet. */
  taken: number;
  /** A report that may be done already: it is repeated as it was. */
  report: { readonly units: number; readonly key: string } | undefined;
  reports: number;
}

/** Before a hold ends, nothing more is taken of it, so that what was taken is reported in time. */
const END_MARGIN_MS = 10_000;
/** What was refused, or failed, is not asked for again at once. */
const RENEW_AGAIN_MS = 1_000;
/** Of so much that is left of all, more is held. */
const RENEW_BELOW = 0.5;

/** Rejects where the first units are refused. */
export async function leaseIn(
  { holds, environment }: { readonly holds: SpenderHolds; readonly environment: ClientEnvironment },
  request: LeaseRequest,
): Promise<Lease> {
  const lease = new RunningLease(holds, environment, request);
  await lease.begin();
  return lease;
}

class RunningLease implements Lease {
  readonly #holds: SpenderHolds;
  readonly #environment: ClientEnvironment;
  readonly #request: LeaseRequest;
  /** The one that ends first comes first; two at most that have units. */
  #parts: Part[] = [];
  #renewing: Promise<void> | undefined;
  #renewFrom = 0;
  #reporting: Promise<void> | undefined;
  #stopTimer: () => void = () => undefined;
  #isClosed = false;

  constructor(holds: SpenderHolds, environment: ClientEnvironment, request: LeaseRequest) {
    const { units, partMax = 1 } = request;
    for (const [name, value] of Object.entries({ units, partMax })) {
      if (Number.isSafeInteger(value) && value > 0) continue;
      throw new RangeError(`give ${name} as a whole number above 0, got ${String(value)}`);
    }
    this.#holds = holds;
    this.#environment = environment;
    this.#request = request;
  }

  async begin(): Promise<void> {
    await this.#hold();
    this.#later();
  }

  get left(): number {
    const until = this.#environment.now() + END_MARGIN_MS;
    return this.#parts.reduce((sum, { left, endsAt }) => (endsAt > until ? sum + left : sum), 0);
  }

  take(units = 1): boolean {
    if (!Number.isSafeInteger(units) || units < 0) {
      throw new RangeError(`take whole units, got ${String(units)}`);
    }
    if (this.#isClosed) return false;
    const isThere = this.left >= units;
    if (isThere) this.#takeOf(units);
    if (this.left < this.#request.units * RENEW_BELOW) this.#renew();
    return isThere;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stopTimer();
    await this.#renewing;
    await this.#reporting;
    for (const part of this.#parts) await this.#end(part);
    this.#parts = [];
  }

  #takeOf(units: number): void {
    const until = this.#environment.now() + END_MARGIN_MS;
    let rest = units;
    for (const part of this.#parts) {
      if (part.endsAt <= until) continue;
      const taken = Math.min(rest, part.left);
      part.left -= taken;
      part.taken += taken;
      rest -= taken;
    }
  }

  /** Holds more in the background, one at a time; where that is refused, not again at once. */
  #renew(): void {
    const now = this.#environment.now();
    if (this.#renewing !== undefined || now < this.#renewFrom) return;
    this.#renewFrom = now + RENEW_AGAIN_MS;
    this.#renewing = this.#hold()
      .catch((error: unknown) => this.#request.onFailure?.(error))
      .finally(() => {
        this.#renewing = undefined;
      });
  }

  async #hold(): Promise<void> {
    const { payer, meter, subject, dimensions, data, units, expiresIn } = this.#request;
    const { id, endsAt } = await this.#holds.create({
      ...{ meter, quantity: String(units), lease: true },
      ...(payer === undefined ? {} : { payer }),
      ...(subject === undefined ? {} : { subject }),
      ...(dimensions === undefined ? {} : { dimensions }),
      ...(data === undefined ? {} : { data }),
      ...(expiresIn === undefined ? {} : { expiresIn }),
    });
    const part = { id, endsAt: Date.parse(endsAt), left: units, taken: 0, reports: 0 };
    this.#parts.push({ ...part, report: undefined });
  }

  #later(): void {
    this.#stopTimer = this.#environment.timer(this.#request.reportMs ?? 5_000, () => {
      this.#reporting ??= this.#reportAll().finally(() => {
        this.#reporting = undefined;
        if (!this.#isClosed) this.#later();
      });
    });
  }

  /** Reports what was taken of each hold; what is used up, or about to end, is ended. */
  async #reportAll(): Promise<void> {
    for (const part of [...this.#parts]) {
      const isEnding = part.endsAt <= this.#environment.now() + END_MARGIN_MS;
      try {
        await this.#report(part);
        if (part.left > 0 && !isEnding) continue;
        await this.#end(part);
        this.#parts = this.#parts.filter((one) => one !== part);
      } catch (error) {
        this.#request.onFailure?.(error);
        // Half a day later nothing of it can be captured any more.
        if (part.endsAt + 43_200_000 > this.#environment.now()) continue;
        this.#parts = this.#parts.filter((one) => one !== part);
      }
    }
  }

  async #report(part: Part): Promise<void> {
    const { partMax = 1_000 } = this.#request;
    while (part.report !== undefined || part.taken > 0) {
      if (part.report === undefined) {
        const units = Math.min(part.taken, partMax);
        part.taken -= units;
        part.reports += 1;
        part.report = { units, key: `${part.id}:${part.reports}` };
      }
      const { units, key } = part.report;
      const request = { quantity: String(units), keep: true, idempotency: key } as const;
      await this.#holds.capture(part.id, request);
      part.report = undefined;
    }
  }

  /** Gives back what is left of a hold, once all that was taken is reported. */
  async #end(part: Part): Promise<void> {
    await this.#report(part);
    part.left = 0;
    await this.#holds.capture(part.id, { quantity: '0' });
  }
}
