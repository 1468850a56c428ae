import { monthsBack, monthsSwept } from '../billing/run/due-months.ts';
import type { BillingSettings } from '../catalog/ports.ts';
import { tenantBillingFrom } from '../catalog/tenant-billing.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Month } from '../kernel/month.ts';
import { rfc3339, type Timestamp, timestampOf } from '../kernel/timestamp.ts';
import type { Quarantine, QuarantineEntry } from '../metering/quarantine/ports.ts';
import { type ClosedPayers, type MonthPorts, monthBegun, monthClosing } from './month-closing.ts';
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

/** Where a look goes on that was bounded, and what it has counted so far. */
export interface LookPlace {
  /** Of months, the one that is looked at. */
  readonly month: Month | undefined;
  /** The payer, or the entry, past which it goes on. */
  readonly after: string;
  readonly count: number;
  readonly latest: Timestamp;
  /** Of entries in quarantine. */
  readonly reasons: readonly string[];
}

/** A look, and where it goes on: undefined at its beginning. */
export interface Asked {
  readonly at: LookedAt;
  readonly from?: LookPlace | undefined;
}

/** What a look has found, and what it knows then. */
type Found = Pick<Finding, 'data' | 'known'>;

/** As many months as are ever looked back at, which are those of ten years, with room for some that have come again. */
const MONTHS_KNOWN_MAX = 160;
const ENTRIES_PER_PAGE = 1_000;
/** So many payers, or entries, are looked at in one go: seconds of reading. */
const LOOKED_MAX = 20_000;

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
 * Looks for what has happened since the last look, and puts it into the log of findings. It answers where to go on,
 * when there is more than is looked at in one go: what changes behind it is found by the next look. Two that look at
 * once both find it: the log takes one of them, and the other leaves it at that.
 */
export async function look(
  ports: LookingPorts,
  tenant: string,
  { at, from }: Asked,
  lookedMax = LOOKED_MAX,
): Promise<LookPlace | undefined> {
  const { webhooks, clock } = ports;
  let looks = await looksOf(webhooks, tenant);
  const bounded = { looks, from, lookedMax };
  const found =
    at === 'months' ? await foundMonths(ports, bounded) : await foundOpen(ports, bounded);
  for (const one of found.findings) {
    const now = timestampOf(Math.max(clock.now(), looks.at));
    const finding = { seq: looks.seq + 1, at: now, type: kindOfLook[at], ...one };
    if ((await webhooks.append(tenant, finding)) !== 'put') return found.next;
    looks = looksAfter(looks, finding);
  }
  const quarantine = found.quarantine ?? looks.quarantine;
  await webhooks.putLooks({ ...looks, quarantine, revision: looks.revision + 1 });
  return found.next;
}

interface Bounded {
  readonly looks: Looks;
  readonly from: LookPlace | undefined;
  readonly lookedMax: number;
}

interface Looked {
  readonly findings: readonly Found[];
  readonly quarantine?: Looks['quarantine'];
  readonly next?: LookPlace;
}

/** Months are looked at one after the other, until the last, or until enough was looked at. */
async function foundMonths(ports: LookingPorts, asked: Bounded): Promise<Looked> {
  const { looks, from, lookedMax } = asked;
  const { tenant } = looks;
  const record = await ports.rating.settings.get(tenant);
  if (record === undefined) return { findings: [] };
  const billing = tenantBillingFrom(record.body);
  const asking = (await ports.webhooks.list(tenant)).filter(({ events }) =>
    events.includes(kindOfLook.months),
  );
  const isNew = isNewTo(looks, Math.min(...asking.map(({ createdAt }) => createdAt)));
  const findings: Found[] = [];
  let left = lookedMax;
  for (const month of monthsFrom(ports, from?.month)) {
    const begun = from?.month === month ? from : monthBegun;
    const about = { month, billing, from: begun, payersMax: left };
    const { closing, looked } = await monthClosing(ports, tenant, about);
    left -= looked;
    if (closing.kind === 'more') {
      const { after, count, latest } = closing;
      return { findings, next: { month, after, count, latest, reasons: [] } };
    }
    if (closing.kind === 'closed' && isNew(month, closing.latest)) {
      findings.push(closedFinding(month, closing));
    }
  }
  return { findings };
}

/** Those that can still be closed, from one on. */
function monthsFrom({ rating, clock }: LookingPorts, first: Month | undefined): readonly Month[] {
  const recent = { from: monthsSwept(rating.monthsReachedBack), to: 1 };
  const months = monthsBack(clock.now(), recent);
  return first === undefined ? months : months.filter((month) => month >= first);
}

/** A month that opened and was closed again is told again; one that was closed before anybody asked is not. */
const isNewTo =
  (looks: Looks, askedSince: number) =>
  (month: Month, closedAt: Timestamp): boolean => {
    const told: Timestamp | undefined = looks.months[month];
    return closedAt >= askedSince && (told === undefined || closedAt > told);
  };

const closedFinding = (month: Month, { latest, count }: ClosedPayers): Found => ({
  data: { period: month, closedAt: rfc3339(latest), payers: count },
  known: { months: { [month]: latest } },
});

/**
 * Told where anything is open and nothing was at the last look, and where a newer entry is. Entries that come late into
 * a quarantine that is open and told of are not told of.
 */
async function foundOpen(ports: LookingPorts, asked: Bounded): Promise<Looked> {
  const { tenant, quarantine: told } = asked.looks;
  const { count, latest, reasons, after } = await openUpTo(ports, tenant, asked);
  if (after !== undefined) {
    return { findings: [], next: { month: undefined, after, count, latest, reasons } };
  }
  const known = { latest: timestampOf(Math.max(latest, told.latest)), isOpen: count > 0 };
  const isNew = count > 0 && (!told.isOpen || latest > told.latest);
  const data = { open: count, latest: rfc3339(latest), reasons: [...reasons] };
  return { findings: isNew ? [{ data, known: { quarantine: known } }] : [], quarantine: known };
}

const lookBegun: LookPlace = { ...monthBegun, month: undefined, reasons: [] };

/** What is open, counted from where a look goes on; `after` where there is more than is looked at. */
async function openUpTo(
  { quarantine }: LookingPorts,
  tenant: string,
  { from = lookBegun, lookedMax }: Pick<Bounded, 'from' | 'lookedMax'>,
) {
  let { count, latest } = from;
  let after: string | undefined = from.after;
  const reasons = new Set(from.reasons);
  for (let looked = 0; looked < lookedMax && after !== undefined; ) {
    const entries: readonly QuarantineEntry[] = await quarantine.list(tenant, {
      ...{ after, limit: ENTRIES_PER_PAGE },
    });
    for (const { reason, quarantinedAt } of entries.filter(({ status }) => status === 'open')) {
      count += 1;
      latest = timestampOf(Math.max(latest, quarantinedAt));
      reasons.add(reason);
    }
    looked += entries.length;
    after = entries.length < ENTRIES_PER_PAGE ? undefined : entries.at(-1)?.id;
  }
  return { count, latest, reasons: [...reasons].sort(), after };
}
