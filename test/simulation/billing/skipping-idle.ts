import { partitions } from '../../../core/metering/log/log-key.ts';
import type { BatchHandler } from '../run-context.ts';
import type { Usage } from './usage.ts';

/**
 * A recount walks through a month hour by hour, a search walks through all partitions, and both find nothing where
 * nothing was used. That takes the most time by far; so a run is told to go on where there is something.
 */
export const skippingIdle =
  (handle: BatchHandler, usage: Usage): BatchHandler =>
  (event, context) => {
    const Records = event.Records.map((record) => ({
      ...record,
      body: skipped(record.body, usage),
    }));
    return handle({ Records }, context);
  };

function skipped(body: string, usage: Usage): string {
  const message = JSON.parse(body) as {
    kind: string;
    tenant: string;
    hour?: number;
    tries?: number;
    partition?: number;
  };
  const { kind, tenant, hour, tries = 0, partition } = message;
  // The oracle lists what is not billed itself; the run tells of it, and nothing comes of that.
  if (kind === 'list-unbilled') return JSON.stringify({ ...message, partition: partitions - 1 });
  if (partition !== undefined) {
    return JSON.stringify({ ...message, partition: usage.nextPartition(tenant, partition) });
  }
  // The first step, and one that is to look at an hour again, begin where they say.
  if (hour === undefined || tries > 0) return body;
  return JSON.stringify({ ...message, hour: usage.nextHour(tenant, hour) });
}
