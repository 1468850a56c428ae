import { partitionOf } from '../log/log-key.ts';
import type { Coverage } from '../totals/coverage.ts';
import type { IdentifiedEvent, UsageEvent } from '../usage-event.ts';
import { type CorrectionEntry, correctionIn } from './correction-entry.ts';

/** Where a block is, in the logs of a shard. */
export interface BlockPlace {
  readonly minute: number;
  readonly seq: number;
}

/** An event as corrections have it. */
export interface CorrectedEvent {
  /** What meters read; undefined of what says only that another does not count. */
  readonly reads: IdentifiedEvent | undefined;
  /** The correction by which it does not count; undefined where it counts. */
  readonly outBy: string | undefined;
  /** The last block of its minute that says anything about it. */
  readonly lastSeq: number;
}

interface PlacedEntry {
  readonly entry: CorrectionEntry;
  readonly seq: number;
}

/**
 * The corrections of some logs, and what each makes of events. Of several corrections of an event the first one of the
 * log that was not taken back counts: so what counts is decided by the log alone. An event and what corrects it are in
 * one log, as they have one subject and one time.
 */
export class Corrections {
  readonly #ofEvents = new Map<string, PlacedEntry[]>();
  /** Those that put other content in the place of an event: that can be corrected in turn. */
  readonly #amendments = new Map<string, CorrectionEntry>();
  readonly #last = new Map<number, Map<number, number>>();
  #count = 0;

  /** How many there are. */
  get count(): number {
    return this.#count;
  }

  /** Takes up an event if it corrects another; the blocks of one minute come in their order. */
  add({ minute, seq }: BlockPlace, event: UsageEvent): void {
    const entry = correctionIn(event);
    if (entry === undefined) return;
    this.#count += 1;
    const { subject } = event;
    const key = keyOf(minute, subject, entry.of);
    if (entry.kind === 'amend') this.#amendments.set(keyOf(minute, subject, event), entry);
    const known = this.#ofEvents.get(key) ?? [];
    known.push({ entry, seq });
    this.#ofEvents.set(key, known);
    const partition = partitionOf(subject);
    const last = this.#last.get(partition) ?? new Map<number, number>();
    last.set(minute, Math.max(seq, last.get(minute) ?? 0));
    this.#last.set(partition, last);
  }

  /** Whether a partition has corrections in blocks that are not covered. */
  isPast(coverage: Coverage, partition: number): boolean {
    return [...(this.#last.get(partition) ?? [])].some(
      ([minute, seq]) => seq > (coverage.get(minute) ?? 0),
    );
  }

  /** An event of a block as all that is known makes it. */
  corrected({ minute, seq }: BlockPlace, identified: IdentifiedEvent): CorrectedEvent {
    const own = correctionIn(identified.event);
    if (own === undefined && this.#count === 0) {
      return { reads: identified, outBy: undefined, lastSeq: seq };
    }
    const { subject } = identified.event;
    const about = this.#ofEvents.get(keyOf(minute, subject, identified.event)) ?? [];
    const outBy = standing(about)?.correction;
    const lastSeq = lastOf(about, seq);
    if (own === undefined) return { reads: identified, outBy, lastSeq };
    if (own.amendment === undefined) return { reads: undefined, outBy: undefined, lastSeq: seq };
    const force = this.#forceOf({ minute, subject, own, lastSeq });
    return {
      reads: amended(identified, own.amendment),
      outBy: force.isInForce ? outBy : own.correction,
      lastSeq: force.lastSeq,
    };
  }

  /** Of an amendment that amends what another put there, that one has to be in force, too. */
  #forceOf({
    minute,
    subject,
    own,
    lastSeq,
  }: {
    readonly minute: number;
    readonly subject: string;
    readonly own: CorrectionEntry;
    readonly lastSeq: number;
  }): { readonly isInForce: boolean; readonly lastSeq: number } {
    let isInForce = true;
    let last = lastSeq;
    for (let entry: CorrectionEntry | undefined = own; entry !== undefined; ) {
      const key = keyOf(minute, subject, entry.of);
      const beside = this.#ofEvents.get(key) ?? [];
      isInForce = isInForce && standing(beside)?.correction === entry.correction;
      last = lastOf(beside, last);
      entry = this.#amendments.get(key);
    }
    return { isInForce, lastSeq: last };
  }
}

/** The first that was not taken back. */
function standing(about: readonly PlacedEntry[]): CorrectionEntry | undefined {
  if (about.length === 0) return undefined;
  const takenBack = new Set(
    about.flatMap(({ entry: { kind, correction } }) => (kind === 'restore' ? [correction] : [])),
  );
  // Who reads a log from its end has its blocks the other way round.
  const [first] = about
    .filter(({ entry: { kind, correction } }) => kind !== 'restore' && !takenBack.has(correction))
    .sort((a, b) => a.seq - b.seq);
  return first?.entry;
}

const lastOf = (about: readonly PlacedEntry[], seq: number): number =>
  about.reduce((last, one) => Math.max(last, one.seq), seq);

/** What an amendment says, under the identity of the entry that amends. */
const amended = (
  identified: IdentifiedEvent,
  { type, data }: NonNullable<CorrectionEntry['amendment']>,
): IdentifiedEvent => ({
  event: { ...identified.event, type, data },
  get identity() {
    return identified.identity;
  },
});

/** Logs of other shards may have an event of the same name, of another subject. */
const keyOf = (
  minute: number,
  subject: string,
  { source, id }: { readonly source: string; readonly id: string },
): string => JSON.stringify([minute, subject, source, id]);

/** Nothing is corrected. */
export const noCorrections = new Corrections();
