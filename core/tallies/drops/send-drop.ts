import type { DropManifest } from '../../contract/drops/manifest.ts';
import type { TimeLeft } from '../../kernel/clock.ts';
import { invariant } from '../../kernel/invariant.ts';
import { tallyEvents } from '../tally-event.ts';
import { type DropPorts, once } from './check-drop.ts';
import { type DroppedRow, FileGone, headOf, placeOf, rowsOf } from './dropped-rows.ts';
import { keepDrop } from './keep-drop.ts';
import type { CheckedFiles, DropFault, DropPlace, DropRecord, RevisedDrop } from './ports.ts';
import { takeOutLower } from './revisions.ts';
import { fileOf, inRounds, workOffRound } from './rounds.ts';

interface Sending {
  readonly manifest: DropManifest;
  readonly checked: CheckedFiles;
}

/**
 * Writes a drop that was checked, round by round, and keeps after each how far it is. Resolves with the last that was
 * kept: its end, or where the time was up.
 */
export async function sendDropped(
  ports: DropPorts,
  tenant: string,
  begun: RevisedDrop,
  time: TimeLeft,
): Promise<RevisedDrop> {
  const { manifest, checked } = begun.drop;
  invariant(manifest !== undefined && checked !== undefined, 'a drop that is sent was checked');
  const sending = { manifest, checked };
  const before = await takeOut(
    ports,
    tenant,
    { drop: begun.drop, ...sending, when: 'before' },
    time,
  );
  if (before === undefined) return begun;
  const sent = await sendRest(ports, tenant, { begun, ...sending }, time);
  if (sent.drop.sent < checked.rows) return sent;
  const after = await takeOut(ports, tenant, { drop: sent.drop, ...sending, when: 'after' }, time);
  if (after === undefined) return sent;
  const replaced = before + after;
  const endedAt = ports.clock.now();
  return keepDrop(ports.drops, tenant, sent, {
    ...sent.drop,
    status: 'accepted',
    replaced,
    endedAt,
  });
}

const takeOut = (
  { corrections }: DropPorts,
  tenant: string,
  { drop, manifest, checked, when }: Sending & { drop: DropRecord; when: 'before' | 'after' },
  time: TimeLeft,
) => takeOutLower(corrections, tenant, { drop, manifest, ranges: checked.days, when }, time);

/** Rounds that are over are read past: a row is in the same one each time. */
async function sendRest(
  ports: DropPorts,
  tenant: string,
  { begun, manifest, checked }: Sending & { readonly begun: RevisedDrop },
  time: TimeLeft,
): Promise<RevisedDrop> {
  let at = begun;
  if (at.drop.sent >= checked.rows) return at;
  const place = { tenant, name: begun.drop.name };
  const own = { ...ports, writer: once(ports.writer()) };
  const eventOf = tallyEvents(fileOf(manifest));
  let number = 0;
  for await (const round of inRounds(
    checkedRows(ports, { place, manifest, checked }),
    ports.roundRows,
  )) {
    invariant('rows' in round, 'a file that was right stays so');
    number += 1;
    if (number * ports.roundRows <= at.drop.sent) continue;
    const { drop } = at;
    const about = { drop, eventOf, number, catalog: checked.catalog, isLook: false };
    const done = await workOffRound(own, tenant, { ...about, rows: round.rows });
    at = await keepDrop(ports.drops, tenant, at, withRound(drop, round.rows.length, done));
    if (time.isShort()) return at;
  }
  return at;
}

const FAULTS_SHOWN = 20;

function withRound(
  drop: DropRecord,
  rows: number,
  { counts, faults }: Awaited<ReturnType<typeof workOffRound>>,
): DropRecord {
  const all = [...drop.faults, ...faults];
  const shown = all.slice(0, FAULTS_SHOWN);
  return {
    ...drop,
    sent: drop.sent + rows,
    counts: {
      accepted: drop.counts.accepted + counts.accepted,
      repeated: drop.counts.repeated + counts.repeated,
      refused: drop.counts.refused + counts.refused,
    },
    faults: shown,
    moreFaults: drop.moreFaults + all.length - shown.length,
  };
}

/**
 * The rows of the files that were checked. Where a version is gone, what is there under its name is taken if it is the
 * same file: somebody has put it back. Throws `FileGone`.
 */
async function* checkedRows(
  ports: DropPorts,
  of: Sending & { readonly place: DropPlace },
): AsyncGenerator<DroppedRow | DropFault> {
  const { place, manifest, checked } = of;
  for (const [index, file] of manifest.files.entries()) {
    const about = { place, manifest, file };
    const version = await versionOf(ports, about, checked.versions[index] ?? '');
    yield* rowsOf(ports.files, about, { version, bytes: file.bytes });
  }
}

async function versionOf(
  { files }: DropPorts,
  about: { place: DropPlace; manifest: DropManifest; file: DropManifest['files'][number] },
  version: string,
): Promise<string> {
  const { place, file } = about;
  const part = { version, from: 0, length: Math.min(1, file.bytes) };
  if ((await files.read(placeOf(place, file.name), part)) !== undefined) return version;
  const head = await headOf(files, place, file);
  if ('code' in head) throw new FileGone(file.name);
  for await (const one of rowsOf(files, about, head))
    if ('code' in one) throw new FileGone(file.name);
  return head.version;
}
