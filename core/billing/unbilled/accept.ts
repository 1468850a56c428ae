import type { Month } from '../../kernel/month.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { listUnbilled, partitionOfRow, type UnbilledPorts } from './list-unbilled.ts';
import { type UnbilledUsage, unbilledKey } from './unbilled-usage.ts';

/**
 * Leaves usage unbilled, in the quantity in which a person saw it: what is more then is told of again.
 * @throws Rejection `unbilled.changed` where a row is not listed so (any more), `billing-settings.not-found`
 */
export async function acceptUnbilled(
  ports: UnbilledPorts,
  tenant: string,
  {
    month,
    rows,
    ...decision
  }: {
    readonly month: Month;
    readonly rows: readonly UnbilledUsage[];
    readonly why: string;
    /** Id of the key that says so. */
    readonly by: string;
  },
): Promise<void> {
  const at = ports.clock.now();
  const places = rows.map((row, index) => ({ row, index, partition: partitionOfRow(row) }));
  for (const [partition, wanted] of Map.groupBy(places, (place) => place.partition)) {
    const listed = new Map(
      (await listUnbilled(ports, tenant, { month, partition })).map((row) => [
        unbilledKey(row),
        row,
      ]),
    );
    for (const { row, index } of wanted) {
      const now = listed.get(unbilledKey(row));
      if (now?.quantity !== row.quantity || now.events !== row.events) throw changed(row, index);
    }
  }
  for (const row of rows) await ports.runs.acceptUsage(tenant, { ...row, ...decision, at });
}

const changed = ({ meter, month, reason }: UnbilledUsage, index: number): Rejection =>
  new Rejection(
    'unbilled.changed',
    `look at the list of ${month} again: it has no such row of ${meter} with ${reason} in this quantity`,
    { param: `/rows/${index}` },
  );
