import { knownTenant } from '../../../core/billing/unbilled/known-tenant.ts';
import { listTogether } from '../../../core/billing/unbilled/list-unbilled.ts';
import type { Month } from '../../../core/kernel/month.ts';
import type { CorrectionRecord } from '../../../core/metering/corrections/ports.ts';
import { hourOfMinute, partitions } from '../../../core/metering/log/log-key.ts';
import type { UsageEvent } from '../../../core/metering/usage-event.ts';
import type { Violation } from '../journal.ts';
import type { AskedOf } from './actors.ts';
import { entriesOf, type LoggedEntry, type Recounted, recounted, worthOf } from './recount.ts';
import { months, type SomeCorrected, tenant } from './setting.ts';

/** What was asked for, and what its request was told. */
export interface Request extends AskedOf {
  /** What the log had by then, of what the request fits. */
  readonly suited: readonly UsageEvent[];
  id?: string;
}

/** What is looked at, beside what is kept. */
export interface Looked {
  readonly billing: SomeCorrected;
  readonly requests: readonly Request[];
  /** Corrections that were said to be taken back. */
  readonly takenBack: ReadonlySet<string>;
}

const UNIT = 10n ** 12n;

/** Rules that hold once all is done and billed. */
export async function restViolation(looked: Looked): Promise<Violation | undefined> {
  const entries = entriesOf(looked.billing.usageLog);
  return (
    onceViolation(entries) ??
    (await recordsViolation(looked, entries)) ??
    (await billedViolation(looked, recounted(entries)))
  );
}

function onceViolation(entries: readonly LoggedEntry[]): Violation | undefined {
  const seen = new Set<string>();
  for (const { log, event } of entries) {
    const place = JSON.stringify([log, event.source, event.id]);
    if (seen.has(place)) {
      return { rule: 'an entry is in its log once', detail: place, about: 'log.append' };
    }
    seen.add(place);
  }
  return undefined;
}

/** Each request is one correction, which comes to an end, and has corrected all that it fits. */
async function recordsViolation(
  { billing, requests, takenBack }: Looked,
  entries: readonly LoggedEntry[],
): Promise<Violation | undefined> {
  const { records } = await billing.corrections.records.list(tenant, { after: '', limit: 1_000 });
  if (records.length > requests.length) {
    const detail = `${records.length} corrections of ${requests.length} requests`;
    return { rule: 'a request is one correction', detail, about: 'records.put' };
  }
  const known = new Set(records.map(({ record }) => record.id));
  for (const { id, key, suited } of requests) {
    if (id === undefined) continue;
    if (!known.has(id)) {
      return { rule: 'what was answered is kept', detail: `${id} of ${key} is gone`, about: id };
    }
    const left = suited.find((event) => !isCorrected(entries, event));
    if (left === undefined) continue;
    const detail = `${id} has left ${left.id}, which it fits`;
    return { rule: 'all that fits is corrected', detail, about: id };
  }
  const wrong = records.map(({ record }) => endViolation(record, { takenBack, entries }));
  return wrong.find((one) => one !== undefined);
}

function endViolation(
  { id, progress, takenBack: back }: CorrectionRecord,
  { takenBack, entries }: Pick<Looked, 'takenBack'> & { readonly entries: readonly LoggedEntry[] },
): Violation | undefined {
  if ((back?.progress ?? progress).status !== 'done') {
    return { rule: 'every correction comes to an end', detail: id, about: id };
  }
  if (back === undefined) {
    if (!takenBack.has(id)) return undefined;
    return { rule: 'what was taken back stays so', detail: id, about: id };
  }
  const left = entries.find((one) => standsOf(one, id, entries));
  if (left === undefined) return undefined;
  return { rule: 'all is taken back', detail: `${id} still corrects ${left.event.id}`, about: id };
}

/** Whether anything corrects an event, or did. */
const isCorrected = (
  entries: readonly LoggedEntry[],
  { subject, source, id }: UsageEvent,
): boolean =>
  entries.some(
    ({ event, said }) =>
      event.subject === subject && said?.of.source === source && said.of.id === id,
  );

