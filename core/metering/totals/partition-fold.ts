import { invariant } from '../../kernel/invariant.ts';
import { millisecondsPer } from '../../kernel/timestamp.ts';
import { type BlockPlace, type Corrections, noCorrections } from '../corrections/corrections.ts';
import { informationalMeter, isInformational } from '../informational.ts';
import type { Meter } from '../meter.ts';
import { EventFields, type Reading, readingOf } from '../meter-reading.ts';
import { TallySum } from '../tally-sum.ts';
import type { IdentifiedEvent, UsageEvent } from '../usage-event.ts';
import type { HourTotals, SlotTally } from './totals.ts';

/** Totals that have seen nothing, under a version of the catalog. */
export const noTotals = (catalogVersion: number): HourTotals => ({
  catalogVersion,
  coverage: new Map(),
  tallies: [],
});

/** A slot that events were added to. */
interface OpenSlot {
  readonly place: SlotPlace;
  readonly sum: TallySum;
  readonly rounded: TallySum;
  roundedEvents: number;
  unreadable: number;
}

type SlotPlace = Omit<SlotTally, 'tally' | 'rounded' | 'unreadable'>;

/**
 * Folds events into the totals of one partition's hour. They come to cover, of each minute, the last block with an
 * event that a meter counts here: a function of the log and the catalog alone, so that totals folded at once are, to
 * the byte, those folded bit by bit.
 */
export class PartitionFold {
  readonly #base: HourTotals;
  readonly #meters: readonly Meter[];
  /** The same, made when the first informational event comes: most partitions never have one. */
  #informational: readonly Meter[] | undefined;
  /** Slots of the totals it began with, as long as nothing is added to them. */
  readonly #untouched: Map<string, SlotTally>;
  readonly #open = new Map<string, OpenSlot>();
  readonly #coverage: Map<number, number>;
  #isChanged = false;

  constructor(base: HourTotals, meters: readonly Meter[]) {
    this.#base = base;
    this.#meters = meters;
    this.#coverage = new Map(base.coverage);
    this.#untouched = new Map(base.tallies.map((slot) => [slotKey(slot), slot]));
  }

  /** Whether anything was counted that the totals it began with did not cover. */
  get isChanged(): boolean {
    return this.#isChanged;
  }

  /**
   * Adds an event of a block, unless the totals it began with cover that block. The blocks of one minute come in their
   * order. What corrections take out is not counted, and covered with what takes it out.
   */
  add(
    place: BlockPlace,
    identified: IdentifiedEvent,
    corrections: Corrections = noCorrections,
  ): void {
    if (place.seq <= (this.#base.coverage.get(place.minute) ?? 0)) return;
    const { reads, outBy, lastSeq } = corrections.corrected(place, identified);
    if (reads === undefined) return;
    const { event } = reads;
    const fields = new EventFields(event);
    for (const meter of this.#metersFor(event)) {
      const reading = readingOf(meter, reads, fields);
      if (reading === undefined) continue;
      this.#cover(place.minute, lastSeq);
      if (outBy !== undefined) continue;
      const { dimensions } = reading;
      const slot = { subject: event.subject, meter: meter.key, dimensions, slot: slotOf(event) };
      addReading(this.#opened(slot), reading);
    }
  }

  /** Informational events are counted under keys of their own, so that nothing that is billed has any of them. */
  #metersFor(event: UsageEvent): readonly Meter[] {
    if (!isInformational(event)) return this.#meters;
    this.#informational ??= this.#meters.map(informationalMeter);
    return this.#informational;
  }

  #cover(minute: number, seq: number): void {
    this.#isChanged = true;
    this.#coverage.set(minute, Math.max(seq, this.#coverage.get(minute) ?? 0));
  }

  /** The totals so far. */
  totals(): HourTotals {
    const changed = Array.from(
      this.#open.values(),
      ({ place, sum, rounded, roundedEvents, unreadable }): SlotTally => ({
        ...place,
        tally: sum.tally,
        ...(roundedEvents + unreadable === 0
          ? {}
          : { rounded: { tally: rounded.tally, events: roundedEvents } }),
        unreadable,
      }),
    );
    return {
      catalogVersion: this.#base.catalogVersion,
      coverage: this.#coverage,
      tallies: [...this.#untouched.values(), ...changed],
    };
  }

  #opened(place: SlotPlace): OpenSlot {
    const key = slotKey(place);
    let open = this.#open.get(key);
    if (open === undefined) {
      const before = this.#untouched.get(key);
      open = {
        place,
        sum: new TallySum(),
        rounded: new TallySum(),
        roundedEvents: before?.rounded?.events ?? 0,
        unreadable: before?.unreadable ?? 0,
      };
      if (before?.tally !== undefined) open.sum.add(before.tally);
      if (before?.rounded?.tally !== undefined) open.rounded.add(before.rounded.tally);
      this.#untouched.delete(key);
      this.#open.set(key, open);
    }
    return open;
  }
}

function addReading(open: OpenSlot, { tally, isRounded }: Reading): void {
  if (tally === undefined) {
    open.unreadable += 1;
  } else if (isRounded) {
    open.rounded.add(tally);
    open.roundedEvents += 1;
  } else {
    open.sum.add(tally);
  }
}

function slotOf(event: UsageEvent): SlotTally['slot'] {
  const slot = Math.floor((event.occurredAt % millisecondsPer.hour) / millisecondsPer.quarterHour);
  invariant(slot === 0 || slot === 1 || slot === 2 || slot === 3, 'events occur since 1970');
  return slot;
}

const slotKey = ({ subject, meter, dimensions, slot }: SlotPlace): string =>
  JSON.stringify([subject, meter, slot, ...dimensions]);
