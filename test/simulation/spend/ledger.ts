import type { Timestamp } from '../../../core/kernel/timestamp.ts';
import type {
  Budget,
  PassUnits,
  PassUse,
  SpendBlock,
  SpendEntry,
} from '../../../core/spend/entry.ts';
import { entryId, spendLogId } from '../../../core/spend/log-id.ts';
import type { Violation } from '../journal.ts';
import { dayOf, type Held, hardBudgets, isInWindow } from './ledger-days.ts';
import { lessOf, PlainPasses, toldOf } from './plain-passes.ts';
import { type SimulatedPayer, tenant, unitsOf } from './stage.ts';

type Fault = Omit<Violation, 'about'>;
/** A payer's log, reckoned once more in the plainest way: whole units, one price, all of it looked at each time. */
export class Ledger {
  readonly #payer: SimulatedPayer;
  /** Units captured, by the day of their hold. */
  #days = new Map<string, bigint>();
  /** What captures of a day were charged. */
  #gross = new Map<string, bigint>();
  #holds = new Map<string, Held>();
  #passes = new PlainPasses();
  #budgets = new Map<string, Budget>();
  #granted = 0n;
  #hasWallet = false;
  #hasEndingGrant = false;
  #walletUsed = 0n;
  #at = 0;

  constructor(payer: SimulatedPayer) {
    this.#payer = payer;
  }

