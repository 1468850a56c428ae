import type { Meter } from '../meter.ts';
import { TallySum } from '../tally-sum.ts';
import { currentReading, type SlotTally, slotAsRead } from '../totals/totals.ts';

interface LevelSum {
  readonly slot: SlotTally;
  readonly sum: TallySum;
}

/** What meters have added up, by subject and dimension values, whenever it was. */
export class LevelSums {
  readonly #meters: ReadonlySet<string>;
  readonly #sums = new Map<string, LevelSum>();

  constructor(meters: readonly Meter[], tallies: readonly SlotTally[] = []) {
    this.#meters = new Set(meters.map(({ key }) => key));
    this.addAll(tallies);
  }

  addAll(slots: readonly SlotTally[]): void {
    for (const kept of slots) {
      const slot = slotAsRead(kept, currentReading);
      if (slot.tally === undefined || !this.#meters.has(slot.meter)) continue;
      const key = JSON.stringify([slot.subject, slot.meter, ...slot.dimensions]);
      const known = this.#sums.get(key) ?? { slot, sum: new TallySum() };
      known.sum.add(slot.tally);
      this.#sums.set(key, known);
    }
  }

  /** Of no slot any more. */
  tallies(): SlotTally[] {
    return [...this.#sums.values()].map(({ slot: { subject, meter, dimensions }, sum }) => ({
      subject,
      meter,
      dimensions,
      slot: 0,
      tally: sum.tally,
      unreadable: 0,
    }));
  }
}
