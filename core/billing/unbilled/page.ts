import type { Month } from '../../kernel/month.ts';
import { partitions } from '../../metering/log/log-key.ts';
import { knownTenant } from './known-tenant.ts';
import { listUnbilled, type UnbilledPorts } from './list-unbilled.ts';
import {
  type AcceptedUsage,
  acceptanceOf,
  type UnbilledUsage,
  unbilledKey,
} from './unbilled-usage.ts';
import { type MeterSums, UsageSums } from './usage-sums.ts';

/** So that a page is answered within seconds, however much was used. */
const PARTITIONS_PER_PAGE = 8;
const PARTITIONS_PER_UNRATED_PAGE = 16;

/** A row's place in the list of a month; `after` is empty before the first of a partition. */
export interface UnbilledPlace {
  readonly partition: number;
  readonly after: string;
}

/** What is not billed, and the acceptance of what a person leaves so. */
export interface ListedUsage {
  readonly row: UnbilledUsage;
  readonly accepted: AcceptedUsage | undefined;
}

/**
 * Up to `limit` rows of a month's list from a place on, of some partitions at most: a page may be short, or empty, and
 * have others after it.
 * @throws Rejection `billing-settings.not-found`
 */
export async function unbilledPage(
  ports: UnbilledPorts,
  tenant: string,
  {
    month,
    from,
    limit,
  }: { readonly month: Month; readonly from: UnbilledPlace; readonly limit: number },
): Promise<{ readonly rows: readonly ListedUsage[]; readonly next: UnbilledPlace | undefined }> {
  const accepted = await ports.runs.acceptedUsage(tenant, month);
  let { partition, after } = from;
  const known = await knownTenant(ports, tenant, { from: partition });
  const listed: ListedUsage[] = [];
  const last = Math.min(partition + PARTITIONS_PER_PAGE, known.until);
  for (; partition < last; partition += 1) {
    const all = await listUnbilled(ports, tenant, { month, partition, known });
    for (const row of all) {
      if (unbilledKey(row) <= after) continue;
      if (listed.length >= limit) return { rows: listed, next: { partition, after } };
      listed.push({ row, accepted: acceptanceOf(row, accepted) });
      after = unbilledKey(row);
    }
    after = '';
  }
  return { rows: listed, next: partition < partitions ? { partition, after } : undefined };
}

/**
 * What some partitions, from one on, add to a month's sums, and where to go on. A month holds the law where the sums of
 * all its pages do. Where nothing is rated, what is about to be billed is not added, and more partitions are on a page.
 * @throws Rejection `billing-settings.not-found`
 */
export async function usageSumsPage(
  ports: UnbilledPorts,
  tenant: string,
  {
    month,
    from,
    isRated = true,
  }: { readonly month: Month; readonly from: number; readonly isRated?: boolean },
): Promise<{ readonly sums: readonly MeterSums[]; readonly next: number | undefined }> {
  const known = await knownTenant(ports, tenant, { from });
  const sums = new UsageSums(known.meters);
  const count = isRated ? PARTITIONS_PER_PAGE : PARTITIONS_PER_UNRATED_PAGE;
  const last = Math.min(from + count, known.until);
  for (let partition = from; partition < last; partition += 1) {
    await listUnbilled(ports, tenant, { month, partition, known, sums, isRated });
  }
  return { sums: sums.all(), next: last < partitions ? last : undefined };
}
