import type {
  GateAnswer,
  GateCaptured,
  GateHeld,
  GateRequest,
  Released,
} from '../contract/index.ts';
import { type ClientEnvironment, platformEnvironment } from '../environment.ts';
import { inTime } from '../in-time.ts';
import { posted, type Question } from '../read/ask.ts';
import { FarthingError } from '../read/errors.ts';
import { uuidV7 } from '../sender/uuid-v7.ts';
import { wholeAddress } from './address.ts';
import { paidLines } from './answers.ts';
import { type GateAsk, gateAsk, isKeyRefused, isUnknown, misconfigured } from './ask.ts';
import type { GateOpened, GatePassed, GateSettled } from './decided.ts';
import { type LeaseOrder, type Leases, type LeaseUnits, leasesIn } from './leases.ts';
import { fittingText, type GatePrice } from './price.ts';
import { ownRefusal, type RefusalContext, refusalOf } from './refusals.ts';
import { type GatedRequest, type GatePayment, isAhead, paymentOf } from './request.ts';
import { type GateSettings, type WholeGateSettings, wholeGateSettings } from './settings.ts';

/** Has requests paid for: verified and held, then served, then captured. */
export interface Gate {
  /** What adapters need of the settings. */
  readonly site: {
    readonly origin: string | undefined;
    readonly cookie: string;
    readonly passesOptions: boolean;
  };
  /**
   * Whether a request may be served. What is wrong with the price, such as an unknown meter, rejects with a
   * `FarthingError` without a status, so that it is a fault of the site; its `cause` says what was refused.
   */
  open(request: GatedRequest, price: GatePrice): Promise<GateOpened>;
  /**
   * Once the status of the answer is known, and before its first byte is sent: captures what was served, or gives it
   * back. A status of 0 is no answer at all. Never rejects.
   */
  settle(passed: GatePassed, status: number): Promise<GateSettled>;
  /** Captures a hold. The same again is answered as it was. */
  capture(id: string, request?: { readonly quantity?: string }): Promise<GateCaptured>;
  /** Gives back a hold. */
  release(id: string): Promise<Released>;
  /** Resolves once nothing is captured or given back in the background, or after so long. */
  idle(limits?: { readonly timeoutMs?: number }): Promise<void>;
  /** Ends leases, and waits as `idle` does. */
  close(limits?: { readonly timeoutMs?: number }): Promise<void>;
}

/** What was passed, and who asked: kept beside it, as what is passed is plain data. */
interface Passing {
  readonly asked: RefusalContext;
  readonly body: GateRequest;
  readonly units?: LeaseUnits;
}

const URL_MAX = 1_024;
const BACKGROUND_MAX = 1_000;
const IDLE_MS = 10_000;
/** So many in a row, with all their retries: one that fails by itself closes the gate for nobody. */
const AWAY_AFTER = 5;
const AWAY_MS = 1_000;

/** A gate of one tenant. Throws where a setting cannot be meant. */
export const createGate = (settings: GateSettings): Gate => gateIn(platformEnvironment, settings);

export const gateIn = (environment: ClientEnvironment, given: GateSettings): Gate =>
  new AskingGate(environment, wholeGateSettings(given));

class AskingGate implements Gate {
  readonly site: Gate['site'];
  readonly #environment: ClientEnvironment;
  readonly #settings: WholeGateSettings;
  readonly #ask: GateAsk;
  readonly #leases: Leases | undefined;
  readonly #passing = new WeakMap<GatePassed, Passing>();
  readonly #background = new Set<Promise<unknown>>();
  #opening = 0;
  /** Questions in a row that were not answered, and when the last was given up. */
  #unanswered = { count: 0, at: 0 };

  constructor(environment: ClientEnvironment, settings: WholeGateSettings) {
    const { lease, origin, cookie, passesOptions } = settings;
    this.#environment = environment;
    this.#settings = settings;
    this.#ask = gateAsk(settings, environment);
    this.#leases = lease === undefined ? undefined : leasesIn({ ...settings, lease }, environment);
    this.site = { origin, cookie, passesOptions };
  }

