import type {
  CaptureEntry,
  HoldEntry,
  ReleaseEntry,
  SpendBlock,
  SpendEntry,
} from '../../../../core/spend/entry.ts';
import { entryId, spendLogId } from '../../../../core/spend/log-id.ts';
import { type SimulatedPayer, tenant } from '../stage.ts';

/** A hold of the gate, and what became of it, in the blocks of which numbers. */
export interface GateHeld {
  readonly id: string;
  readonly seq: number;
  readonly at: number;
  readonly entry: HoldEntry;
  readonly offer: NonNullable<HoldEntry['offer']>;
  /** Up to what was paid without asking when it was held. */
  readonly threshold: bigint;
  end: { readonly seq: number; readonly kind: 'capture' | 'release' } | undefined;
  capture: CaptureEntry | undefined;
  /** What a unit would have cost where it was given back. */
  costAtRelease: bigint | undefined;
}

/** The holds of the gate in a log. */
export function holdsOf(payer: SimulatedPayer, blocks: readonly SpendBlock[]): readonly GateHeld[] {
  const holds = new GateHolds(payer);
  for (const [place, { at, entries }] of blocks.entries()) {
    for (const [index, entry] of entries.entries()) {
      const seq = place + 1;
      const id = entryId({ log: spendLogId(tenant, payer.key), seq, index });
      holds.add(entry, { id, seq, at });
    }
  }
  return [...holds.all.values()];
}

const monthOf = ({ day }: HoldEntry): string => day.slice(0, 'YYYY-MM'.length);

/** The holds of a log, of a unit each, as its entries tell of them. */
class GateHolds {
  readonly all = new Map<string, GateHeld>();
  readonly #payer: SimulatedPayer;
  /** Captured, by month. */
  readonly #units = new Map<string, bigint>();
  #threshold = 0n;

  constructor(payer: SimulatedPayer) {
    this.#payer = payer;
  }

  add(entry: SpendEntry, place: Pick<GateHeld, 'seq' | 'at' | 'id'>): void {
    if (entry.kind === 'threshold') this.#threshold = entry.amount;
    if (entry.kind === 'hold') this.#hold(entry, place);
    if (entry.kind === 'capture' || entry.kind === 'release') this.#end(entry, place.seq);
  }

  #hold(entry: HoldEntry, place: Pick<GateHeld, 'seq' | 'at' | 'id'>): void {
    const { offer } = entry;
    if (offer === undefined) return;
    const open = { end: undefined, capture: undefined, costAtRelease: undefined };
    this.all.set(place.id, { ...place, entry, offer, threshold: this.#threshold, ...open });
  }

  #end(entry: CaptureEntry | ReleaseEntry, seq: number): void {
    const held = this.all.get(entry.hold);
    if (held === undefined) return;
    const month = monthOf(held.entry);
    const before = this.#units.get(month) ?? 0n;
    held.end = { seq, kind: entry.kind };
    if (entry.kind === 'release') {
      held.costAtRelease = this.#payer.gross(before + 1n) - this.#payer.gross(before);
      return;
    }
    held.capture = entry;
    this.#units.set(month, before + 1n);
  }
}
