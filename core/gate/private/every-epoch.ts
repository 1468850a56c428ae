import { laterMonth } from '../../kernel/month.ts';
import type { Timestamp } from '../../kernel/timestamp.ts';
import { monthAt } from './epoch.ts';
import type { PassEpoch, PrivatePasses } from './ports.ts';

const PAGE_SIZE = 100;
/** A token is good for six months more than its own; then its month is settled. Logs know for longer what was used. */
export const monthsBack = 10;

/** All that may not be settled yet, of all tenants, the latest month last. */
export async function* everyEpoch(
  passes: Pick<PrivatePasses, 'published'>,
  now: Timestamp,
): AsyncGenerator<PassEpoch> {
  const from = laterMonth(monthAt(now), -monthsBack);
  for (let after: PassEpoch | undefined; ; ) {
    const page = await passes.published({ from, after, limit: PAGE_SIZE });
    yield* page;
    after = page.at(-1);
    if (page.length < PAGE_SIZE) return;
  }
}

/** Those whose tokens are taken now, as strangers are shown them: the latest first. */
export async function takenEpochs(
  passes: Pick<PrivatePasses, 'published'>,
  now: Timestamp,
): Promise<readonly PassEpoch[]> {
  const taken: PassEpoch[] = [];
  for await (const epoch of everyEpoch(passes, now)) if (epoch.endsAt > now) taken.push(epoch);
  return taken.toReversed();
}