  async open(request: GatedRequest, price: GatePrice): Promise<GateOpened> {
    const url = price.resource ?? wholeAddress(request.url);
    const payment = paymentOf(request, this.site.cookie);
    const asked = {
      request,
      payment: payment ?? {},
      thing: price.description ?? pathOf(url ?? ''),
    };
    if (url === undefined) return ownRefusal(400, asked, this.#settings);
    // Nobody reads it yet: it is neither charged nor counted.
    if (isAhead(request)) return ownRefusal(503, asked, this.#settings);
    if (payment === undefined) return ownRefusal(431, asked, this.#settings);
    if (url.length > URL_MAX) return ownRefusal(414, asked, this.#settings);
    const order = leaseOrderOf(payment, price);
    const units = order === undefined ? undefined : this.#leases?.reserved(order);
    const body = this.#bodyOf(url, price, payment);
    if (units !== undefined) {
      return this.#passed({ outcome: 'leased', headers: [] }, { asked, body, units });
    }
    return this.#asked({ asked, body }, order);
  }

  async #asked(passing: Passing, order?: LeaseOrder): Promise<GateOpened> {
    const { asked, body } = passing;
    if (this.#opening >= this.#settings.openMax || this.#isAway()) {
      return this.#unavailable(passing);
    }
    this.#opening += 1;
    let answer: GateAnswer;
    try {
      answer = await this.#ask.now(posted('/v1/gate', body));
      this.#unanswered.count = 0;
    } catch (error) {
      if (!isUnknown(error) && !isKeyRefused(error)) throw misconfigured(error);
      this.#settings.onFailure(error);
      this.#unanswered = { count: this.#unanswered.count + 1, at: this.#environment.now() };
      return this.#unavailable(passing);
    } finally {
      this.#opening -= 1;
    }
    if (answer.outcome === 'refused') return refusalOf(answer, asked, this.#settings);
    const headers = paidLines(answer.headers);
    if (answer.outcome === 'free') return this.#passed({ outcome: 'free', headers }, passing);
    if (answer.by === 'threshold' && order !== undefined) {
      this.#leases?.begin(order, answer.amount);
    }
    return this.#passed({ outcome: 'held', held: answer, headers }, passing);
  }

  /** Then requests do not wait one after another: for a moment nobody asks. */
  #isAway(): boolean {
    const { count, at } = this.#unanswered;
    return count >= AWAY_AFTER && this.#environment.now() < at + AWAY_MS;
  }

  #unavailable(passing: Passing): GateOpened {
    return this.#settings.whenUnavailable === 'serve'
      ? this.#passed({ outcome: 'unasked', headers: [] }, passing)
      : ownRefusal(503, passing.asked, this.#settings);
  }

  #passed(passed: GatePassed, passing: Passing): GatePassed {
    this.#passing.set(passed, passing);
    return passed;
  }

  async settle(passed: GatePassed, status: number): Promise<GateSettled> {
    const passing = this.#passing.get(passed);
    this.#passing.delete(passed);
    const isServed = this.#isServed(status);
    switch (passed.outcome) {
      case 'held':
        if (isServed) return this.#captured(passed, passing);
        // Another answer to the same offer may be under way, and have been charged.
        if (!passed.held.repeated) this.#inBackground(() => this.release(passed.held.id));
        return unpaid;
      case 'leased':
        return this.#taken(passing, status);
      case 'free':
      case 'unasked':
        return isServed ? { ...unpaid, isPrivate: true, headers: passed.headers } : unpaid;
    }
  }

  #isServed(status: number): boolean {
    if (status >= 400 && status < 500) return this.#settings.chargesFaults;
    return status >= 200 && status < 300;
  }

  async #captured(
    { held, headers }: { readonly held: GateHeld; readonly headers: GatePassed['headers'] },
    passing: Passing | undefined,
  ): Promise<GateSettled> {
    const paid = { outcome: 'served', isPrivate: true } as const;
    try {
      const captured = await this.capture(held.id);
      return { ...paid, headers: [...headers, ...paidLines(captured.headers)] };
    } catch (error) {
      this.#settings.onFailure(error);
      if (isUnknown(error)) {
        // It may be charged: it is served, and asked again under its id.
        this.#inBackground(() => this.#ask.later(captureOf(held.id, {})));
        return { ...paid, headers };
      }
      return this.#unpaid(passing);
    }
  }

