import { takenEpochs } from '../../core/gate/private/every-epoch.ts';
import type { PassEpoch, PrivatePasses } from '../../core/gate/private/ports.ts';
import type { Clock } from '../../core/kernel/clock.ts';
import type { IssuedKeys } from '../../core/transparency/ports.ts';

/** One look is for all tenants of a run. */
const LOOKED_MS = 60_000;

/** Keys by which tokens are taken now, by tenant: looked for once a minute, as they are kept for all together. */
export function takenKeys(passes: Pick<PrivatePasses, 'published'>, clock: Clock): IssuedKeys {
  let looked: { readonly at: number; readonly epochs: Promise<readonly PassEpoch[]> } | undefined;
  return {
    async of(tenant) {
      const now = clock.now();
      if (looked === undefined || now >= looked.at + LOOKED_MS)
        looked = { at: now, epochs: takenEpochs(passes, now) };
      const begun = looked;
      try {
        return (await begun.epochs).filter((epoch) => epoch.tenant === tenant);
      } catch (error) {
        // The next tenant may have more luck.
        if (looked === begun) looked = undefined;
        throw error;
      }
    },
  };
}
