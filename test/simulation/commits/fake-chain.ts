import type { PayoutCommit } from '../../../core/payouts/chain/commit.ts';
import { callDataOf } from '../../../core/payouts/chain/commit.ts';
import type { FakeContract } from '../../fakes/payout-contract.ts';
import { Reverted } from '../../fakes/payout-contract.ts';
import type { Dice } from '../dice.ts';
import type { Notes } from '../journal.ts';
import type { CommitSimState } from './states.ts';

/** What somebody has signed. */
interface Signed {
  readonly kind: 'commit' | 'claim';
  readonly data: string;
}

/** Signers, and the chain on which their transactions get into blocks: at any time, in any order, and again. */
export class FakeChain {
  readonly #contract: FakeContract;
  readonly #dice: Dice;
  readonly #journal: Notes<CommitSimState>;
  #waiting: Signed[] = [];
  /** Since the last final block. */
  #included: Signed[] = [];
  /** What signers were given for each epoch. */
  readonly given = new Map<number, Set<string>>();

  constructor(contract: FakeContract, dice: Dice, journal: Notes<CommitSimState>) {
    this.#contract = contract;
    this.#dice = dice;
    this.#journal = journal;
  }

  /** A signer takes what is there to be signed, and sends it. */
  sign(commit: PayoutCommit): void {
    const data = callDataOf(commit);
    const before = this.given.get(commit.epoch) ?? new Set();
    if (before.has(data)) this.#journal.reached('signed twice');
    this.given.set(commit.epoch, before.add(data));
    if (this.#dice.chance(0.8)) this.fund(commit.total);
    this.#waiting.push({ kind: 'commit', data });
  }

  /** Somebody sends what is missing of a total, and no more. */
  fund(total: bigint): void {
    const { funds, paid } = this.#contract.latest;
    if (total > funds + paid) this.#contract.fund(total - funds - paid);
  }

  claim(data: string): void {
    this.#waiting.push({ kind: 'claim', data });
  }

  /** Blocks are made of what waits, some are replaced, and some become final. */
  go(): void {
    for (const signed of this.#dice.shuffled(this.#waiting)) {
      if (!this.#dice.chance(0.7)) continue;
      this.#waiting = this.#waiting.filter((one) => one !== signed);
      this.#include(signed);
    }
    if (this.#dice.chance(0.25)) this.#replace();
    if (this.#contract.latest.epoch > this.#contract.final.epoch) {
      this.#journal.reached('seen early');
    }
    if (!this.#dice.chance(0.4)) return;
    this.#contract.finalize();
    this.#included = [];
  }

  /** All that waits is in blocks that are final. */
  settle(): void {
    for (const signed of this.#waiting) this.#include(signed);
    this.#waiting = [];
    this.#included = [];
    this.#contract.finalize();
  }

  #include(signed: Signed): void {
    try {
      if (signed.kind === 'commit') this.#contract.commit(signed.data);
      else this.#claim(signed.data);
      this.#included.push(signed);
    } catch (error) {
      if (!(error instanceof Reverted)) throw error;
      this.#refused(signed, error.message);
    }
  }

  #claim(data: string): void {
    const { latest, final } = this.#contract;
    this.#contract.claim(data);
    if (latest.root !== final.root) this.#journal.reached('claimed early');
  }

  #refused({ kind }: Signed, why: string): void {
    this.#journal.note(() => `the chain refuses a ${kind}: ${why}`);
    if (why === 'Unfunded') this.#journal.reached('unfunded');
    if (why === 'EpochOutOfTurn') this.#journal.reached('sent late');
    if (why === 'NotInRoot') this.#journal.reached('claimed late');
  }

  /** Who sent what was in them sends it again. */
  #replace(): void {
    const before = this.#contract.latest.epoch;
    this.#contract.reorganize(this.#dice.between(1, 4));
    this.#journal.reached('block replaced');
    if (this.#contract.latest.epoch < before) this.#journal.reached('commit replaced');
    this.#waiting.push(...this.#included);
    this.#included = [];
  }
}
