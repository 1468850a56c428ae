import { monthsBack, monthsSwept } from '../billing/run/due-months.ts';
import type { BillingSettings } from '../catalog/ports.ts';
import { tenantBillingFrom } from '../catalog/tenant-billing.ts';
import type { Clock } from '../kernel/clock.ts';
import { pagesPast, pageUpTo } from '../kernel/pages.ts';
import { rfc3339, type Timestamp, timestampOf } from '../kernel/timestamp.ts';
import type { Quarantine } from '../metering/quarantine/ports.ts';
import { type MonthPorts, monthClosing } from './month-closing.ts';
import type { Finding, Looks, Webhooks } from './ports.ts';

/** What is looked at to find what no log says. */
export interface LookingPorts {
  readonly webhooks: Pick<Webhooks, 'list' | 'findings' | 'append' | 'looks' | 'putLooks'>;
  readonly quarantine: Pick<Quarantine, 'list'>;
  readonly rating: MonthPorts['rating'] & { readonly settings: BillingSettings };
  readonly cells: MonthPorts['cells'];
  readonly runs: MonthPorts['runs'];
  readonly clock: Clock;
}

/** What can be looked at. */
export const lookedAt = ['months', 'quarantine'] as const;
export type LookedAt = (typeof lookedAt)[number];

/** The kind of event that a look is for: nobody looks for what nobody asks for. */
export const kindOfLook = {
  months: 'month.closed',
  quarantine: 'quarantine.opened',
} as const satisfies Record<LookedAt, Finding['type']>;

/** What a look has found, and what it knows then. */
type Found = Pick<Finding, 'data' | 'known'>;

/** As many months as are ever looked back at, which are those of ten years, with room for some that have come again. */
const MONTHS_KNOWN_MAX = 160;
const ENTRIES_PER_PAGE = 1_000;

/** What a tenant's findings come to, with those that no look has folded in yet. */
export async function looksOf(
  webhooks: Pick<Webhooks, 'looks' | 'findings'>,
  tenant: string,
): Promise<Looks> {
  let looks: Looks = (await webhooks.looks(tenant)) ?? {
    tenant,
    seq: 0,
    at: timestampOf(0),
    months: {},
    quarantine: { latest: timestampOf(0), isOpen: false },
    revision: 0,
  };
  for await (const finding of webhooks.findings(tenant, looks.seq + 1)) {
    looks = looksAfter(looks, finding);
  }
  return looks;
}

function looksAfter(looks: Looks, { seq, at, known }: Finding): Looks {
  const months = Object.entries({ ...looks.months, ...known.months }).sort();
  return {
    ...looks,
    seq,
    at,
    months: Object.fromEntries(months.slice(-MONTHS_KNOWN_MAX)) as Looks['months'],
    quarantine: known.quarantine ?? looks.quarantine,
  };
}

/**
 * Looks for what has happened since the last look, and puts it into the log of findings. Two that look at once both
 * find it: the log takes one of them, and the other leaves it at that.
 */
export async function look(ports: LookingPorts, tenant: string, at: LookedAt): Promise<void> {
  const { webhooks, clock } = ports;
  let looks = await looksOf(webhooks, tenant);
  const found = at === 'months' ? await foundMonths(ports, looks) : await foundOpen(ports, looks);
  for (const one of found.findings) {
    const now = timestampOf(Math.max(clock.now(), looks.at));
    const finding = { seq: looks.seq + 1, at: now, type: kindOfLook[at], ...one };
    if ((await webhooks.append(tenant, finding)) !== 'put') return;
    looks = looksAfter(looks, finding);
  }
  const quarantine = found.quarantine ?? looks.quarantine;
  await webhooks.putLooks({ ...looks, quarantine, revision: looks.revision + 1 });
}

interface Looked {
  readonly findings: readonly Found[];
  readonly quarantine?: Looks['quarantine'];
}

/** A month that opened and was closed again is told again; one that was closed before anybody asked is not. */
async function foundMonths(ports: LookingPorts, looks: Looks): Promise<Looked> {
  const { tenant } = looks;
  const record = await ports.rating.settings.get(tenant);
  if (record === undefined) return { findings: [] };
  const billing = tenantBillingFrom(record.body);
  const asked = (await ports.webhooks.list(tenant)).map(({ createdAt }) => createdAt);
  const first = Math.min(...asked);
  const findings: Found[] = [];
  const recent = { from: monthsSwept(ports.rating.monthsReachedBack), to: 1 };
  for (const month of monthsBack(ports.clock.now(), recent)) {
    const closing = await monthClosing(ports, tenant, { month, billing });
    const told: Timestamp | undefined = looks.months[month];
    if (closing === undefined || closing.at < first) continue;
    if (told !== undefined && closing.at <= told) continue;
    findings.push({
      data: { period: month, closedAt: rfc3339(closing.at), payers: closing.payers },
      known: { months: { [month]: closing.at } },
    });
  }
  return { findings };
}

/**
 * Told where anything is open and nothing was at the last look, and where a newer entry is. Entries that come late into
 * a quarantine that is open and told of are not told of.
 */
async function foundOpen({ quarantine }: LookingPorts, looks: Looks): Promise<Looked> {
  const { tenant, quarantine: told } = looks;
  let [open, latest] = [0, timestampOf(0)];
  const reasons = new Set<string>();
  const pages = pagesPast('', async (after) => {
    const entries = await quarantine.list(tenant, { after, limit: ENTRIES_PER_PAGE });
    return pageUpTo(entries, ({ id }) => id, entries.length === ENTRIES_PER_PAGE);
  });
  for await (const entries of pages) {
    for (const { status, reason, quarantinedAt } of entries) {
      if (status !== 'open') continue;
      open += 1;
      latest = timestampOf(Math.max(latest, quarantinedAt));
      reasons.add(reason);
    }
  }
  const known = { latest: timestampOf(Math.max(latest, told.latest)), isOpen: open > 0 };
  const isNew = open > 0 && (!told.isOpen || latest > told.latest);
  const data = { open, latest: rfc3339(latest), reasons: [...reasons].sort() };
  return { findings: isNew ? [{ data, known: { quarantine: known } }] : [], quarantine: known };
}
