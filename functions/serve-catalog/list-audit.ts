import type { AuditEntry, AuditLog } from '../../core/access/audit/audit-log.ts';
import { openedCursor, sealedCursor } from '../../core/access/cursor.ts';
import type { Clock } from '../../core/kernel/clock.ts';
import { definedOnly } from '../../core/kernel/defined-only.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import {
  rfc3339,
  type Timestamp,
  timestampFrom,
  timestampOf,
} from '../../core/kernel/timestamp.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';

const LIMIT_DEFAULT = 100;

export interface AuditReadingPorts {
  readonly audit: Pick<AuditLog, 'list'>;
  readonly clock: Clock;
}

/** The audit of a tenant, the latest first. */
export const listAudit =
  (ports: AuditReadingPorts): RouteHandlers['ServeCatalog']['GET /v1/audit'] =>
  async ({ caller, query: { from, to, limit = LIMIT_DEFAULT, cursor } }) => {
    const fingerprint = JSON.stringify(['GET /v1/audit', from, to]);
    // What was asked in this very millisecond belongs to it.
    const range = {
      from: instantIn('from', from) ?? timestampOf(0),
      to: instantIn('to', to) ?? timestampOf(ports.clock.now() + 1),
      before: cursor === undefined ? undefined : openedCursor(caller, fingerprint, cursor),
      limit,
    };
    const page = await ports.audit.list(caller.tenant, range);
    const entries = upToLimit(page.entries);
    const more = page.more || entries.length < page.entries.length;
    const last = more ? entries.at(-1) : undefined;
    return {
      status: 200,
      body: {
        entries: entries.map(entryAnswer),
        ...(last === undefined ? {} : { nextCursor: sealedCursor(caller, fingerprint, last.id) }),
      },
    };
  };

/** Half of what a function may answer: text of a body is written once more as JSON text. */
const PAGE_BYTES_MAX = 3 * 1024 * 1024;

/** As many as one answer has room for, and one at least. */
function upToLimit(entries: readonly AuditEntry[]): readonly AuditEntry[] {
  let bytes = 0;
  const past = entries.findIndex((entry, index) => {
    bytes += Buffer.byteLength(JSON.stringify(entry));
    return index > 0 && bytes > PAGE_BYTES_MAX;
  });
  return past === -1 ? entries : entries.slice(0, past);
}

const entryAnswer = ({ tenant: _, at, keyId, actor, body, answered, ...entry }: AuditEntry) => ({
  ...entry,
  at: rfc3339(at),
  ...definedOnly({ keyId, actor }),
  ...(body === undefined
    ? {}
    : { body: { sha256: body.sha256, ...definedOnly({ text: body.text }) } }),
  ...(answered === undefined
    ? {}
    : { answered: { status: answered.status, ...definedOnly({ code: answered.code }) } }),
});

function instantIn(param: string, text: string | undefined): Timestamp | undefined {
  if (text === undefined) return undefined;
  const instant = timestampFrom(text);
  if (instant !== undefined) return instant;
  throw new Rejection('request.invalid', `give an instant that exists, got ${text}`, { param });
}