/** Whether an entry of a correction that is taken back was not; what another has corrected of it stays so. */
function standsOf(entry: LoggedEntry, id: string, entries: readonly LoggedEntry[]): boolean {
  const { said, event } = entry;
  if (said === undefined || said.correction !== id || said.kind === 'restore') return false;
  if (said.kind === 'amend' && isCorrected(entries, event)) return false;
  return !entries.some(
    (one) =>
      one.log === entry.log &&
      one.said?.kind === 'restore' &&
      one.said.correction === id &&
      one.said.of.source === said.of.source &&
      one.said.of.id === said.of.id,
  );
}

/** Invoices and adjustments come to the recount; what no open month reaches is on the list. */
async function billedViolation(
  { billing }: Looked,
  all: readonly Recounted[],
): Promise<Violation | undefined> {
  for (const month of months) {
    const late = await tooLate(billing, month);
    const wrong = await monthViolation(billing, { month, late, all });
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

/** Rules that hold of months in reach, when one was closed by totals that have all that the log has. */
export async function closedViolation(
  billing: SomeCorrected,
  inReach: readonly Month[],
): Promise<Violation | undefined> {
  const all = recounted(entriesOf(billing.usageLog));
  for (const month of inReach) {
    const wrong = await monthViolation(billing, { month, late: new Map(), all });
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

async function monthViolation(
  billing: SomeCorrected,
  {
    month,
    late,
    all,
  }: {
    readonly month: Month;
    readonly late: ReadonlyMap<string, bigint>;
    readonly all: readonly Recounted[];
  },
): Promise<Violation | undefined> {
  for (const used of all.filter((of) => of.month === month)) {
    const cell = { kind: 'period', month, customer: used.customer } as const;
    const billed = (await billing.books.read(tenant, { cells: [cell] })).at(cell)?.billed ?? [];
    const wrong =
      quantityViolation(used, { billed, late }) ?? worthViolation(used, { billed, late });
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

/** Whether totals have all that the log has. */
export async function isCounted({ usageLog, totals }: SomeCorrected): Promise<boolean> {
  for (const { shard, minute } of usageLog.keys()) {
    const progress = await totals.readProgress({ tenant, shard, hour: hourOfMinute(minute) });
    const blocks = usageLog.blocksOf({ tenant, shard, minute }).length;
    if ((progress?.value.coverage.get(minute) ?? 0) < blocks) return false;
  }
  return true;
}

interface Billed {
  readonly billed: readonly {
    readonly charge: string;
    readonly quantity: bigint;
    readonly exact: bigint;
  }[];
  readonly late: ReadonlyMap<string, bigint>;
}

function quantityViolation(used: Recounted, { billed, late }: Billed): Violation | undefined {
  const { customer, month } = used;
  for (const meter of ['view', 'bytes', 'peak', 'visits', 'active'] as const) {
    const quantity = billed.reduce(
      (sum, one) => (one.charge.includes(meter) ? sum + one.quantity : sum),
      0n,
    );
    const listed = late.get(JSON.stringify([customer, meter])) ?? 0n;
    if (quantity + listed === used[meter] * UNIT) continue;
    const detail = `${customer} is billed ${quantity} ${meter} of ${month}, ${listed} are listed, and ${used[meter] * UNIT} were used`;
    return { rule: 'all is billed or listed', detail, about: month };
  }
  return undefined;
}

function worthViolation(used: Recounted, { billed, late }: Billed): Violation | undefined {
  const { customer, month } = used;
  const isLate = [...late.keys()].some((key) => key.includes(`"${customer}"`));
  const exact = billed.reduce((sum, of) => sum + of.exact, 0n);
  if (isLate || exact === worthOf(used)) return undefined;
  const detail = `${customer} is billed ${exact} for ${month}, which comes to ${worthOf(used)}`;
  return { rule: 'invoices and adjustments come to the recount', detail, about: month };
}

/** By payer and meter, what is listed as too late. */
export async function tooLate(
  billing: SomeCorrected,
  month: Month,
): Promise<ReadonlyMap<string, bigint>> {
  const known = await knownTenant(billing, tenant, { from: 0 });
  const late = new Map<string, bigint>();
  for (let from = 0; from < partitions; ) {
    const { listed, to } = await listTogether(billing, tenant, {
      ...{ month, known, from, until: partitions },
    });
    for (const { customer, meter, quantity, reason } of listed) {
      if (reason !== 'too-late') continue;
      const place = JSON.stringify([customer, meter]);
      late.set(place, (late.get(place) ?? 0n) + quantity);
    }
    from = to;
  }
  return late;
}
