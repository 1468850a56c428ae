import type { SentEvent } from '../traffic.ts';
import { claimText, contentText } from './events.ts';
import type { CountedMeter } from './recount.ts';

/** An event in a log. */
interface LoggedEvent {
  readonly event: SentEvent;
  readonly content: string;
}

/** One log as the ledger knows it: its blocks in order, from block 1. */
export interface KnownLog {
  readonly tenant: string;
  readonly shard: number;
  readonly minute: number;
  readonly blocks: LoggedEvent[][];
  /** Claimed identity → content of the event that has it. */
  readonly claims: Map<string, string>;
}

export const logText = (key: {
  readonly tenant: string;
  readonly shard: number;
  readonly minute: number;
}): string => JSON.stringify([key.tenant, key.shard, key.minute]);

/** What was sent, promised, logged, set aside and defined: what everything else is held against. */
export class Ledger {
  readonly #sent = new Map<string, SentEvent>();
  readonly #promised = new Map<string, SentEvent>();
  readonly #logs = new Map<string, KnownLog>();
  readonly #setAside = new Set<string>();
  readonly #meters = new Map<string, readonly CountedMeter[]>();

  /** A client is about to send it: from now on it may turn up. */
  sends(event: SentEvent): void {
    this.#sent.set(contentText(event), event);
  }

  /** A client was told 202: from now on it must turn up. */
  promise(event: SentEvent): void {
    this.#promised.set(contentText(event), event);
  }

  get promised(): readonly SentEvent[] {
    return [...this.#promised.values()];
  }

  get logs(): readonly KnownLog[] {
    return [...this.#logs.values()];
  }

  get loggedEvents(): number {
    return this.logs.flatMap(({ blocks }) => blocks.flat()).length;
  }

  wasSent(content: string): boolean {
    return this.#sent.has(content);
  }

  log(key: { readonly tenant: string; readonly shard: number; readonly minute: number }): KnownLog {
    const text = logText(key);
    let log = this.#logs.get(text);
    if (log === undefined) {
      log = { ...key, blocks: [], claims: new Map() };
      this.#logs.set(text, log);
    }
    return log;
  }

  /** What an event's identity stands for in that log. */
  contentIn(log: string, event: SentEvent): string | undefined {
    return this.#logs.get(log)?.claims.get(claimText(event));
  }

  /** It went to quarantine. */
  setAside(content: string): void {
    this.#setAside.add(content);
  }

  isSetAside(content: string): boolean {
    return this.#setAside.has(content);
  }

  define(tenant: string, version: number, meters: readonly CountedMeter[]): void {
    this.#meters.set(JSON.stringify([tenant, version]), meters);
  }

  metersOf(tenant: string, version: number): readonly CountedMeter[] {
    return this.#meters.get(JSON.stringify([tenant, version])) ?? [];
  }

  /** The events of an hour in one partition, or in all of a tenant. */
  eventsOf(
    tenant: string,
    hour: number,
    upTo: (log: KnownLog) => number = () => Number.POSITIVE_INFINITY,
  ): SentEvent[] {
    return this.logs
      .filter((log) => log.tenant === tenant && Math.floor(log.minute / 60) === hour)
      .flatMap((log) => log.blocks.slice(0, upTo(log)).flat())
      .map(({ event }) => event);
  }
}
