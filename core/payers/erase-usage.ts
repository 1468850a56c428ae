import { inParallel } from '../kernel/in-parallel.ts';
import { itemsPast, pageUpTo } from '../kernel/pages.ts';
import { pseudonymOf } from '../metering/pseudonyms/pseudonym.ts';
import type { QuarantineEntry } from '../metering/quarantine/ports.ts';
import { changeEntry } from '../metering/quarantine/quarantine-review.ts';
import type { ErasedPayer, ErasePorts } from './erase-ports.ts';

const ENTRIES_PER_READ = 500;
const AT_ONCE = 8;
const ERASED = 'erased';

/**
 * Drops the salts of a payer's subjects: then nobody can tell whose their usage is, here or in a copy. That a salt is
 * dropped is noted first, under its pseudonym, so that an event which comes again is known still.
 */
export async function dropSalts(
  { salts }: Pick<ErasePorts, 'salts'>,
  { tenant, clear, isDry }: Pick<ErasedPayer, 'tenant' | 'clear' | 'isDry'>,
): Promise<number> {
  const found = [...(await salts.find(tenant, clear))];
  if (isDry) return found.length;
  await inParallel(AT_ONCE, found, async ([subject, salt]) => {
    await salts.noteDropped(tenant, pseudonymOf(tenant, subject, salt));
    await salts.drop(tenant, subject, salt);
  });
  return found.length;
}

/** Entries of its subjects: how many were emptied, and how many are open, and so for a person to decide on first. */
export async function eraseEntries(
  { quarantine }: ErasePorts,
  { tenant, subjects, isDry }: Pick<ErasedPayer, 'tenant' | 'subjects' | 'isDry'>,
): Promise<{ readonly emptied: number; readonly open: number }> {
  const wanted = new Set(subjects);
  const entries = itemsPast('', async (after) => {
    const page = await quarantine.list(tenant, { after, limit: ENTRIES_PER_READ });
    return pageUpTo(page, ({ id }) => id, page.length === ENTRIES_PER_READ);
  });
  let [emptied, open] = [0, 0];
  for await (const entry of entries) {
    if (!wanted.has(entry.event.subject)) continue;
    if (entry.status === 'open') open += 1;
    else emptied += 1;
    if (!isDry && entry.status !== 'open') await changeEntry(quarantine, entry, empty);
  }
  return { emptied, open };
}

/** Somebody may have looked at it since: what is open again, or empty, stays. */
const empty = (entry: QuarantineEntry): QuarantineEntry | undefined =>
  entry.status === 'open' || entry.event.subject === ERASED
    ? undefined
    : {
        ...entry,
        status: 'dismissed',
        dismissal: entry.dismissal ?? ERASED,
        event: { ...entry.event, subject: ERASED, data: undefined },
      };
