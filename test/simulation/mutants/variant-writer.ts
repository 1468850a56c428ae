import { blockBytes } from '../../../core/metering/log/block.ts';
import { type LogKey, logKeyText } from '../../../core/metering/log/log-key.ts';
import type { UsageLog } from '../../../core/metering/log/ports.ts';
import { type Appended, UsageLogWriter } from '../../../core/metering/log/usage-log.ts';
import {
  contentCheckOf,
  type IdentifiedEvent,
  type UsageEvent,
} from '../../../core/metering/usage-event.ts';
import { eventsOfBlock } from '../oracle/decode.ts';
import { checkOf } from '../oracle/events.ts';

/** What the variant does otherwise than the real writer. */
export interface Flaws {
  /** What it takes for the identity of an event. */
  readonly claim?: (event: UsageEvent) => string;
  /** Whether it looks for repeats among the events it was given. */
  readonly seesRepeats?: boolean;
  /** What it makes of another event under an identity that is taken. */
  readonly onConflict?: 'set apart' | 'append' | 'call a duplicate';
}

const ATTEMPTS_MAX = 50;

/** A writer without a cache, in few lines, right but for its flaws. */
export class VariantWriter extends UsageLogWriter {
  readonly #log: UsageLog;
  readonly #flaws: Required<Flaws>;

  constructor(log: UsageLog, flaws: Flaws) {
    super(log);
    this.#log = log;
    this.#flaws = {
      claim: ({ source, id }) => JSON.stringify([source, id]),
      seesRepeats: true,
      onConflict: 'set apart',
      ...flaws,
    };
  }

  override async append(key: LogKey, events: readonly IdentifiedEvent[]): Promise<Appended> {
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
      const { known, blocks } = await this.#known(key);
      const { fresh, conflicts } = this.#sifted(events, known);
      const counts = { recorded: 0, duplicates: 0, firsts: new Map<UsageEvent, UsageEvent>() };
      if (fresh.length === 0) return { ...counts, conflicts, blocks };
      const block = { seq: blocks + 1, bytes: blockBytes(fresh) };
      if ((await this.#log.append(key, block)) === 'put') {
        return { ...counts, conflicts, blocks: blocks + 1 };
      }
    }
    throw new Error(`gave up on ${logKeyText(key)}`);
  }

  #sifted(events: readonly IdentifiedEvent[], known: ReadonlyMap<string, number>) {
    const { claim, seesRepeats, onConflict } = this.#flaws;
    const seen = new Map(known);
    const fresh: IdentifiedEvent[] = [];
    const conflicts: UsageEvent[] = [];
    for (const identified of events) {
      const { event } = identified;
      const check = contentCheckOf(event);
      const first = seen.get(claim(event));
      if (first === check) continue;
      if (first === undefined || onConflict === 'append') {
        fresh.push(identified);
        if (seesRepeats) seen.set(claim(event), check);
      } else if (onConflict === 'set apart') {
        conflicts.push(event);
      }
    }
    return { fresh, conflicts };
  }

  async #known(key: LogKey): Promise<{ known: Map<string, number>; blocks: number }> {
    const known = new Map<string, number>();
    let blocks = 0;
    for (;;) {
      const page = await this.#log.read(key, blocks, 'strong');
      for (const { seq, bytes } of page.blocks) {
        blocks = seq;
        for (const { time, data, tenant: _, ...rest } of eventsOfBlock(key.tenant, bytes)) {
          const sent = { ...rest, time, data, tenant: key.tenant };
          const event = { ...rest, occurredAt: 0, data: undefined } as unknown as UsageEvent;
          known.set(this.#flaws.claim(event), checkOf(sent));
        }
      }
      if (!page.more) return { known, blocks };
    }
  }
}
