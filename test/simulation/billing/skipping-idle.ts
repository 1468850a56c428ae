import { partitions } from '../../../core/metering/log/log-key.ts';
import type { Dice } from '../dice.ts';
import type { BatchHandler } from '../run-context.ts';
import type { Usage } from './usage.ts';

/** A look at what is not billed, of which nothing comes: the oracle lists that itself. */
const LOOKS_SEEN = 0.1;

/**
 * A recount walks through a month hour by hour, a search walks through all partitions, and both find nothing where
 * nothing was used. That takes the most time by far; so a run is told to go on where there is something. Nearly all
 * looks at what is not billed, a third of all messages, are done as soon as they come.
 */
export const skippingIdle =
  (
    handle: BatchHandler,
    { usage, dice }: { readonly usage: Usage; readonly dice: Dice },
  ): BatchHandler =>
  async (event, context) => {
    const Records = event.Records.filter(({ body }) => !isLook(body) || dice.chance(LOOKS_SEEN));
    const seen = Records.map((record) => ({ ...record, body: skipped(record.body, usage) }));
    const settled = seen.length === 0 ? [] : await handle({ Records: seen }, context);
    return event.Records.map((record) => settled[Records.indexOf(record)] ?? done);
  };

const done = { status: 'fulfilled', value: undefined } as const;

const isLook = (body: string): boolean =>
  (JSON.parse(body) as { readonly kind: string }).kind === 'list-unbilled';

function skipped(body: string, usage: Usage): string {
  const message = JSON.parse(body) as {
    kind: string;
    tenant: string;
    hour?: number;
    tries?: number;
    partition?: number;
  };
  const { kind, tenant, hour, tries = 0, partition } = message;
  if (kind === 'list-unbilled') return JSON.stringify({ ...message, partition: partitions - 1 });
  if (partition !== undefined) {
    return JSON.stringify({ ...message, partition: usage.nextPartition(tenant, partition) });
  }
  // The first step, and one that is to look at an hour again, begin where they say.
  if (hour === undefined || tries > 0) return body;
  return JSON.stringify({ ...message, hour: usage.nextHour(tenant, hour) });
}
