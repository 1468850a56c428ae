import { type DropManifest, dropLimits, dropManifest } from '../../contract/drops/manifest.ts';
import { checked as fits } from '../../contract/faults.ts';
import type { TimeLeft } from '../../kernel/clock.ts';
import { sha256 } from '../../kernel/digest.ts';
import type { Queue } from '../../kernel/queue.ts';
import type { Timestamp } from '../../kernel/timestamp.ts';
import { utf8Text } from '../../kernel/utf8.ts';
import { shown } from '../../metering/shown.ts';
import { checkDrop, type DropPorts } from './check-drop.ts';
import { dropAnswer } from './drop-answer.ts';
import { keepDrop } from './keep-drop.ts';
import { type DropsMessage, sendDrop } from './message.ts';
import type { DropFault, DropNotice, DropPlace, DropRecord, RevisedDrop } from './ports.ts';
import { sendDropped } from './send-drop.ts';

export interface WorkPorts extends DropPorts {
  /** Where a drop is gone on with. */
  readonly queue: Queue;
  readonly onNotice: (notice: DropNotice) => void;
}

const MANIFEST = '.manifest.json';
/** Longer than there will be a clock of ours. */
const LATEST = 36 ** 8 - 1;

/** Works off a message of the drops queue. Each is safe to repeat, and to race. */
export async function workOffDrops(
  ports: WorkPorts,
  message: DropsMessage,
  time: TimeLeft,
): Promise<void> {
  if (message.kind === 'drop') {
    const { tenant, id } = message;
    const found = await ports.drops.get(tenant, id);
    if (found !== undefined) await goOn(ports, tenant, found, time);
    return;
  }
  for (const key of message.keys) {
    const place = ports.files.placeOf(key);
    if (place?.name.endsWith(MANIFEST) !== true) continue;
    const seen = await seeManifest(ports, place);
    if (seen !== undefined) await goOn(ports, place.tenant, seen, time);
  }
}

/** The drop that a manifest is: by its name and its content. Undefined where it is gone. */
async function seeManifest(ports: WorkPorts, place: DropPlace): Promise<RevisedDrop | undefined> {
  const { tenant, name } = place;
  const head = await ports.files.head(place);
  if (head === undefined) return undefined;
  const isLarge = head.bytes > dropLimits.manifestBytes;
  const length = Math.min(head.bytes, dropLimits.manifestBytes);
  const bytes = await ports.files.read(place, { version: head.version, from: 0, length });
  // It was replaced: what has replaced it is told of, too.
  if (bytes === undefined) return undefined;
  const digest = isLarge ? sha256(JSON.stringify([head.bytes, head.version])) : sha256(bytes);
  const content = { name, sha256: digest.toString('hex') };
  const id = await idOf(ports, tenant, content);
  const found = await ports.drops.get(tenant, id);
  if (found !== undefined) return seenAgain(ports, tenant, found);
  const seenAt = ports.clock.now();
  const read = isLarge ? tooLarge(head.bytes) : manifestIn(bytes);
  const next = { revision: 1, drop: begun({ id, ...content, seenAt }, read) };
  if ((await ports.drops.put(tenant, next)) === 'put') return next;
  const there = await ports.drops.get(tenant, id);
  if (there !== undefined) return there;
  throw new Error(`it is not known whether drop ${id} was put`);
}

/** What was refused is checked again, as its files may be there now: nothing of it was written. */
function seenAgain(
  { drops, clock }: WorkPorts,
  tenant: string,
  at: RevisedDrop,
): RevisedDrop | Promise<RevisedDrop> {
  const { status, manifest, id, name, sha256: content } = at.drop;
  if (status !== 'refused' || manifest === undefined) return at;
  const seenAt = clock.now();
  return keepDrop(drops, tenant, at, begun({ id, name, sha256: content, seenAt }, manifest));
}

