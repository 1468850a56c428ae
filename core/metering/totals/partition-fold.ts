import { invariant } from '../../kernel/invariant.ts';
import { millisecondsPer } from '../../kernel/timestamp.ts';
import type { Meter } from '../meter.ts';
import { EventFields, readingOf } from '../meter-reading.ts';
import { merged, type Tally } from '../tally.ts';
import type { UsageEvent } from '../usage-event.ts';
import type { HourTotals, SlotTally } from './totals.ts';

/** Totals that have seen nothing, under a version of the catalog. */
export const noTotals = (catalogVersion: number): HourTotals => ({
  catalogVersion,
  coverage: new Map(),
  tallies: [],
});

/**
 * Folds events into the totals of one partition's hour. They come to cover, of each minute, the last block with an
 * event that a meter counts here: a function of the log and the catalog alone, so that totals folded at once are, to
 * the byte, those folded bit by bit.
 */
export class PartitionFold {
  readonly #base: HourTotals;
  readonly #meters: readonly Meter[];
  readonly #slots: Map<string, SlotTally>;
  readonly #coverage: Map<number, number>;
  #isChanged = false;

  constructor(base: HourTotals, meters: readonly Meter[]) {
    this.#base = base;
    this.#meters = meters;
    this.#coverage = new Map(base.coverage);
    this.#slots = new Map(base.tallies.map((slot) => [slotKey(slot), ownCopyOf(slot)]));
  }

  /** Whether anything was counted that the totals it began with did not cover. */
  get isChanged(): boolean {
    return this.#isChanged;
  }

  /**
   * Adds an event of block `seq` of a minute, unless the totals it began with cover that block. The blocks of one
   * minute come in their order.
   */
  add(
    place: { readonly minute: number; readonly seq: number },
    event: UsageEvent,
    identity: Uint8Array,
  ): void {
    if (place.seq <= (this.#base.coverage.get(place.minute) ?? 0)) return;
    const fields = new EventFields(event);
    for (const meter of this.#meters) {
      const reading = readingOf(meter, { event, identity, fields });
      if (reading === undefined) continue;
      const { dimensions, tally } = reading;
      const slot = { subject: event.subject, meter: meter.key, dimensions, slot: slotOf(event) };
      const key = slotKey(slot);
      const before = this.#slots.get(key);
      this.#slots.set(key, {
        ...slot,
        tally: bothOf(before?.tally, tally),
        unreadable: (before?.unreadable ?? 0) + (tally === undefined ? 1 : 0),
      });
      this.#coverage.set(place.minute, place.seq);
      this.#isChanged = true;
    }
  }

  /** The totals so far. */
  totals(): HourTotals {
    return {
      catalogVersion: this.#base.catalogVersion,
      coverage: this.#coverage,
      tallies: [...this.#slots.values()],
    };
  }
}

function bothOf(a: Tally | undefined, b: Tally | undefined): Tally | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  if (a.kind !== 'unique_count' || b.kind !== 'unique_count') return merged(a, b);
  // A new set per event would make a slot of n members cost n². This fold made `a` for itself.
  for (const member of b.members) (a.members as Set<string>).add(member);
  return a;
}

const ownCopyOf = (slot: SlotTally): SlotTally =>
  slot.tally?.kind === 'unique_count'
    ? { ...slot, tally: { kind: 'unique_count', members: new Set(slot.tally.members) } }
    : slot;

function slotOf(event: UsageEvent): SlotTally['slot'] {
  const slot = Math.floor((event.occurredAt % millisecondsPer.hour) / millisecondsPer.quarterHour);
  invariant(slot === 0 || slot === 1 || slot === 2 || slot === 3, 'events occur since 1970');
  return slot;
}

const slotKey = ({
  subject,
  meter,
  dimensions,
  slot,
}: Pick<SlotTally, 'subject' | 'meter' | 'dimensions' | 'slot'>): string =>
  JSON.stringify([subject, meter, slot, ...dimensions]);
