import type { PutOutcome } from '../kernel/log.ts';
import type { Month } from '../kernel/month.ts';
import type { Period, Timestamp } from '../kernel/timestamp.ts';
import type { Salts } from '../metering/pseudonyms/ports.ts';
import type { Coverage } from '../metering/totals/coverage.ts';
import type { Edge } from '../tlog/tiles.ts';
import type { Seeds } from './salt-tree.ts';

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
  /** The entries of the last tile, where that is not whole; none in a log with hours, which reads them of the tile. */
  readonly last: readonly Uint8Array[];
  /** The checkpoint as it is published: a signed note; empty before the first. */
  readonly note: string;
  /** What comes next, decided for good and perhaps not published: whoever comes by goes on with it. */
  readonly staged?: Staged;
  /** All hours (since 1970) before this one have a leaf, those that are staged too; left out before the first. */
  readonly nextHour?: number;
}

/** Blocks of the books that go into the log together, or keys of private passes, or hours of usage. */
export interface Staged {
  /** The first block. */
  readonly seq: number;
  /** How many documents each block has; none where keys or hours are staged. */
  readonly documents: readonly number[];
  /** One for each document, for each key, or for each hour's leaf. */
  readonly entries: readonly Uint8Array[];
  /** In the order of their entries; left out where none are staged. */
  readonly hours?: readonly StagedHour[];
  /** Ids of keys, likewise. */
  readonly keys?: readonly string[];
}

/** A leaf of an hour of usage (since 1970): its first part, and one more each time that events came late. */
export interface HourPart {
  readonly hour: number;
  /** From 1. */
  readonly part: number;
}

/** An hour's leaf, and which blocks of the usage log its events are of; left out where it has none. */
export interface StagedHour extends HourPart {
  readonly covered?: ShardsCovered;
}

/** By shard, the last block of each minute. */
export type ShardsCovered = ReadonlyMap<number, Coverage>;

/** Where an hour's leaf is, and what it is of. Only of hours that have events. */
export interface LoggedPart extends LogId, HourPart {
  /** Of its entry. */
  readonly index: number;
  readonly covered: ShardsCovered;
}

/** Which hours have leaves with events: functions of what was staged, so whoever puts one puts the same. */
export interface HourParts {
  put(part: LoggedPart): Promise<PutOutcome>;
  /** Those of hours from `from` to before `to`, by hour and part; strongly consistent. */
  list(range: {
    readonly tenant: string;
    readonly from: number;
    readonly to: number;
  }): Promise<readonly LoggedPart[]>;
  /** Up to which hour it was looked for usage; 0 before the first time. Strongly consistent. */
  looked(tenant: string): Promise<number>;
  putLooked(tenant: string, hour: number): Promise<void>;
}

/** What tokens of a private pass and month are signed with. */
export interface IssuedKey {
  readonly pass: string;
  readonly month: Month;
  /** SHA-256 of the public key, in base64url. */
  readonly keyId: string;
  /** The public key, as clients are given it. */
  readonly spki: Uint8Array;
}

/** Whose tokens are taken now. */
export interface IssuedKeys {
  of(tenant: string): Promise<readonly IssuedKey[]>;
}

/** Where the leaf of a key is. */
export interface LoggedKey extends LogId {
  readonly keyId: string;
  /** Of its entry. */
  readonly index: number;
}

/** Which keys have leaves: functions of what was staged, so whoever puts one puts the same. */
export interface KeyLeaves {
  put(key: LoggedKey): Promise<PutOutcome>;
  /** By their ids, those that have one; strongly consistent. */
  find(tenant: string, keyIds: readonly string[]): Promise<ReadonlyMap<string, LoggedKey>>;
}

/** What totals have counted, hour by hour: where there is usage, and up to which block. */
export interface CountedHours {
  /** Of hours from `from` to before `to`, ascending. */
  listCovered(range: {
    readonly tenant: string;
    readonly shard: number;
    readonly from: number;
    readonly to: number;
  }): AsyncIterable<{ readonly hour: number; readonly coverage: Coverage }>;
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

/** The checkpoint that a log had once a day was over: it stays, so that it can be anchored and shown years later. */
export interface DayCheckpoint extends LogId {
  /** `2026-11-30`, of UTC. */
  readonly day: string;
  readonly size: number;
  /** SHA-256 of what is signed of it, in hex: what is anchored. */
  readonly digest: string;
}

/** Of which days there is a checkpoint: functions of what was put below the log, so whoever puts one puts the same. */
export interface DayCheckpoints {
  put(day: DayCheckpoint): Promise<PutOutcome>;
  /** That of the latest day, of any year; strongly consistent. */
  last(tenant: string): Promise<DayCheckpoint | undefined>;
  /** Of a year, ascending; strongly consistent. */
  list(id: LogId): Promise<readonly DayCheckpoint[]>;
}

/** One page of a tree of salts, see `salt-tree.ts`. */
export interface SaltPage {
  /** Where the page begins. */
  readonly place: string;
  /** From 1; a put is over the revision before it. */
  readonly revision: number;
  readonly seeds: Seeds;
}

/** Where trees of salts are kept: what is put over is gone. */
export interface SaltPages {
  /** By where they begin, those that are there; strongly consistent. */
  find(tenant: string, places: readonly string[]): Promise<ReadonlyMap<string, SaltPage>>;
  put(tenant: string, page: SaltPage): Promise<PutOutcome>;
}

/** Usage of an opener at an instant. */
interface UsageAt {
  readonly opener: string;
  readonly at: Timestamp;
}

/** The salt of each opener: who has it can open its entries, and once it is dropped nobody can. */
export interface OpenerSalts extends Pick<Salts, 'find' | 'add'> {
  /** The salts of usage that is asked for, of an opener and a quarter of an hour; of what is dropped there is none. */
  findUsage(
    tenant: string,
    asked: readonly UsageAt[],
  ): Promise<(usage: UsageAt) => Uint8Array | undefined>;
  /** Makes a tenant's tree of a secret of 32 bytes, where it has none: then all openers have salts. */
  begin(tenant: string, seed: Uint8Array): Promise<PutOutcome>;
  /** Resolves when nobody can come to the salt of the opener's documents and usage any more. */
  drop(tenant: string, opener: string): Promise<void>;
  /** The same of the opener's usage in these periods, to whole quarters of an hour. */
  dropUsage(tenant: string, opener: string, periods: readonly Period[]): Promise<void>;
}

/** Signs checkpoints with one key, whose private part never leaves what it stands for. */
export interface LogSigner {
  /** By what its signatures are told apart from those of a later one. */
  readonly algorithm: 'ed25519';
  /** 32 bytes; `unavailable` where it cannot be asked for now. */
  publicKey(): Promise<Uint8Array | 'unavailable'>;
  /** 64 bytes, the same for the same message of at most 4,096 bytes. */
  sign(message: Uint8Array): Promise<Uint8Array | 'unavailable'>;
}
