import { newTokenSecret, tokenText } from '../../../../core/access/token.ts';
import type { GateRefusalAnswer } from '../../../../core/contract/gate/shapes.ts';
import type { SentPayment } from '../../../../core/gate/asked.ts';
import { nanosOf } from '../../../../core/kernel/money.ts';
import { millisecondsPer, timestampOf } from '../../../../core/kernel/timestamp.ts';
import { askedUnder } from '../../../../core/spend/ask.ts';
import type { Spend } from '../../../../core/spend/spend.ts';
import { putThreshold } from '../../../../core/spend/threshold.ts';
import { putToken, tokenHash } from '../../../../core/spend/tokens.ts';
import { type SimulatedPayer, tenant } from '../stage.ts';
import { type Offered, offeredBy, paymentBy, type Tampering } from './offered.ts';
import type { PaidGateParts } from './paid-gate.ts';
import type { Site, Visit } from './site.ts';
import { rival } from './terms.ts';

const TRIES_MAX = 4;
const OFFERS_MAX = 3;
const LEFT_MAX = 8;
/** So many pages at once: where a price rises, one of them may be above its offer when it is captured. */
const RUSH = 6;
const CENT = 10_000_000n;

interface Reader {
  readonly payer: SimulatedPayer;
  readonly token: string;
}

/** An offer that a reader has, and for which page. */
interface Had {
  readonly reader: Reader;
  readonly offered: Offered;
  readonly isOnce: boolean;
}

type Said = Awaited<ReturnType<Site['visited']>>;

/** People and programs that read what is paid for by the page, in good faith or not. */
export class Readers {
  readonly #parts: PaidGateParts;
  readonly #site: Site;
  readonly #readers: Reader[] = [];
  /** Offers that were not taken when they were made. */
  readonly #left: Had[] = [];
  /** By its nonce, every offer that somebody was made. */
  readonly offers = new Map<string, Offered & { readonly isOnce: boolean }>();
  #pages = 0;

  constructor(parts: PaidGateParts, site: Site) {
    this.#parts = parts;
    this.#site = site;
  }

  /** A token for all that a payer may, and now and then a threshold. */
  async add(payer: SimulatedPayer, spend: Spend): Promise<void> {
    const { dice, now } = this.#parts;
    const secret = newTokenSecret({
      bytes: (count) => Uint8Array.from({ length: count }, () => dice.below(256)),
    });
    const endsAt = timestampOf(now() + 29 * millisecondsPer.day);
    const token = { hash: tokenHash(secret), actions: ['charge' as const], endsAt };
    const asked = askedUnder('token', null);
    const { id } = await spend.decide(tenant, payer.key, putToken({ token, asked }));
    this.#readers.push({ payer, token: tokenText({ of: 'payer', tenant, tokenId: id, secret }) });
    if (!dice.chance(0.5)) return;
    const amount = nanosOf(BigInt(dice.between(1, 8)) * CENT);
    const threshold = { amount, currency: 'EUR' } as const;
    const put = putThreshold({ threshold, asked: askedUnder('threshold', null) });
    await spend.decide(tenant, payer.key, put);
  }

  /** Somebody reads something. */
  read(): void {
    const { dice } = this.#parts;
    const left = this.#left[dice.below(this.#left.length)];
    const reader = this.#readers[dice.below(this.#readers.length)];
    if (reader === undefined) return;
    const what = dice.below(10);
    if (what < 2 && left !== undefined) void this.#takeLeft(left);
    else if (what < 4) void this.#cheat(reader);
    else if (what < 6) void this.#readByToken(reader);
    else if (what < 7) void this.#readByOffer(reader);
    else for (let count = 0; count < RUSH; count += 1) void this.#readByOffer(reader);
  }

