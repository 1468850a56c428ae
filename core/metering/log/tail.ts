import { invariant } from '../../kernel/invariant.ts';
import { type IdentifiedEvent, isSameIdentity, type UsageEvent } from '../usage-event.ts';
import { eventsIn, prefixesIn } from './block.ts';
import { prefixOf } from './identity-prefix.ts';
import { type LogKey, logKeyText } from './log-key.ts';
import type { StoredBlock, UsageLog } from './ports.ts';
import { PrefixIndex } from './prefix-index.ts';

/** What a tail takes besides its blocks and prefixes. */
const TAIL_BYTES = 1_024;
/** Past this the oldest blocks of a tail are read again when they are asked for. */
const KEPT_BYTES_MAX = 16 * 1024 * 1024;

/**
 * All that is known of one log: which prefixes the identities in its first `blocks` blocks begin with. A prefix that is
 * not among them says that the log does not have the event. One that is says which block to look into.
 */
export class Tail {
  readonly #prefixes = new PrefixIndex();
  readonly #kept = new Map<number, Uint8Array>();
  #keptBytes = 0;
  #blocks = 0;

  get blocks(): number {
    return this.#blocks;
  }

  get events(): number {
    return this.#prefixes.size;
  }

  /** Of memory, near enough: most logs of most tenants have a few events, and cost what a tail costs. */
  get bytes(): number {
    return TAIL_BYTES + this.#prefixes.bytes + this.#keptBytes;
  }

  grow({ seq, bytes }: StoredBlock): void {
    invariant(seq === this.#blocks + 1, 'a tail grows by the next block');
    for (const prefix of prefixesIn(bytes)) this.#prefixes.add(prefix, seq);
    this.#blocks = seq;
    this.#kept.set(seq, bytes);
    this.#keptBytes += bytes.length;
    for (const [oldest, kept] of this.#kept) {
      if (this.#keptBytes <= KEPT_BYTES_MAX) return;
      this.#kept.delete(oldest);
      this.#keptBytes -= kept.length;
    }
  }

  /**
   * Of those events whose identity the log has, the event that has it. Each block that may have one is opened once, and
   * none where all prefixes are new, as with nearly every append.
   */
  async firstsOf(
    events: readonly IdentifiedEvent[],
    { log, key }: { readonly log: UsageLog; readonly key: LogKey },
  ): Promise<ReadonlyMap<IdentifiedEvent, UsageEvent>> {
    const claims = new Map<number, IdentifiedEvent[]>();
    for (const claim of events) {
      for (const seq of new Set(this.#prefixes.placesOf(prefixOf(claim.identity)))) {
        const ofBlock = claims.get(seq) ?? [];
        ofBlock.push(claim);
        claims.set(seq, ofBlock);
      }
    }
    const firsts = new Map<IdentifiedEvent, UsageEvent>();
    for (const [seq, ofBlock] of claims) {
      const bytes = this.#kept.get(seq) ?? (await readBlock(log, key, seq));
      for (const [claim, first] of firstsIn(bytes, ofBlock)) firsts.set(claim, first);
    }
    return firsts;
  }
}

function firstsIn(
  bytes: Uint8Array,
  claims: readonly IdentifiedEvent[],
): readonly (readonly [IdentifiedEvent, UsageEvent])[] {
  const events = eventsIn(bytes);
  const rows = new Map<number, UsageEvent[]>();
  for (const { identity } of claims) rows.set(prefixOf(identity), []);
  for (const [row, prefix] of prefixesIn(bytes).entries()) {
    const event = events[row];
    if (event !== undefined) rows.get(prefix)?.push(event);
  }
  return claims.flatMap((claim) => {
    const first = rows
      .get(prefixOf(claim.identity))
      ?.find((event) => isSameIdentity(event, claim.event));
    return first === undefined ? [] : [[claim, first] as const];
  });
}

async function readBlock(log: UsageLog, key: LogKey, seq: number): Promise<Uint8Array> {
  const { blocks } = await log.read(key, seq - 1, 'strong');
  const [block] = blocks;
  invariant(block?.seq === seq, `block ${seq} of log ${logKeyText(key)} is there, as it was`);
  return block.bytes;
}

/** The tails read last, up to a number of events and of bytes of memory. Map order is the order of use. */
export class KeptTails {
  readonly #tails = new Map<string, Tail>();
  readonly #max: { readonly events: number; readonly bytes: number };
  #events = 0;
  #bytes = 0;

  constructor(max: { readonly events: number; readonly bytes: number }) {
    this.#max = max;
  }

  /** Takes the tail out, so that an append that fails half way leaves none behind. */
  of(key: LogKey): Tail {
    const text = logKeyText(key);
    const tail = this.#tails.get(text);
    if (tail === undefined) return new Tail();
    this.#drop(text, tail);
    return tail;
  }

  keep(key: LogKey, tail: Tail): void {
    this.#tails.set(logKeyText(key), tail);
    this.#events += tail.events;
    this.#bytes += tail.bytes;
    for (const [text, oldest] of this.#tails) {
      if (this.#events <= this.#max.events && this.#bytes <= this.#max.bytes) return;
      this.#drop(text, oldest);
    }
  }

  #drop(text: string, tail: Tail): void {
    this.#tails.delete(text);
    this.#events -= tail.events;
    this.#bytes -= tail.bytes;
  }
}