  copy(): Ledger {
    const copy = new Ledger(this.#payer);
    copy.#days = new Map(this.#days);
    copy.#gross = new Map(this.#gross);
    copy.#holds = new Map([...this.#holds].map(([id, one]) => [id, { ...one }]));
    copy.#passes = this.#passes.copy();
    copy.#budgets = new Map(this.#budgets);
    copy.#granted = this.#granted;
    copy.#hasWallet = this.#hasWallet;
    copy.#hasEndingGrant = this.#hasEndingGrant;
    copy.#walletUsed = this.#walletUsed;
    copy.#at = this.#at;
    return copy;
  }

  /** Adds a block, and says what of it may not be. */
  add(
    block: SpendBlock,
    seq: number,
    toldAt: (key: string) => Timestamp | undefined,
  ): Fault | undefined {
    if (block.at < this.#at) return { rule: 'time goes on', detail: `block ${seq}` };
    this.#at = block.at;
    for (const [index, entry] of block.entries.entries()) {
      const id = entryId({ log: spendLogId(tenant, this.#payer.key), seq, index });
      const wrong = this.#entry(entry, id, toldAt);
      if (wrong !== undefined) return { ...wrong, detail: `${wrong.detail} (${id})` };
    }
    return undefined;
  }

  openHolds(): readonly string[] {
    return [...this.#holds.values()].filter((one) => !one.hasEnded).map(({ id }) => id);
  }

  captured(): ReadonlyMap<string, bigint> {
    return this.#days;
  }

  /** Whether so much more fits, as the payer's other usage was known at `toldAt`; false where this cannot tell. */
  fits(units: bigint, at: number, toldAt: Timestamp): boolean {
    const now = Math.max(at, this.#at);
    const day = dayOf(now);
    const held = this.#heldAt(now);
    const holds = [...held, { day, units }];
    // What is held of other windows can make it dearer, and what ends may have ended: neither is reckoned here.
    const isOfOneDay = held.every((one) => one.day === day);
    if (!isOfOneDay || this.#hasEndingGrant || this.#passes.size > 0) return false;
    const isOver = (budget: Budget): boolean => {
      const inWindow = (one: string): boolean => isInWindow(budget.every, day, one);
      const own = holds.filter((one) => inWindow(one.day));
      if (budget.limit.of === 'units') {
        const used = this.#unitsIn(inWindow) + own.reduce((sum, one) => sum + one.units, 0n);
        return used + this.#payer.ungatedUnits(toldAt, inWindow) > unitsOf(budget.limit.units);
      }
      const outside = this.#payer.gross(this.#payer.ungatedUnits(toldAt, inWindow));
      const most = this.#mostOf(own, toldAt);
      return this.#grossIn(inWindow) + outside + most > budget.limit.amount;
    };
    if ([...this.#budgets.values()].some((budget) => budget.hard && isOver(budget))) return false;
    if (!this.#hasWallet) return true;
    const all = this.#payer.gross(this.#payer.ungatedUnits(toldAt, () => true));
    return this.#granted - this.#walletUsed - all - this.#mostOf(holds, toldAt) >= 0n;
  }

  #heldAt(now: number): readonly Held[] {
    return [...this.#holds.values()].filter((one) => !one.hasEnded && now < one.endsAt);
  }

  #unitsIn(isWanted: (day: string) => boolean): bigint {
    return [...this.#days].reduce((sum, [day, units]) => (isWanted(day) ? sum + units : sum), 0n);
  }

  #grossIn(isWanted: (day: string) => boolean): bigint {
    return [...this.#gross].reduce((sum, [day, gross]) => (isWanted(day) ? sum + gross : sum), 0n);
  }

  #ofMonth(day: string): bigint {
    return this.#unitsIn((other) => other.slice(0, 7) === day.slice(0, 7));
  }

  /** The most that holds can come to: by each number of their units that may be captured. */
  #mostOf(holds: readonly Pick<Held, 'day' | 'units'>[], toldAt: Timestamp): bigint {
    let sum = 0n;
    const months = new Map<string, bigint>();
    for (const { day, units } of holds) {
      const month = day.slice(0, 7);
      months.set(month, (months.get(month) ?? 0n) + units);
    }
    for (const [month, units] of months) {
      const outside = this.#payer.ungatedUnits(toldAt, (day) => day.startsWith(month));
      const base = this.#ofMonth(`${month}-01`) + outside;
      let most = 0n;
      for (let more = 1n; more <= units; more += 1n) {
        const rise = this.#payer.gross(base + more) - this.#payer.gross(base);
        if (rise > most) most = rise;
      }
      sum += most;
    }
    return sum;
  }

  #entry(
    entry: SpendEntry,
    id: string,
    toldAt: (key: string) => Timestamp | undefined,
  ): Fault | undefined {
    switch (entry.kind) {
      case 'charge':
        return this.#charge(entry, toldAt(entry.key));
      case 'hold': {
        const { day, endsAt, quantity } = entry;
        const units = unitsOf(quantity);
        const { passes = [] } = entry;
        this.#holds.set(id, { id, day, endsAt, units, hasEnded: false, passes });
        return this.#heldOfPasses(passes) ?? this.#bounded(day, toldOf(entry, toldAt(entry.key)));
      }
      case 'capture':
        return this.#capture(entry, toldAt(entry.key));
      case 'release':
        return this.#without(entry.hold);
      case 'end': {
        const held = this.#holds.get(entry.hold);
        if (held === undefined || held.endsAt > this.#at) {
          return { rule: 'a hold ends when it does', detail: entry.hold };
        }
        held.hasEnded = true;
        return undefined;
      }
      case 'budget':
        this.#budgets.set(entry.budget.key, entry.budget);
        return undefined;
      case 'budget-removal':
        this.#budgets.delete(entry.budget);
        return undefined;
      case 'grant':
        this.#hasWallet = true;
        this.#hasEndingGrant ||= entry.endsAt !== undefined;
        this.#granted += entry.amount;
        return undefined;
      case 'withdrawal':
        // What a pass cost was spent when it was bought.
        if (!entry.of.includes('~')) this.#granted -= entry.amount;
        return undefined;
      case 'pass':
        return this.#buy(entry, id, toldAt(entry.key));
      case 'token':
      case 'token-removal':
      case 'threshold':
      case 'refill':
      case 'low':
      case 'low-told':
      case 'refill-end':
        return undefined;
    }
  }

  #buy(
    { pass, day }: Extract<SpendEntry, { readonly kind: 'pass' }>,
    id: string,
    toldAt: Timestamp | undefined,
  ): Fault | undefined {
    this.#passes.buy(id, pass);
    this.#gross.set(day, (this.#gross.get(day) ?? 0n) + pass.price);
    this.#walletUsed += pass.price;
    return this.#bounded(day, toldAt, 'money');
  }

  #heldOfPasses(asked: readonly PassUnits[]): Fault | undefined {
    const held = this.#heldAt(this.#at).flatMap(({ passes }) => passes);
    return this.#passes.fault({ held, asked, at: this.#at });
  }

  #charge(
    entry: Extract<SpendEntry, { readonly kind: 'charge' }>,
    toldAt: Timestamp | undefined,
  ): Fault | undefined {
    const { day, quantity } = entry;
    if (day !== dayOf(this.#at)) return { rule: 'a charge counts on its day', detail: day };
    const asked = entry.byPass?.parts ?? [];
    return (
      this.#taken(day, quantity, entry) ??
      this.#heldOfPasses(asked) ??
      this.#bounded(day, toldOf(entry, toldAt))
    );
  }

  #capture(
    entry: Extract<SpendEntry, { readonly kind: 'capture' }>,
    toldAt: Timestamp | undefined,
  ): Fault | undefined {
    const held = this.#holds.get(entry.hold);
    const units = unitsOf(entry.quantity);
    if (held === undefined) return { rule: 'a hold ends once', detail: entry.hold };
    if (units > held.units) return { rule: 'no more is captured than held', detail: entry.hold };
    held.units -= units;
    held.passes = lessOf(held.passes, entry.byPass?.parts ?? [], held.units);
    const wasOpen = !held.hasEnded && this.#at < held.endsAt;
    if (entry.kept !== true) this.#holds.delete(entry.hold);
    const wrong = this.#taken(held.day, entry.quantity, entry) ?? this.#heldOfPasses([]);
    // Usage besides, that was told of after the hold, takes nothing from it.
    return wrong ?? this.#bounded(held.day, wasOpen ? undefined : toldOf(entry, toldAt));
  }

  #without(id: string): Fault | undefined {
    return this.#holds.delete(id) ? undefined : { rule: 'a hold ends once', detail: id };
  }

  #taken(
    day: string,
    quantity: bigint,
    { net, tax, byPass }: { readonly net: bigint; readonly tax: bigint; readonly byPass?: PassUse },
  ): Fault | undefined {
    const before = this.#ofMonth(day);
    const units = unitsOf(quantity);
    const cost = this.#payer.gross(before + units) - this.#payer.gross(before);
    this.#days.set(day, (this.#days.get(day) ?? 0n) + units);
    this.#gross.set(day, (this.#gross.get(day) ?? 0n) + net + tax);
    if (this.#hasWallet) this.#walletUsed += net + tax;
    const wrong = this.#passes.use(byPass);
    if (wrong !== undefined) return wrong;
    if (net + tax + (byPass === undefined ? 0n : byPass.net + byPass.tax) === cost)
      return undefined;
    const detail = `${units} units after ${before} of ${this.#payer.price.name} cost ${cost}, charged ${net} + ${tax}`;
    return { rule: 'captures add up to what all of them costs', detail };
  }

  /** Nothing that is bounded is exceeded, in the window of a day. */
  #bounded(day: string, toldAt: Timestamp | undefined, of?: 'money'): Fault | undefined {
    const held = this.#heldAt(this.#at);
    for (const budget of hardBudgets(this.#budgets, of)) {
      const inWindow = (one: string): boolean => isInWindow(budget.every, day, one);
      const own = held.filter((one) => inWindow(one.day));
      const { limit } = budget;
      const outside = toldAt === undefined ? 0n : this.#payer.ungatedUnits(toldAt, inWindow);
      const [used, most] =
        limit.of === 'units'
          ? [
              this.#unitsIn(inWindow) + outside + own.reduce((sum, one) => sum + one.units, 0n),
              unitsOf(limit.units),
            ]
          : [
              this.#grossIn(inWindow) + this.#payer.gross(outside) + this.#rise(own),
              limit.amount as bigint,
            ];
      if (used > most) {
        const detail = `${budget.key} of ${this.#payer.key}: ${used} of ${most}`;
        return { rule: 'no budget is exceeded', detail };
      }
    }
    if (this.#hasWallet && this.#walletUsed > this.#granted) {
      const detail = `${this.#walletUsed} of ${this.#granted} of ${this.#payer.key}`;
      return { rule: 'no wallet is below nothing', detail };
    }
    return undefined;
  }

  #rise(holds: readonly Held[]): bigint {
    // What is held of passes costs nothing, and moves what the rest may cost: only what is captured is reckoned then.
    if (this.#passes.size > 0) return 0n;
    return this.#mostOf(holds, 0 as Timestamp);
  }
}
