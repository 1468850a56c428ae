import type { Period } from '../../kernel/timestamp.ts';
import type { Quarantine, QuarantineEntry } from './ports.ts';

/** Entries looked at in a call: nothing says of them when their events occurred but they themselves. */
const LOOKED_AT_MAX = 10_000;
const PAGE = 1_000;

/** Entries of events of a period, of some subjects, as they are kept, or of all. */
export async function entriesWithin(
  quarantine: Quarantine,
  tenant: string,
  {
    subjects,
    period,
  }: { readonly subjects: ReadonlySet<string> | undefined; readonly period: Period },
): Promise<{
  readonly entries: readonly QuarantineEntry[];
  /** Whether there are more than are looked at. */
  readonly isPartial: boolean;
}> {
  const within: QuarantineEntry[] = [];
  let after = '';
  for (let lookedAt = 0; lookedAt < LOOKED_AT_MAX; ) {
    const entries = await quarantine.list(tenant, { after, limit: PAGE });
    within.push(...entries.filter(({ event }) => isWithin(event, subjects, period)));
    if (entries.length < PAGE) return { entries: within, isPartial: false };
    lookedAt += entries.length;
    after = entries.at(-1)?.id ?? after;
  }
  const [more] = await quarantine.list(tenant, { after, limit: 1 });
  return { entries: within, isPartial: more !== undefined };
}

const isWithin = (
  { subject, occurredAt }: QuarantineEntry['event'],
  subjects: ReadonlySet<string> | undefined,
  { start, end }: Period,
): boolean => subjects?.has(subject) !== false && start <= occurredAt && occurredAt < end;
