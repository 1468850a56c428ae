import type { keptPlaces } from '../contract/payers/shapes.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import type { HeldPlace } from './ports.ts';

/** What an erasure takes away, or would. */
interface ErasedRecords {
  readonly place: HeldPlace | 'salts' | 'openings';
  readonly records: number;
}

/** Something that stays. */
export interface KeptRecords {
  readonly what: KeptPlace;
  /** Undefined where it stays for good. */
  readonly until: Timestamp | undefined;
  readonly reason: string;
}

type KeptPlace = (typeof keptPlaces)[number];

/** What came of an erasure, or what would. */
export interface Erasure {
  readonly erased: readonly ErasedRecords[];
  readonly kept: readonly KeptRecords[];
  /** From when on another erasure takes what this one had to leave; undefined where it left nothing that one would. */
  readonly again: Timestamp | undefined;
}
