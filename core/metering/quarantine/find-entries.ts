import type { Quarantine, QuarantineEntry, QuarantineReason } from './ports.ts';

/** Entries looked at for one page: few of many may be asked for, and a request has to end. */
const LOOKED_AT_MAX = 1_000;

/** Which entries; `closed` is retried or dismissed, undefined is all. */
export interface EntriesQuestion {
  readonly tenant: string;
  readonly status: QuarantineEntry['status'] | 'closed' | undefined;
  readonly reason: QuarantineReason | undefined;
  /** The id before the first. */
  readonly after: string;
  readonly limit: number;
}

/** Entries of the status and the reason asked for, by id, and after which id the next page begins, if there is one. */
export async function findEntries(
  quarantine: Quarantine,
  { tenant, after: first, limit, ...asked }: EntriesQuestion,
): Promise<{ readonly found: readonly QuarantineEntry[]; readonly next: string | undefined }> {
  const found: QuarantineEntry[] = [];
  let after = first;
  for (let lookedAt = 0; lookedAt < LOOKED_AT_MAX; ) {
    const entries = await quarantine.list(tenant, { after, limit });
    for (const entry of entries) {
      if (isAsked(entry, asked)) found.push(entry);
      after = entry.id;
      if (found.length === limit) return { found, next: after };
    }
    if (entries.length < limit) return { found, next: undefined };
    lookedAt += entries.length;
  }
  return { found, next: after };
}

const isAsked = (
  entry: QuarantineEntry,
  { status, reason = entry.reason }: Pick<EntriesQuestion, 'status' | 'reason'>,
): boolean => reason === entry.reason && hasStatus(entry, status);

const hasStatus = (entry: QuarantineEntry, status: EntriesQuestion['status']): boolean =>
  status === undefined || (status === 'closed' ? entry.status !== 'open' : entry.status === status);
