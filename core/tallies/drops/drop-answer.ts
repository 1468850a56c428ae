import type { DropAnswer } from '../../contract/drops/shapes.ts';
import { definedOnly } from '../../kernel/defined-only.ts';
import { rfc3339 } from '../../kernel/timestamp.ts';
import type { DropRecord } from './ports.ts';

/** By which name corrections find what a drop has written. */
export const jobOf = ({ id }: Pick<DropRecord, 'id'>): string => `drop.${id}`;

/** A drop as it is answered, and as its outcome says it. */
export function dropAnswer(drop: DropRecord): DropAnswer {
  const { id, name, sha256, status, seenAt, endedAt, manifest, checked } = drop;
  return {
    ...{ id, manifest: name, manifestSha256: sha256, status, seenAt: rfc3339(seenAt) },
    ...(endedAt === undefined ? {} : { endedAt: rfc3339(endedAt) }),
    ...definedOnly({ source: manifest?.source }),
    ...(manifest === undefined
      ? {}
      : { revision: manifest.revision ?? 1, timezone: manifest.timezone ?? 'UTC' }),
    ...(checked === undefined
      ? {}
      : { rows: checked.rows, days: checked.dayCount, sums: { ...checked.sums } }),
    ...{ sent: drop.sent, ...drop.counts, replaced: drop.replaced },
    faults: drop.faults.map((fault) => ({ ...fault })),
    moreFaults: drop.moreFaults,
    backfill: jobOf(drop),
  };
}