  /** What was served cannot be charged any more, as what was held has ended. */
  #unpaid(passing: Passing | undefined): GateSettled {
    if (passing === undefined || this.#settings.whenUnavailable === 'serve') {
      return { ...unpaid, isPrivate: true };
    }
    return ownRefusal(503, passing.asked, this.#settings);
  }

  async #taken(passing: Passing | undefined, status: number): Promise<GateSettled> {
    const isServed = this.#isServed(status);
    const isSettled = passing?.units?.settle(isServed ? 'paid' : 'unpaid') ?? false;
    if (!isServed) return unpaid;
    if (isSettled || passing === undefined) return { ...unpaid, isPrivate: true };
    // The lease ended while it was served: it is asked for as it would have been without one.
    const { asked, body } = passing;
    try {
      const opened = await this.#asked({ asked, body });
      return opened.outcome === 'refused' ? opened : await this.settle(opened, status);
    } catch (error) {
      this.#settings.onFailure(error);
      return this.#unpaid(passing);
    }
  }

  capture(id: string, request: { readonly quantity?: string } = {}): Promise<GateCaptured> {
    return this.#ask.now(captureOf(id, request));
  }

  release(id: string): Promise<Released> {
    return this.#ask.now({ method: 'POST', path: `${pathOfGate(id)}/release` });
  }

  async idle({ timeoutMs = IDLE_MS }: { readonly timeoutMs?: number } = {}): Promise<void> {
    if (this.#background.size === 0) return;
    const all = Promise.all(this.#background).then(() => undefined);
    await inTime(this.#environment, { timeoutMs }, () => all).catch(this.#settings.onFailure);
  }

  async close(limits: { readonly timeoutMs?: number } = {}): Promise<void> {
    const leases = this.#leases?.close();
    if (leases !== undefined) this.#inBackground(() => leases);
    await this.idle(limits);
  }

  /** Bounded: what there is no room for ends by itself, uncharged. */
  #inBackground(run: () => Promise<unknown>): void {
    if (this.#background.size >= BACKGROUND_MAX) {
      const detail = `${BACKGROUND_MAX} captures and releases are under way: one more is given up`;
      this.#settings.onFailure(new FarthingError(detail));
      return;
    }
    const done = run().catch(this.#settings.onFailure);
    this.#background.add(done);
    void done.finally(() => this.#background.delete(done));
  }

  #bodyOf(url: string, price: GatePrice, payment: GatePayment): GateRequest {
    const { resource: _, description, mimeType, once, free, ...charged } = price;
    const { topUpUrl, expiresIn } = this.#settings;
    const described = fittingText(description ?? '');
    return {
      resource: {
        url,
        ...(described === '' ? {} : { description: described }),
        ...(mimeType === undefined ? {} : { mimeType }),
      },
      ...charged,
      payment,
      expiresIn,
      ...(once === undefined ? {} : { once }),
      ...(free === undefined ? {} : { free }),
      ...(topUpUrl === undefined ? {} : { topUpUrl }),
      // Asked again where an answer was lost, it is held once.
      idempotency: uuidV7(this.#environment.now(), this.#environment.randomBytes(10)),
    };
  }
}

const unpaid = { outcome: 'served', isPrivate: false, headers: [] } as const;

const pathOfGate = (id: string): string => `/v1/gate/${encodeURIComponent(id)}`;
const captureOf = (id: string, request: object): Question =>
  posted(`${pathOfGate(id)}/capture`, request);

const pathOf = (url: string): string => (URL.canParse(url) ? new URL(url).pathname : url);

/** Requests that a lease may pay: by a token alone, for whole units, and not once a day. */
function leaseOrderOf(payment: GatePayment, price: GatePrice): LeaseOrder | undefined {
  const { consent, paymentSignature, authorization, token } = payment;
  const own =
    authorization === undefined ? token : /^Bearer (?<token>ftp_\S+)$/i.exec(authorization)?.[1];
  const isAlone = consent === undefined && paymentSignature === undefined;
  const { quantity = '1', once = false } = price;
  if (own === undefined || !isAlone || once || !/^[1-9]\d{0,5}$/.test(quantity)) return undefined;
  return { token: own, price, units: Number(quantity) };
}
