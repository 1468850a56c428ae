import { pagesPast, pageUpTo } from '../../kernel/pages.ts';
import { type BillingMessage, sendAll } from './message.ts';
import type { BillingRunPorts } from './ports.ts';

const TENANTS_PER_PAGE = 100;

/** Puts a message on the billing queue for each tenant that has billing settings; answers how many there are. */
export async function eachTenant(
  { rating, billing }: BillingRunPorts,
  messageFor: (tenant: string) => BillingMessage,
): Promise<number> {
  let count = 0;
  const pages = pagesPast('', async (after) => {
    const { tenants, more } = await rating.settings.listTenants({ after, limit: TENANTS_PER_PAGE });
    return pageUpTo(tenants, (tenant) => tenant, more);
  });
  for await (const tenants of pages) {
    await sendAll(billing, tenants.map(messageFor));
    count += tenants.length;
  }
  return count;
}
