import { laterMonth, type Month } from '../../kernel/month.ts';
import { millisecondsPer, type Timestamp, timestampOf } from '../../kernel/timestamp.ts';
import { monthAt } from './epoch.ts';
import type { PassEpoch, PrivatePasses } from './ports.ts';

const PAGE_SIZE = 100;
/** A token is good for six months more than its own; then its month is settled. Logs know for longer what was used. */
export const monthsBack = 10;

/** For so many months after its own a token can be used. */
const monthsTaken = 6;

/** All that may not be settled yet, of all tenants, the latest month last. */
export const everyEpoch = (
  passes: Pick<PrivatePasses, 'published'>,
  now: Timestamp,
): AsyncGenerator<PassEpoch> => epochsSince(passes, laterMonth(monthAt(now), -monthsBack));

async function* epochsSince(
  passes: Pick<PrivatePasses, 'published'>,
  from: Month,
): AsyncGenerator<PassEpoch> {
  for (let after: PassEpoch | undefined; ; ) {
    const page = await passes.published({ from, after, limit: PAGE_SIZE });
    yield* page;
    after = page.at(-1);
    if (page.length < PAGE_SIZE) return;
  }
}

/** Those whose tokens are taken now. */
export async function takenEpochs(
  passes: Pick<PrivatePasses, 'published'>,
  now: Timestamp,
): Promise<readonly PassEpoch[]> {
  const from = laterMonth(monthAt(now), -monthsTaken);
  return taken(await epochsFrom(passes, from), now);
}

const taken = (epochs: readonly PassEpoch[], now: Timestamp): readonly PassEpoch[] =>
  epochs.filter(({ endsAt }) => endsAt > now);

async function epochsFrom(
  passes: Pick<PrivatePasses, 'published'>,
  from: Month,
): Promise<readonly PassEpoch[]> {
  const epochs: PassEpoch[] = [];
  for await (const epoch of epochsSince(passes, from)) epochs.push(epoch);
  return epochs;
}

/** A clock may be behind the one by which a month began. */
const SETTLED_MS = millisecondsPer.hour;

/**
 * The same for strangers, the latest first. Keys of months that are over stay as they are, and are read once; those of
 * the month each time: a key that somebody is offered is one that everybody can see.
 */
export class TakenEpochs {
  readonly #passes: Pick<PrivatePasses, 'published'>;
  #past: { readonly before: Month; readonly epochs: Promise<readonly PassEpoch[]> } | undefined;

  constructor(passes: Pick<PrivatePasses, 'published'>) {
    this.#passes = passes;
  }

  async at(now: Timestamp): Promise<readonly PassEpoch[]> {
    const month = monthAt(timestampOf(now - SETTLED_MS));
    const [past, present] = await Promise.all([
      this.#before(month, now),
      epochsFrom(this.#passes, month),
    ]);
    return taken([...past, ...present], now).toReversed();
  }

  async #before(month: Month, now: Timestamp): Promise<readonly PassEpoch[]> {
    if (this.#past?.before !== month) {
      const from = laterMonth(monthAt(now), -monthsTaken);
      const read = epochsFrom(this.#passes, from);
      this.#past = {
        before: month,
        epochs: read.then((all) => all.filter((epoch) => epoch.month < month)),
      };
    }
    const begun = this.#past;
    try {
      return await begun.epochs;
    } catch (error) {
      // Who asks next looks anew.
      if (this.#past === begun) this.#past = undefined;
      throw error;
    }
  }
}
