import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Failure } from '../failure.ts';
import type { Api } from '../http/api.ts';
import { type JsonObject, numberAt, textAt } from '../http/json.ts';
import { systemErrorCode } from '../system-error.ts';

/** A file as the service lists it. */
export interface ExportedFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** A path of the service, which could name what is outside of a folder were it not looked at. */
const PATH = /^[a-z]+(?:\/[A-Za-z0-9_=-]+)+\.parquet$/;

export function exportedFileIn(item: JsonObject): ExportedFile | undefined {
  const [path, sha256] = [textAt(item, 'path'), textAt(item, 'sha256')];
  const bytes = numberAt(item, 'bytes');
  if (path === undefined || bytes === undefined || sha256 === undefined) return undefined;
  if (!PATH.test(path)) throw new Failure(`the service lists no path of an export: ${path}`);
  return { path, bytes, sha256 };
}

/** A file from its beginning to its end, a part at a time. */
export async function* partsOf(api: Api, path: string): AsyncGenerator<Uint8Array> {
  for (let offset = 0; ; ) {
    const { bytes } = await api.call({
      ...{ method: 'GET', path: '/v1/exports/files/content' },
      ...{ query: { path, offset: String(offset) }, accept: 'application/octet-stream' },
    });
    if (bytes.length === 0) return;
    yield bytes;
    offset += bytes.length;
    if (bytes.length < PART_BYTES) return;
  }
}

/** What the service answers of a file at once, where there is as much. */
const PART_BYTES = 3_000_000;

/**
 * Fetches the files that a folder does not have as they are listed, each under its name only when all of it is there
 * and has its SHA-256. Answers how many there were.
 */
export async function fetchMissing(
  {
    api,
    directory,
    folder,
  }: { readonly api: Api; readonly directory: string; readonly folder: string },
  files: readonly ExportedFile[],
  onFile: (count: number) => void,
): Promise<number> {
  let fetched = 0;
  for (const [index, file] of files.entries()) {
    const at = resolve(directory, join(folder, file.path));
    if (!(await isThere(at, file))) {
      await fetchTo(api, at, file);
      fetched += 1;
    }
    onFile(index + 1);
  }
  return fetched;
}

/** A file that was written over since has another digest, and is fetched anew. */
async function isThere(at: string, { bytes, sha256 }: ExportedFile): Promise<boolean> {
  const found = await stat(at).catch(() => undefined);
  if (found?.size !== bytes) return false;
  const digest = createHash('sha256');
  await pipeline(createReadStream(at), digest);
  return digest.digest('hex') === sha256;
}

async function fetchTo(api: Api, at: string, { path, bytes, sha256 }: ExportedFile): Promise<void> {
  const part = `${at}.part`;
  const digest = createHash('sha256');
  let size = 0;
  try {
    await mkdir(dirname(at), { recursive: true });
    const handle = await open(part, 'w');
    try {
      for await (const piece of partsOf(api, path)) {
        digest.update(piece);
        size += piece.length;
        await handle.writeFile(piece);
      }
    } finally {
      await handle.close();
    }
    const got = digest.digest('hex');
    if (size !== bytes || got !== sha256) {
      throw new Failure(
        `${path} did not come as it is listed: ask again; got ${size} of ${bytes} bytes`,
      );
    }
    await rename(part, at);
  } catch (error) {
    await rm(part, { force: true });
    const code = error instanceof Failure ? undefined : systemErrorCode(error);
    if (code === undefined) throw error;
    throw new Failure(`cannot write ${at} (${code})`);
  }
}
