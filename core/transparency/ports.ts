import type { PutOutcome } from '../kernel/log.ts';
import type { Salts } from '../metering/pseudonyms/ports.ts';
import type { Edge } from '../tlog/tiles.ts';

/** Which log: of each tenant one for each calendar year (UTC) in which documents were recorded. */
export interface LogId {
  readonly tenant: string;
  readonly year: number;
}

/** How far a log is. */
export interface YearLog extends LogId {
  /** From 1; a put is over the revision before it. */
  readonly revision: number;
  /** The blocks of the books up to `through` are in it, with those that are staged. */
  readonly through: number;
  /** Of the tree as it is published. */
  readonly edge: Edge;
  /** The entries of the last tile, where that is not whole. */
  readonly last: readonly Uint8Array[];
  /** The checkpoint as it is published: a signed note; empty before the first. */
  readonly note: string;
  /** What comes next, decided for good and perhaps not published: whoever comes by goes on with it. */
  readonly staged?: Staged;
}

/** Blocks of the books that go into the log together. */
export interface Staged {
  /** The first block. */
  readonly seq: number;
  /** How many documents each block has. */
  readonly documents: readonly number[];
  /** One for each document. */
  readonly entries: readonly Uint8Array[];
}

/** Where each log stands; one writer at a time is let on. */
export interface YearLogs {
  /** Strongly consistent. */
  get(id: LogId): Promise<YearLog | undefined>;
  /** The log of the latest year; strongly consistent. */
  latest(tenant: string): Promise<YearLog | undefined>;
  put(log: YearLog): Promise<PutOutcome>;
}

/** Of some blocks of the books that follow each other, which entries of the log their documents are. */
export interface LogSpan extends LogId {
  /** The number of the first block. */
  readonly seq: number;
  /** Of its first document. */
  readonly index: number;
  /** Documents of each block. */
  readonly documents: readonly number[];
}

/** A span is a function of the books: whoever puts it, it says the same of any block. */
export interface LogSpans {
  /** Over none, or over one of fewer blocks. */
  put(span: LogSpan): Promise<PutOutcome>;
  /** The span of the tenant that begins with the block, or the last one that begins before it. */
  find(tenant: string, seq: number): Promise<LogSpan | undefined>;
}

/** What is published, by its path below the log: put once, and never replaced. */
export interface LogTiles {
  put(id: LogId, path: string, bytes: Uint8Array): Promise<PutOutcome>;
  get(id: LogId, path: string): Promise<Uint8Array | undefined>;
}

/**
 * The salt of each opener, kept as those of pseudonyms are: who has it can open its entries, and once it is dropped
 * nobody can.
 */
export type OpenerSalts = Pick<Salts, 'find' | 'add' | 'drop'>;

/** Signs checkpoints with one key, whose private part never leaves what it stands for. */
export interface LogSigner {
  /** By what its signatures are told apart from those of a later one. */
  readonly algorithm: 'ed25519';
  /** 32 bytes; `unavailable` where it cannot be asked for now. */
  publicKey(): Promise<Uint8Array | 'unavailable'>;
  /** 64 bytes, the same for the same message of at most 4,096 bytes. */
  sign(message: Uint8Array): Promise<Uint8Array | 'unavailable'>;
}
