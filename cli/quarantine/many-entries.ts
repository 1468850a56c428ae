import { randomUUID } from 'node:crypto';
import { exitCode } from '../failure.ts';
import { numberAt } from '../http/json.ts';
import { pagesFrom } from '../http/pages.ts';
import { counted } from '../output/numbers.ts';
import type { Session } from '../session.ts';

/** Which of the open entries. */
export interface EntriesOptions {
  readonly of?: string;
  readonly source?: string;
  readonly type?: string;
  readonly subject?: string;
}

/** Dismisses or retries all open entries that fit, part by part, and says how many. */
export async function actOnMany(
  session: Session,
  action: 'retry' | 'dismiss',
  { of, source, type, subject, ...body }: EntriesOptions & { readonly reason?: string },
): Promise<number> {
  const filter = { reason: of, source, type, subject };
  let [done, skipped] = [0, 0];
  const parts = pagesFrom(session.api(), (cursor) => ({
    method: 'POST',
    path: `/v1/quarantine/${action}`,
    body: JSON.stringify({ ...body, filter, cursor }),
    idempotencyKey: randomUUID(),
  }));
  for await (const part of parts) {
    done += numberAt(part, 'done') ?? 0;
    skipped += numberAt(part, 'skipped') ?? 0;
  }
  if (session.isJson) session.printJson({ done, skipped });
  else {
    const did = action === 'retry' ? 'sent again' : 'dismissed';
    const left = skipped === 0 ? '' : `; ${skipped} left as they are`;
    session.shell.out(`${counted(done, 'event')} ${did}${left}\n`);
  }
  return exitCode.ok;
}
