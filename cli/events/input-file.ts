import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Failure, usageFailure } from '../failure.ts';
import type { Shell } from '../shell.ts';
import { systemErrorCode } from '../system-error.ts';

/** A file, or standard input, read from its start. */
export interface InputFile {
  readonly name: string;
  /** As stored; undefined for standard input. */
  readonly bytes: number | undefined;
  /** Of `bytes`, how many have been read. */
  bytesRead(): number;
  /** Decompressed when the file is gzip. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

const chunkBytes = 262_144;
const gzipMagic = 0x1f8b;

/** `-` is standard input. */
export async function openInput(shell: Shell, name: string): Promise<InputFile> {
  let bytesRead = 0;
  async function* countedChunks(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      bytesRead += chunk.byteLength;
      yield chunk;
    }
  }
  const common = { bytesRead: () => bytesRead };
  if (name === '-') {
    return { ...common, name: 'stdin', bytes: undefined, chunks: countedChunks(shell.stdin) };
  }
  const path = resolve(shell.workingDirectory, name);
  const { bytes, isGzip } = await factsOf(path, name);
  const stored = countedChunks(createReadStream(path, { highWaterMark: chunkBytes }));
  return { ...common, name, bytes, chunks: isGzip ? gunzipped(stored, name) : stored };
}

/** How far it has been read, from 0 to 1; undefined for standard input. */
export const fractionOf = (input: InputFile): number | undefined =>
  input.bytes === undefined ? undefined : input.bytesRead() / Math.max(1, input.bytes);

async function factsOf(path: string, name: string): Promise<{ bytes: number; isGzip: boolean }> {
  try {
    await using file = await open(path);
    const stat = await file.stat();
    if (!stat.isFile()) throw usageFailure(`${name} is not a file`);
    const head = Buffer.alloc(2);
    await file.read(head, 0, 2, 0);
    return { bytes: stat.size, isGzip: head.readUInt16BE() === gzipMagic };
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === undefined) throw error;
    throw usageFailure(`cannot read ${name} (${code})`);
  }
}

async function* gunzipped(
  stored: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: chunkBytes });
  // An error reaches the loop below through `gunzip`, which the pipeline destroys with it.
  pipeline(Readable.from(stored), gunzip, () => undefined);
  try {
    yield* gunzip as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw new Failure(`${name} is damaged (${systemErrorCode(error) ?? String(error)})`);
  }
}
