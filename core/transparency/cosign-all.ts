import type { BillingSettings } from '../catalog/ports.ts';
import type { TimeLeft } from '../kernel/clock.ts';
import { type CosignedPorts, cosign, type WitnessCounts } from './cosign.ts';
import { tenantsOf } from './sequence-all.ts';

export interface CosignedAllPorts extends CosignedPorts {
  readonly settings: Pick<BillingSettings, 'listTenants'>;
}

/**
 * Has the checkpoints of all tenants cosigned: of the year that is written, and of the one before, whose last
 * checkpoint may lack some. None holds up another: what failed is thrown after all.
 */
export async function cosignAll(ports: CosignedAllPorts, time: TimeLeft): Promise<void> {
  const silent: WitnessCounts = new Map();
  const failures: unknown[] = [];
  for await (const tenant of tenantsOf(ports)) {
    if (time.isShort()) break;
    try {
      const latest = await ports.logs.latest(tenant);
      if (latest === undefined) continue;
      for (const year of [latest.year - 1, latest.year])
        await cosign(ports, { tenant, year }, silent);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} logs could not be cosigned`);
}