/** The same manifest is the same drop, whoever sees it, and how often. */
async function idOf(
  { drops, clock }: WorkPorts,
  tenant: string,
  { name, sha256: content }: { readonly name: string; readonly sha256: string },
): Promise<string> {
  const key = sha256(JSON.stringify([name, content])).toString('hex');
  const known = await drops.named(tenant, key);
  if (known !== undefined) return known;
  const order = (LATEST - (clock.now() % LATEST)).toString(36).padStart(8, '0');
  const id = `d${order}${key.slice(0, 8)}`;
  if ((await drops.name(tenant, key, id)) === 'put') return id;
  const there = await drops.named(tenant, key);
  if (there !== undefined) return there;
  throw new Error(`it is not known which drop ${name} is`);
}

function begun(
  of: {
    readonly id: string;
    readonly name: string;
    readonly sha256: string;
    readonly seenAt: Timestamp;
  },
  read: DropManifest | DropFault,
): DropRecord {
  const nothing = { sent: 0, counts: { accepted: 0, repeated: 0, refused: 0 }, replaced: 0 };
  const drop = { ...of, ...nothing, faults: [], moreFaults: 0 };
  if (!('code' in read)) return { ...drop, status: 'checking', manifest: read };
  return { ...drop, status: 'refused', faults: [read], endedAt: of.seenAt };
}

const tooLarge = (bytes: number): DropFault => ({
  code: 'manifest-too-large',
  detail: `split it: a manifest has at most ${dropLimits.manifestBytes} bytes, got ${bytes}`,
});

function manifestIn(bytes: Uint8Array): DropManifest | DropFault {
  let value: unknown;
  try {
    value = JSON.parse(utf8Text(bytes));
  } catch {
    const text = Buffer.from(bytes).toString('utf8');
    return { code: 'manifest-malformed', detail: `write it as JSON in UTF-8, got ${shown(text)}` };
  }
  const read = fits(dropManifest, value);
  if ('value' in read) return read.value;
  const { path, detail } = read.fault;
  const at = path.length === 0 ? '' : `${path.join('.')}: `;
  return { code: 'manifest-malformed', detail: `${at}${detail}` };
}

/** Goes on with a drop until it is over, or time is short. */
async function goOn(
  ports: WorkPorts,
  tenant: string,
  begunAt: RevisedDrop,
  time: TimeLeft,
): Promise<void> {
  let at = begunAt;
  if (at.drop.status === 'checking') at = await checkedDrop(ports, tenant, at);
  if (at.drop.status === 'sending') at = await sendDropped(ports, tenant, at, time);
  if (at.drop.status === 'sending') {
    return sendDrop(ports.queue, { kind: 'drop', tenant, id: at.drop.id });
  }
  await tellEnd(ports, tenant, at.drop);
}

async function checkedDrop(
  ports: WorkPorts,
  tenant: string,
  at: RevisedDrop,
): Promise<RevisedDrop> {
  const { drop } = at;
  const { manifest } = drop;
  if (manifest === undefined) throw new Error(`drop ${drop.id} has no manifest`);
  const next = await checkDrop(ports, tenant, { drop, manifest });
  if (next.status === 'sending') {
    const { source, timezone = 'UTC' } = manifest;
    await ports.drops.keepZone(tenant, source, timezone);
    // Another drop of the source may have been first, with another one.
    if ((await ports.drops.zoneOf(tenant, source)) !== timezone) {
      return checkedDrop(ports, tenant, at);
    }
  }
  return keepDrop(ports.drops, tenant, at, next);
}

/** Says what became of it beside its manifest; said again, it is the same. */
async function tellEnd(
  { files, onNotice }: WorkPorts,
  tenant: string,
  drop: DropRecord,
): Promise<void> {
  const { id, name, status, counts, faults } = drop;
  if (status === 'refused' || counts.refused > 0) {
    const detail = faults[0]?.detail ?? '';
    onNotice({ event: 'drop.refused', tenant, drop: id, manifest: name, detail });
  }
  const outcome = `${name.slice(0, -MANIFEST.length)}.outcome.json`;
  await files.putOutcome(
    { tenant, name: outcome },
    `${JSON.stringify(dropAnswer(drop), undefined, 2)}\n`,
  );
}
