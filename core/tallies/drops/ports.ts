import type { DropManifest } from '../../contract/drops/manifest.ts';
import type { DropFaultAnswer } from '../../contract/drops/shapes.ts';
import type { PutOutcome } from '../../kernel/log.ts';
import type { Timestamp } from '../../kernel/timestamp.ts';

/** A manifest that was put into the bucket, below the folder of its tenant. */
export interface DropPlace {
  readonly tenant: string;
  readonly name: string;
}

/** Why a drop, a file of it, or a row of that is not taken. */
export type DropFault = DropFaultAnswer;

/** Days of a type that follow one another, as first and last. */
export interface TallyDays {
  readonly type: string;
  readonly first: string;
  readonly last: string;
}

/** What the files of a drop were found to be, all of them being right. */
export interface CheckedFiles {
  /** By what rows were judged, and are ever after: a version of the meters. The instant is when the drop was seen. */
  readonly catalog: number;
  /** Of each file in the order of the manifest, which of its versions was read. */
  readonly versions: readonly string[];
  readonly rows: number;
  readonly days: readonly TallyDays[];
  /** How many different days these are. */
  readonly dayCount: number;
  /** What each column that was added up comes to: decimals. */
  readonly sums: Readonly<Record<string, string>>;
}

/** What became of rows. */
export interface DropCounts {
  readonly accepted: number;
  /** Those that were there as they are. */
  readonly repeated: number;
  /** Those that another one contradicts. */
  readonly refused: number;
}

/** A drop, as it is kept. What it has written is in the usage log, with its stamp. */
export interface DropRecord {
  /** Sorts the last first. */
  readonly id: string;
  /** Of the manifest, below the folder of the tenant. */
  readonly name: string;
  /** Of the manifest, in hexadecimal: with other content it is another drop. */
  readonly sha256: string;
  readonly seenAt: Timestamp;
  /** `checking`: nothing was written. `refused`: nothing ever is. */
  readonly status: 'checking' | 'sending' | 'accepted' | 'refused';
  /** Undefined where it is none. */
  readonly manifest?: DropManifest | undefined;
  /** Undefined until all was found to be right. */
  readonly checked?: CheckedFiles | undefined;
  /** Rows that are done, from the first on. */
  readonly sent: number;
  readonly counts: DropCounts;
  /** Tallies of lower revisions that were taken out. */
  readonly replaced: number;
  /** The first ones. */
  readonly faults: readonly DropFault[];
  readonly moreFaults: number;
  readonly endedAt?: Timestamp | undefined;
}

/** A drop with the number of times it was put. */
export interface RevisedDrop {
  readonly revision: number;
  readonly drop: DropRecord;
}

/** Where drops are kept. Every put is over the revision before it alone. */
export interface DropRecords {
  get(tenant: string, id: string): Promise<RevisedDrop | undefined>;
  put(tenant: string, next: RevisedDrop): Promise<PutOutcome>;
  /** Those past an id, the last that were seen first. */
  list(
    tenant: string,
    page: { readonly after: string; readonly limit: number },
  ): Promise<{ readonly drops: readonly RevisedDrop[]; readonly more: boolean }>;
  /** The id of the drop that a manifest of this content is. */
  named(tenant: string, key: string): Promise<string | undefined>;
  /** Takes a key, if it is free. */
  name(tenant: string, key: string, id: string): Promise<PutOutcome>;
  /** In whose days a source adds up, once it has dropped anything. */
  zoneOf(tenant: string, source: string): Promise<string | undefined>;
  /** Keeps it, if there is none. */
  keepZone(tenant: string, source: string, timeZone: string): Promise<PutOutcome>;
}

/** A file as it lies in the bucket. */
export interface FileHead {
  /** Names this content of the file: what was put under the name since has another. */
  readonly version: string;
  readonly bytes: number;
}

/** The bucket that tenants put files into. */
export interface DropFiles {
  /** Undefined where it is in no folder of a tenant. */
  placeOf(key: string): DropPlace | undefined;
  /** Undefined where there is no such file. */
  head(place: DropPlace): Promise<FileHead | undefined>;
  /** Part of a version of a file; undefined where that is not there any more. */
  read(
    place: DropPlace,
    part: { readonly version: string; readonly from: number; readonly length: number },
  ): Promise<Uint8Array | undefined>;
  /** Puts what became of a drop, over what there was. */
  putOutcome(place: DropPlace, text: string): Promise<void>;
}

/** What a person should look at. */
export interface DropNotice {
  readonly event: 'drop.refused';
  readonly tenant: string;
  readonly drop: string;
  readonly manifest: string;
  readonly detail: string;
}
