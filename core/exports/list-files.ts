import { inParallel } from '../kernel/in-parallel.ts';
import { type ChainId, type ExportedFile, filesAt } from './chain.ts';
import { dayOfHour, firstHourOf, hoursPerDay, laterDay } from './day.ts';
import { booksChain } from './export-books.ts';
import { firstHour, listHours, type UsageExportPorts, usageChain } from './export-usage.ts';

const FILES_PER_PAGE = 500;
const DAYS_AT_ONCE = 31;
/** Two years and more without a file are passed in a call. */
const WINDOWS_MAX = 24;
const DAYS_READ_AT_ONCE = 8;

type ListPorts = Pick<UsageExportPorts, 'files' | 'totals' | 'shards'>;

/** A page of files of usage, by days; `next` is the day that the next page begins with. */
export async function filesOfUsage(
  ports: ListPorts,
  tenant: string,
  { from, to }: { readonly from: string | undefined; readonly to: string },
): Promise<{ readonly files: readonly ExportedFile[]; readonly next: string | undefined }> {
  const first = from === undefined ? await firstHour(ports, tenant) : undefined;
  if (from === undefined && first === undefined) return { files: [], next: undefined };
  let at = from ?? dayOfHour(first ?? 0);
  const files: ExportedFile[] = [];
  for (let windows = 0; at <= to && windows < WINDOWS_MAX; windows += 1) {
    const until = laterDay(at, DAYS_AT_ONCE);
    const end = until <= to ? until : laterDay(to);
    const days = (firstHourOf(end) - firstHourOf(at)) / hoursPerDay;
    const hours = await listHours(ports, tenant, { from: at, days });
    const used = [...new Set(hours.map(({ hour }) => dayOfHour(hour)))].toSorted();
    const found = await inParallel(DAYS_READ_AT_ONCE, used, (day) =>
      filesOfChain(ports, usageChain(tenant, day)),
    );
    files.push(...found.flat());
    at = end;
    if (files.length >= FILES_PER_PAGE) break;
  }
  return { files, next: at <= to ? at : undefined };
}

const MANIFESTS_PER_PAGE = 200;

/** A page of files of the books, past a manifest; `next` is the manifest that the next page goes on past. */
export async function filesOfBooks(
  { files }: Pick<UsageExportPorts, 'files'>,
  tenant: string,
  past: number,
): Promise<{ readonly files: readonly ExportedFile[]; readonly next: number | undefined }> {
  const numbers = Array.from({ length: MANIFESTS_PER_PAGE }, (_, index) => past + index + 1);
  const all: ExportedFile[] = [];
  for (let first = 0; first < numbers.length; first += DAYS_READ_AT_ONCE) {
    const some = numbers.slice(first, first + DAYS_READ_AT_ONCE);
    const found = await inParallel(DAYS_READ_AT_ONCE, some, (number) =>
      filesAt(files, booksChain(tenant), number),
    );
    all.push(...found.flatMap((of) => of ?? []));
    if (found.includes(undefined)) return { files: all, next: undefined };
  }
  return { files: all, next: past + MANIFESTS_PER_PAGE };
}

/** All files of a chain, as its manifests have them. */
async function filesOfChain(
  { files }: Pick<UsageExportPorts, 'files'>,
  id: ChainId,
): Promise<readonly ExportedFile[]> {
  const all: ExportedFile[] = [];
  for (let number = 1; ; number += 1) {
    const found = await filesAt(files, id, number);
    if (found === undefined) return all;
    all.push(...found);
  }
}
