import { inParallel } from '../kernel/in-parallel.ts';
import { invariant } from '../kernel/invariant.ts';
import type { PutOutcome } from '../kernel/log.ts';
import { checkpointText } from '../tlog/checkpoint.ts';
import { entriesFrom, entryTiles } from '../tlog/entries.ts';
import { ed25519Line, noteText } from '../tlog/note.ts';
import { grown, rootOf, sizeOfEdge, TILE_WIDTH, type Tile, tilePath } from '../tlog/tiles.ts';
import { leafHash } from '../tlog/tree.ts';
import { lastEntries } from './last-entries.ts';
import type {
  HourParts,
  KeyLeaves,
  LogId,
  LogSigner,
  LogSpans,
  LogTiles,
  Staged,
  YearLog,
  YearLogs,
} from './ports.ts';
import { originOf } from './year-log.ts';

export interface StagedPorts {
  readonly logs: YearLogs;
  readonly spans: LogSpans;
  readonly tiles: LogTiles;
  readonly signer: LogSigner;
  /** What the names of logs begin with. */
  readonly host: string;
  /** Left out, the log has no hours of usage. */
  readonly usage?: { readonly hours: Pick<HourParts, 'put'> };
  /** Left out, the log has no keys of private passes. */
  readonly keys?: { readonly leaves: Pick<KeyLeaves, 'put'> };
}

export const PUTS_AT_ONCE = 8;
/** What is kept of the last tile beside the log: a tile of commitments has some nine kilobytes. */
const LAST_BYTES_MAX = 16_384;

/** Publishes what is staged: entries, the tree, where documents are; then the checkpoint of all that. */
export async function publish(
  ports: StagedPorts,
  { staged: _staged, ...log }: YearLog,
  { seq, documents, entries, hours = [], keys = [] }: Staged,
): Promise<PutOutcome> {
  const size = sizeOfEdge(log.edge);
  const bundles = entryTiles(size, await lastEntries(ports.tiles, log), entries);
  const { edge, tiles } = grown(log.edge, entries.map(leafHash));
  await putTiles(ports.tiles, log, [...bundles, ...tiles]);
  if (documents.length > 0) {
    const spanned = await ports.spans.put({ ...idOf(log), seq, index: size, documents });
    if (spanned === 'unknown') return 'unknown';
  }
  if (!(await arePlaced(ports, log, { size, hours, keys }))) return 'unknown';
  const note = await signedNote(ports, log, { size: size + entries.length, root: rootOf(edge) });
  if (note === undefined) return 'unknown';
  const [lastBundle] = bundles.slice(-1);
  const isWhole = lastBundle === undefined || lastBundle.width === TILE_WIDTH;
  const isKept =
    !isWhole && log.nextHour === undefined && lastBundle.bytes.length <= LAST_BYTES_MAX;
  const last = isKept ? entriesFrom(lastBundle.bytes) : [];
  return ports.logs.put({ ...log, revision: log.revision + 1, edge, note, last });
}

/** Says where the leaves are of hours that have events, and of keys. */
async function arePlaced(
  ports: StagedPorts,
  log: YearLog,
  { size, hours, keys }: { readonly size: number } & Required<Pick<Staged, 'hours' | 'keys'>>,
): Promise<boolean> {
  const { usage } = ports;
  const placed = await inParallel(
    PUTS_AT_ONCE,
    [...hours.entries()],
    async ([place, { hour, part, covered }]) => {
      if (covered === undefined) return 'put';
      invariant(usage !== undefined, 'whoever goes on with hours knows where to say so');
      return usage.hours.put({ ...idOf(log), hour, part, covered, index: size + place });
    },
  );
  const shown = await inParallel(PUTS_AT_ONCE, [...keys.entries()], async ([place, keyId]) => {
    invariant(ports.keys !== undefined, 'whoever goes on with keys knows where to say so');
    return ports.keys.leaves.put({ ...idOf(log), keyId, index: size + place });
  });
  return ![...placed, ...shown].includes('unknown');
}

const idOf = ({ tenant, year }: LogId): LogId => ({ tenant, year });

async function putTiles(tiles: LogTiles, id: LogId, made: readonly Tile[]): Promise<void> {
  await inParallel(PUTS_AT_ONCE, made, async (tile) => {
    const path = tilePath(tile);
    if ((await tiles.put(id, path, tile.bytes)) === 'put') return;
    const kept = await tiles.get(id, path);
    if (kept === undefined) throw new Error(`it is not known whether ${path} was put: try again`);
    invariant(Buffer.compare(kept, tile.bytes) === 0, `${path} is what the staged entries make`);
  });
}

async function signedNote(
  { signer, host }: Pick<StagedPorts, 'signer' | 'host'>,
  id: LogId,
  { size, root }: { readonly size: number; readonly root: Uint8Array },
): Promise<string | undefined> {
  const origin = originOf(host, id);
  const publicKey = await signer.publicKey();
  if (publicKey === 'unavailable') return undefined;
  const text = checkpointText({ origin, size, root });
  const signature = await signer.sign(Buffer.from(text));
  if (signature === 'unavailable') return undefined;
  const key = { name: origin, algorithm: signer.algorithm, publicKey };
  return noteText({ text, signatures: [ed25519Line(key, signature)] });
}
