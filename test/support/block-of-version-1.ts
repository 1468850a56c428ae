import { packedEvents, quality } from '../../core/metering/event-columns.ts';
import { contentCheckOf, identityOf, type UsageEvent } from '../../core/metering/usage-event.ts';

/** A block of a tenant as version 1 wrote them: see docs/block-format.md. */
export function blockOfVersion1(tenant: string, events: readonly UsageEvent[]): Uint8Array {
  const head = Buffer.alloc(5);
  head.writeUInt8(1, 0);
  head.writeUInt32BE(events.length, 1);
  const checks = Buffer.alloc(4 * events.length);
  for (const [index, event] of events.entries()) {
    checks.writeUInt32BE(contentCheckOf(event), 4 * index);
  }
  return Buffer.concat([
    head,
    ...events.map((event) => identityOf(tenant, event)),
    checks,
    packedEvents(events, quality.kept),
  ]);
}
