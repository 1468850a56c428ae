import { type Nanos, nanosFrom, nanosOf } from '../../../core/kernel/money.ts';
import type { Dice } from '../dice.ts';
import type { Notes } from '../journal.ts';
import type { SepaState } from './states.ts';

/** A line of a statement, or of a report of what was rejected. */
export interface FakeEntry {
  readonly name: string;
  readonly kind: 'settled' | 'returned' | 'rejected';
  /** What it is about: the id of a batch, or an end-to-end id. */
  readonly of: string;
  readonly amount: Nanos;
  readonly on: string;
}

interface FakeDebit {
  readonly endToEndId: string;
  readonly batch: string;
  readonly amount: Nanos;
  state: 'pending' | 'settled' | 'returned' | 'rejected';
}

/** A bank: it takes files, each once, and says what became of them in statements. */
export class FakeBank {
  readonly debits = new Map<string, FakeDebit>();
  readonly entries: FakeEntry[] = [];
  readonly #batches = new Map<string, string>();
  readonly #dice: Dice;
  readonly #journal: Notes<SepaState>;

  constructor(dice: Dice, journal: Notes<SepaState>) {
    this.#dice = dice;
    this.#journal = journal;
  }

  /** What the account has of direct debits. */
  get balance(): bigint {
    const signs = { settled: 1n, returned: -1n, rejected: 0n };
    return this.entries.reduce((sum, { kind, amount }) => sum + signs[kind] * amount, 0n);
  }

  /** A file of the same id is the same file. */
  take(file: string): void {
    const [, id = ''] = /<MsgId>(.+?)<\/MsgId>/.exec(file) ?? [];
    const [, day = ''] = /<ReqdColltnDt>(.+?)<\/ReqdColltnDt>/.exec(file) ?? [];
    if (this.#batches.has(id)) {
      this.#journal.reached('file twice');
      return;
    }
    this.#batches.set(id, day);
    const found = file.matchAll(
      /<EndToEndId>(.+?)<\/EndToEndId>[\s\S]*?<InstdAmt Ccy="EUR">(.+?)</g,
    );
    for (const [, endToEndId = '', amount = ''] of found) {
      const nanos = nanosFrom(amount) ?? nanosOf(0n);
      this.debits.set(endToEndId, { endToEndId, batch: id, amount: nanos, state: 'pending' });
    }
  }

  has(batch: string): boolean {
    return this.#batches.has(batch);
  }

  /** What of the files is due by a day is decided; some of what has come goes back. */
  decide(today: string): void {
    for (const [batch, day] of this.#batches) {
      const pending = this.#of(batch, 'pending');
      if (day > today || pending.length === 0) continue;
      this.#settle(batch, pending, today);
    }
    for (const debit of this.debits.values()) {
      if (debit.state !== 'settled' || !this.#dice.chance(0.3)) continue;
      debit.state = 'returned';
      this.#say('returned', debit.endToEndId, { amount: debit.amount, on: today });
      this.#journal.reached('money back');
    }
  }

  #settle(batch: string, pending: readonly FakeDebit[], on: string): void {
    const kept = pending.filter((debit) => {
      if (!this.#dice.chance(0.2)) return true;
      debit.state = 'rejected';
      this.#say('rejected', debit.endToEndId, { amount: debit.amount, on });
      this.#journal.reached('debit rejected');
      return false;
    });
    for (const debit of kept) debit.state = 'settled';
    if (kept.length > 0 && this.#dice.chance(0.6)) {
      const sum = kept.reduce<bigint>((all, { amount }) => all + amount, 0n);
      this.#say('settled', batch, { amount: nanosOf(sum), on });
      this.#journal.reached('credited in one');
      return;
    }
    for (const { endToEndId, amount } of kept) {
      this.#say('settled', endToEndId, { amount, on });
      this.#journal.reached('credited one by one');
    }
  }

  #of(batch: string, state: FakeDebit['state']): FakeDebit[] {
    return [...this.debits.values()].filter((one) => one.batch === batch && one.state === state);
  }

  #say(kind: FakeEntry['kind'], of: string, more: Pick<FakeEntry, 'amount' | 'on'>): void {
    this.entries.push({ name: `entry-${this.entries.length + 1}`, kind, of, ...more });
  }
}
