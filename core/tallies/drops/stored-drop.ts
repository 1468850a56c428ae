import { dropManifest } from '../../contract/drops/manifest.ts';
import { dropFaultCodes } from '../../contract/drops/shapes.ts';
import { StoredObject } from '../../kernel/stored.ts';
import { timestampOf } from '../../kernel/timestamp.ts';
import type { CheckedFiles, DropFault, DropRecord } from './ports.ts';

/** What is kept of a drop beside its id. */
export const storedDrop = ({ id: _, ...others }: DropRecord): object => others;

/** A drop as it is kept. Throws `InvariantViolation` for what no version of ours wrote. */
export function dropFrom(id: string, value: unknown): DropRecord {
  const stored = new StoredObject(value, 'a drop');
  const counts = stored.object('counts');
  return {
    id,
    name: stored.text('name'),
    sha256: stored.text('sha256'),
    seenAt: timestampOf(stored.integer('seenAt')),
    status: stored.oneOf('status', ['checking', 'sending', 'accepted', 'refused']),
    ...(stored.has('manifest') ? { manifest: dropManifest.parse(stored.value('manifest')) } : {}),
    ...(stored.has('checked') ? { checked: checkedIn(stored.object('checked')) } : {}),
    sent: stored.integer('sent'),
    counts: {
      accepted: counts.integer('accepted'),
      repeated: counts.integer('repeated'),
      refused: counts.integer('refused'),
    },
    replaced: stored.integer('replaced'),
    faults: stored.objects('faults').map(faultIn),
    moreFaults: stored.integer('moreFaults'),
    ...(stored.has('endedAt') ? { endedAt: timestampOf(stored.integer('endedAt')) } : {}),
  };
}

function checkedIn(stored: StoredObject): CheckedFiles {
  const sums = stored.object('sums');
  const columns = Object.keys(Object(stored.value('sums')) as object);
  return {
    catalog: stored.integer('catalog'),
    versions: stored.texts('versions'),
    rows: stored.integer('rows'),
    days: stored.objects('days').map((one) => ({
      type: one.text('type'),
      first: one.text('first'),
      last: one.text('last'),
    })),
    dayCount: stored.integer('dayCount'),
    sums: Object.fromEntries(columns.map((column) => [column, sums.text(column)])),
  };
}

const faultIn = (stored: StoredObject): DropFault => ({
  code: stored.oneOf('code', dropFaultCodes),
  detail: stored.text('detail'),
  ...(stored.has('file') ? { file: stored.text('file') } : {}),
  ...(stored.has('line') ? { line: stored.integer('line') } : {}),
});