  /** With a token alone: paid where the threshold is as much. */
  async #readByToken(reader: Reader): Promise<void> {
    const { dice } = this.#parts;
    const page = this.#page();
    const said = await this.#ask(reader, { ...page, payment: { token: reader.token } });
    if (isRefusal(said) && dice.chance(0.5)) await this.#pay(reader, page, said);
  }

  async #readByOffer(reader: Reader): Promise<void> {
    const { dice } = this.#parts;
    const page = this.#page();
    const said = await this.#ask(reader, { ...page, payment: {} });
    if (!isRefusal(said)) return;
    if (dice.chance(0.2)) this.#leave(reader, page, said);
    else await this.#pay(reader, page, said);
  }

  /** Pays, and pays by the offer that comes instead where one is not taken. */
  async #pay(reader: Reader, page: Page, first: GateRefusalAnswer): Promise<void> {
    const { dice } = this.#parts;
    const by = dice.pick(['x402', 'mpp', 'consent'] as const);
    const identifier = dice.chance(0.3) ? `identifier-of-${this.#pages}-page` : undefined;
    let answer = first;
    for (let count = 0; count < OFFERS_MAX; count += 1) {
      const offered = this.#offered(answer, by, page);
      if (offered === undefined) return;
      const said = await this.#payBy({ reader, offered, ...page }, identifier);
      if (!isRefusal(said)) return;
      answer = said;
    }
  }

  /** Sends the same payment until it is known what came of it, and now and then once more. */
  async #payBy({ reader, offered, isOnce }: Had, identifier?: string): Promise<Said> {
    const { dice, journal } = this.#parts;
    const { nonce, url } = offered;
    const { token } = reader;
    const payment = paymentBy(offered, { token, tampering: undefined, identifier });
    const visit = { url, isOnce, payment, nonce };
    let said: Said;
    for (let tried = 0; tried < TRIES_MAX; tried += 1) {
      said = await this.#askOftener(reader, visit);
      if (isRefusal(said)) return said;
      const isEnough = said === 'served' || (said === 'failed' && dice.chance(0.5));
      if (isEnough && !dice.chance(0.2)) return said;
      journal.reached('paid again by the same offer');
    }
    return said;
  }

  /** Now and then twice at once, as who clicks twice does. */
  async #askOftener(reader: Reader, visit: Asking): Promise<Said> {
    if (!this.#parts.dice.chance(0.15)) return this.#ask(reader, visit);
    this.#parts.journal.reached('paid twice at once');
    const [said] = await Promise.all([this.#ask(reader, visit), this.#ask(reader, visit)]);
    return said;
  }

  /** An offer of some time ago, which may have ended since. */
  async #takeLeft(left: Had): Promise<void> {
    this.#left.splice(this.#left.indexOf(left), 1);
    if (left.offered.endsAt <= this.#parts.now()) this.#parts.journal.reached('ended offer sent');
    await this.#payBy(left);
  }

  /** Sends what must not be taken. */
  async #cheat(reader: Reader): Promise<void> {
    const { dice, journal } = this.#parts;
    const page = this.#page();
    const how = dice.pick(['amount', 'asset', 'foreign', 'other payer', 'other page'] as const);
    const other = this.#readers.find((one) => one !== reader) ?? reader;
    const payment = how === 'other payer' ? { token: other.token } : {};
    const of = how === 'foreign' ? rival : tenant;
    const asker = how === 'other payer' ? other : reader;
    const said = await this.#ask(asker, { ...page, payment }, { of });
    const by = dice.pick(['x402', 'mpp', 'consent'] as const);
    const offered = isRefusal(said) ? this.#offered(said, by, page) : undefined;
    if (offered === undefined) return;
    journal.reached('offer sent that is not theirs');
    const tampering: Tampering = how === 'amount' || how === 'asset' ? how : undefined;
    const url = how === 'other page' ? `${page.url}/2` : page.url;
    const again = paymentBy(offered, { token: reader.token, tampering, identifier: undefined });
    const visit = { ...page, url, payment: again, nonce: offered.nonce };
    await this.#ask(reader, visit, { isGood: false });
  }

  #offered(answer: GateRefusalAnswer, by: Offered['by'], { url, isOnce }: Page) {
    const offered = offeredBy(answer, by, url);
    if (offered !== undefined) this.offers.set(offered.nonce, { ...offered, isOnce });
    return offered;
  }

  #leave(reader: Reader, page: Page, answer: GateRefusalAnswer): void {
    const { dice } = this.#parts;
    const by = dice.pick(['x402', 'mpp', 'consent'] as const);
    const offered = this.#offered(answer, by, page);
    if (offered === undefined || this.#left.length >= LEFT_MAX) return;
    this.#left.push({ reader, offered, isOnce: page.isOnce });
  }

  /** One of the few that are paid once a day, or one of its own. */
  #page(): Page {
    const { dice } = this.#parts;
    this.#pages += 1;
    const isOnce = dice.chance(0.3);
    const name = isOnce ? `once/${dice.below(3)}` : `page/${this.#pages}`;
    return { isOnce, url: `https://news.example/${name}` };
  }

  #ask(
    { payer, token }: Reader,
    { url, isOnce, payment, nonce }: Asking,
    { of = tenant, isGood = true }: { readonly of?: string; readonly isGood?: boolean } = {},
  ): Promise<Said> {
    const hasToken = nonce !== undefined || payment.token === token;
    const visit: Visit = { tenant: of, payer, url, isOnce, payment, nonce, isGood, hasToken };
    return this.#site.visited(visit);
  }
}

type Page = Pick<Visit, 'url' | 'isOnce'>;

interface Asking extends Page {
  readonly payment: SentPayment;
  readonly nonce?: string;
}

const isRefusal = (said: Said): said is GateRefusalAnswer => typeof said === 'object';
