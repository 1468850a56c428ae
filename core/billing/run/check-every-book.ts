import { type BooksReport, catchUpAndCheck } from '../../books/check.ts';
import type { BooksLog } from '../../books/ports.ts';
import { millisecondsPer, timestampOf } from '../../kernel/timestamp.ts';
import { announceDocuments } from './documents-message.ts';
import { eachTenant } from './each-tenant.ts';
import type { CheckMessage } from './message.ts';
import type { BillingRunPorts } from './ports.ts';
import { recentDocuments } from './recent-documents.ts';

/** Two days, as books are checked once a day. */
const ANNOUNCED_AGAIN_MS = 2 * millisecondsPer.day;

/**
 * Reads the books of one tenant, or has those of every tenant read; faults are told, never repaired.
 */
export async function checkEveryBook(
  ports: BillingRunPorts & { readonly log: BooksLog },
  { tenant }: CheckMessage,
): Promise<void> {
  if (tenant === undefined)
    await eachTenant(ports, (one) => ({ kind: 'check-books', tenant: one }));
  else await checkBook(ports, tenant);
}

/**
 * Reads the books of a tenant, and tells of faults. What was issued since the check before the last is announced once
 * more: whoever issued it may have died before it said so.
 */
export async function checkBook(
  ports: BillingRunPorts & { readonly log: BooksLog },
  tenant: string,
): Promise<BooksReport> {
  const report = await catchUpAndCheck(ports, tenant);
  for (const { code, detail } of report.faults) {
    ports.onNotice({ event: 'books.fault', tenant, code, detail });
  }
  // What is wrong with the books comes first.
  if (report.faults.length > 0) return report;
  const since = timestampOf(ports.clock.now() - ANNOUNCED_AGAIN_MS);
  const ids = await recentDocuments(ports.log, tenant, { blocks: report.blocks, since });
  await announceDocuments(ports.documents, tenant, ids);
  return report;
}
