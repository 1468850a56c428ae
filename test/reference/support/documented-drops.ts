import { timestampOf } from '../../../core/kernel/timestamp.ts';
import type { DropRecords } from '../../../core/tallies/drops/ports.ts';
import { inMemoryDrops } from '../../fakes/drops.ts';

/** What a warehouse has dropped of a day. */
export function documentedDrops(tenant: string): DropRecords {
  const drops = inMemoryDrops();
  const seenAt = timestampOf(Date.UTC(2026, 10, 2));
  const file = { name: 'usage.csv', bytes: 64, sha256: 'a'.repeat(64), rows: 2 };
  void drops.put(tenant, {
    revision: 1,
    drop: {
      ...{ id: 'd0f3k2p0qd1f9a3c7', name: '2026-11-01.manifest.json', sha256: 'b'.repeat(64) },
      ...{ status: 'accepted', seenAt, endedAt: seenAt, sent: 2, replaced: 0 },
      ...{ faults: [], moreFaults: 0, counts: { accepted: 2, repeated: 0, refused: 0 } },
      manifest: { version: 1, source: 'urn:warehouse', type: 'warehouse', files: [file] },
      checked: {
        ...{ catalog: 1, versions: ['1'], rows: 2, dayCount: 1, sums: { count: '1280' } },
        days: [{ type: 'warehouse', first: '2026-11-01', last: '2026-11-01' }],
      },
    },
  });
  return drops;
}
