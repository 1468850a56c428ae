import { type Nanos, nanosFrom, nanosOf } from '../../../core/kernel/money.ts';
import type { Dice } from '../dice.ts';
import type { Notes } from '../journal.ts';
import type { PayoutSimState } from './states.ts';

/** A line of a statement, or of a report of what was rejected. */
export interface FakeEntry {
  readonly name: string;
  readonly kind: 'settled' | 'returned';
  /** What payments of a file are called together, or the reference of a payout. */
  readonly of: string;
  readonly amount: Nanos;
  readonly on: string;
  /** What it does to the account. */
  readonly moved: bigint;
}

/** A payment that the bank was asked for. */
export interface FakeTransfer {
  readonly reference: string;
  readonly batch: string;
  readonly holder: string;
  readonly iban: string;
  readonly amount: Nanos;
  state: 'pending' | 'settled' | 'returned' | 'rejected';
}

/** A bank: it takes files, each once, pays, and says what became of it in statements. */
export class FakeBank {
  readonly transfers: FakeTransfer[] = [];
  readonly entries: FakeEntry[] = [];
  readonly #files = new Set<string>();
  readonly #dice: Dice;
  readonly #journal: Notes<PayoutSimState>;

  constructor(dice: Dice, journal: Notes<PayoutSimState>) {
    this.#dice = dice;
    this.#journal = journal;
  }

  /** What the account has of payouts. */
  get balance(): bigint {
    return this.entries.reduce((sum, { moved }) => sum + moved, 0n);
  }

  has(run: string): boolean {
    return this.#files.has(run);
  }

  /** What a payee has got, or is getting. */
  paidTo(holder: string): bigint {
    return this.transfers
      .filter((one) => one.holder === holder)
      .filter(({ state }) => state === 'pending' || state === 'settled')
      .reduce((sum, { amount }) => sum + amount, 0n);
  }

  /** A file of the same id is the same file. */
  take(file: string): void {
    const [, id = ''] = /<MsgId>(.+?)<\/MsgId>/.exec(file) ?? [];
    if (this.#files.has(id)) {
      this.#journal.reached('file twice');
      return;
    }
    this.#files.add(id);
    const found = file.matchAll(
      /<EndToEndId>(.+?)<[\s\S]*?<InstdAmt Ccy="EUR">(.+?)<[\s\S]*?<Nm>(.+?)<[\s\S]*?<IBAN>(.+?)</g,
    );
    for (const [, reference = '', amount = '', holder = '', iban = ''] of found) {
      this.transfers.push({
        ...{ reference, batch: `${id}-EUR`, holder, iban, state: 'pending' },
        amount: nanosFrom(amount) ?? nanosOf(0n),
      });
    }
  }

  /** What was asked for is decided; some of what was paid comes back. */
  decide(on: string): void {
    for (const batch of new Set(this.transfers.map((one) => one.batch))) this.#pay(batch, on);
    for (const transfer of this.transfers) {
      if (transfer.state !== 'settled' || !this.#dice.chance(0.15)) continue;
      transfer.state = 'returned';
      const { reference: of, amount } = transfer;
      this.#say({ kind: 'returned', of, amount, on, moved: amount });
      this.#journal.reached('payout came back');
    }
  }

  #pay(batch: string, on: string): void {
    const pending = this.transfers.filter((one) => one.batch === batch && one.state === 'pending');
    const paid = pending.filter((transfer) => {
      if (!this.#dice.chance(0.15)) return true;
      transfer.state = 'rejected';
      const { reference: of, amount } = transfer;
      this.#say({ kind: 'returned', of, amount, on, moved: 0n });
      this.#journal.reached('payout rejected');
      return false;
    });
    for (const transfer of paid) transfer.state = 'settled';
    if (paid.length > 0 && this.#dice.chance(0.5)) {
      const sum = nanosOf(paid.reduce((all, { amount }) => all + amount, 0n));
      this.#say({ kind: 'settled', of: batch, amount: sum, on, moved: -sum });
      this.#journal.reached('debited in one');
      return;
    }
    for (const { reference: of, amount } of paid) {
      this.#say({ kind: 'settled', of, amount, on, moved: -amount });
      this.#journal.reached('debited one by one');
    }
  }

  #say(entry: Omit<FakeEntry, 'name'>): void {
    this.entries.push({ name: `entry-${this.entries.length + 1}`, ...entry });
  }
}
