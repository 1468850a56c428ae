import { createHash } from 'node:crypto';
import { createGunzip } from 'node:zlib';
import { type DropManifest, dropLimits } from '../../contract/drops/manifest.ts';
import { type TallyFault, type TallyRow, tallyRows } from '../tally-rows.ts';
import { through } from '../through.ts';
import type { DropFault, DropFiles, DropPlace, FileHead } from './ports.ts';

type ManifestFile = DropManifest['files'][number];

/** A row, and the file that it is of. */
export interface DroppedRow {
  readonly file: string;
  readonly row: TallyRow;
}

const PART_BYTES = 4 * 1024 * 1024;
/** What a file may become when it is unpacked: rows of a kilobyte, as many as may be. */
const UNPACKED_BYTES_MAX = 1024 * 1024 * 1024;

/** A file is beside its manifest, or below it. */
export const placeOf = ({ tenant, name }: DropPlace, file: string): DropPlace => ({
  tenant,
  name: name.slice(0, name.lastIndexOf('/') + 1) + file,
});

/** A version of a file is gone: another was put in its place, or somebody took it away. */
export class FileGone extends Error {
  constructor(name: string) {
    super(
      `put ${name} back as the manifest has it, then the manifest: it was replaced, or is gone`,
    );
  }
}

/** The bytes of a version of a file, part by part. Throws `FileGone`. */
async function* partsOf(
  files: Pick<DropFiles, 'read'>,
  place: DropPlace,
  { version, bytes }: FileHead,
): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes; from += PART_BYTES) {
    const length = Math.min(PART_BYTES, bytes - from);
    const part = await files.read(place, { version, from, length });
    if (part === undefined) throw new FileGone(place.name);
    yield part;
  }
}

/** Rows of a file, and what is wrong with it. Throws `FileGone`. */
export async function* rowsOf(
  files: Pick<DropFiles, 'read'>,
  { place, manifest, file }: { place: DropPlace; manifest: DropManifest; file: ManifestFile },
  { version, bytes }: FileHead,
): AsyncGenerator<DroppedRow | DropFault> {
  const digest = createHash('sha256');
  const parts = digested(partsOf(files, placeOf(place, file.name), { version, bytes }), digest);
  const isPacked = file.name.endsWith('.gz');
  const unpacked = isPacked ? through<Uint8Array>(createGunzip(), parts) : parts;
  const columns = { type: manifest.type, values: manifest.values ?? ['count', 'sum'] };
  let rows = 0;
  try {
    for await (const row of tallyRows(bounded(unpacked), columns)) {
      rows += 1;
      if (rows > file.rows) break;
      yield 'detail' in row ? faultOf(file, row) : { file: file.name, row };
    }
  } catch (error) {
    const detail = unreadable(error);
    if (detail === undefined) throw error;
    yield { code: 'file-unreadable', file: file.name, detail };
    return;
  }
  const differs = differenceIn(file, rows, digest.digest('hex'));
  if (differs !== undefined) yield differs;
}

/** Where a file was read to its end, or past as many rows as it is to have. */
function differenceIn(file: ManifestFile, rows: number, sha256: string): DropFault | undefined {
  const differs = (of: string): DropFault => {
    const detail = `put the file that the manifest is of: that has ${of}`;
    return { code: 'file-differs', file: file.name, detail };
  };
  if (rows > file.rows) return differs(`${file.rows} rows, and this one more`);
  if (rows !== file.rows) return differs(`${file.rows} rows, and this one ${rows}`);
  if (sha256 === file.sha256) return undefined;
  return differs(`the SHA-256 ${file.sha256}, and this one ${sha256}`);
}

const faultOf = ({ name: file }: ManifestFile, { line, detail }: TallyFault): DropFault => ({
  ...{ code: 'row-malformed', file, line, detail },
});

async function* digested(
  parts: AsyncIterable<Uint8Array>,
  digest: ReturnType<typeof createHash>,
): AsyncGenerator<Uint8Array> {
  for await (const part of parts) {
    digest.update(part);
    yield part;
  }
}

/** A file that unpacks into more than any could. */
class TooLarge extends Error {}

async function* bounded(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > UNPACKED_BYTES_MAX) throw new TooLarge();
    yield chunk;
  }
}

function unreadable(error: unknown): string | undefined {
  if (error instanceof TooLarge) {
    return `split it: unpacked it has more than ${UNPACKED_BYTES_MAX} bytes`;
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^Z_/.test(code) ? `pack it by gzip: it cannot be unpacked (${code})` : undefined;
}

/** What a manifest says is there; a fault where it is not, or is of another size. */
export async function headOf(
  files: Pick<DropFiles, 'head'>,
  place: DropPlace,
  file: ManifestFile,
): Promise<FileHead | DropFault> {
  const head = await files.head(placeOf(place, file.name));
  if (head === undefined) {
    const detail = 'put it before its manifest: there is no such file beside the manifest';
    return { code: 'file-missing', file: file.name, detail };
  }
  if (head.bytes === file.bytes) return head;
  const detail = `put the file that the manifest is of: that has ${file.bytes} bytes, and this one ${head.bytes}`;
  return { code: 'file-differs', file: file.name, detail };
}

/** How many rows a manifest says; more than may be is a fault. */
export function rowsFault({ files }: DropManifest): DropFault | undefined {
  const rows = files.reduce((sum, one) => sum + one.rows, 0);
  if (rows <= dropLimits.rows) return undefined;
  const detail = `split it: the files of a manifest have at most ${dropLimits.rows} rows together, got ${rows}`;
  return { code: 'rows-too-many', detail };
}
