import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { mkdir, open, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PutOutcome } from '../../core/kernel/log.ts';
import { isNoteName, type NoteKey } from '../../core/tlog/note.ts';
import type {
  WitnessedFork,
  WitnessedLog,
  WitnessedLogs,
  WitnessSigner,
} from '../../core/witness/ports.ts';
import { Failure, usageFailure } from '../failure.ts';
import { systemErrorCode } from '../system-error.ts';

const VERSION = 1;
const KEY_BYTES = 32;
const OWNER_ALONE = 0o600;

const keyFile = (folder: string): string => join(folder, 'key.pem');
const stateFile = (folder: string): string => join(folder, 'state.json');
const forksFile = (folder: string): string => join(folder, 'forks.jsonl');

/** As it is kept: all that the witness has cosigned last, so that a part of it cannot be lost. */
interface State {
  readonly version: number;
  readonly name: string;
  readonly logs: readonly (Omit<WitnessedLog, 'root'> & { readonly root: string })[];
}

/** A witness in a folder of its own. */
export interface WitnessKept {
  readonly key: NoteKey;
  readonly signer: WitnessSigner;
  readonly witnessed: WitnessedLogs;
  /** What it has cosigned last of each log. */
  all(): readonly WitnessedLog[];
}

/** Makes a witness: a key, and a memory that has nothing yet. Neither is ever made anew. */
export async function makeWitness(folder: string, name: string): Promise<void> {
  if (!isNoteName(name))
    throw usageFailure(`give a name without spaces and plus signs, such as witness.example/w1`);
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(keyFile(folder), pem, { flag: 'wx', mode: OWNER_ALONE, flush: true });
    await writeState(folder, { version: VERSION, name, logs: [] });
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST')
      throw new Failure(`${folder} has a witness already: give each a folder of its own`);
    throw unusable(folder, error);
  }
}

/** The witness of a folder. Without its memory it is none: it could cosign what contradicts it. */
export async function openWitness(folder: string): Promise<WitnessKept> {
  const [pem, { name, logs }] = await Promise.all([readKey(folder), readState(folder)]);
  const secret = createPrivateKey(pem);
  const spki = createPublicKey(secret).export({ type: 'spki', format: 'der' });
  const publicKey: Uint8Array = spki.subarray(spki.length - KEY_BYTES);
  const known = new Map(
    logs.map((log) => [log.origin, { ...log, root: Buffer.from(log.root, 'base64') }] as const),
  );
  return {
    key: { name, algorithm: 'cosignature', publicKey },
    signer: {
      publicKey: async () => publicKey,
      sign: async (message) => sign(null, message, secret),
    },
    witnessed: rememberedIn(folder, name, known),
    all: () => [...known.values()],
  };
}

function rememberedIn(
  folder: string,
  name: string,
  known: Map<string, WitnessedLog>,
): WitnessedLogs {
  let last: Promise<unknown> = Promise.resolve();
  const put = async (log: WitnessedLog): Promise<PutOutcome> => {
    if ((known.get(log.origin)?.revision ?? 0) !== log.revision - 1) return 'taken';
    const logs = [...new Map(known).set(log.origin, log).values()].map(({ root, ...rest }) => ({
      ...rest,
      root: Buffer.from(root).toString('base64'),
    }));
    try {
      await writeState(folder, { version: VERSION, name, logs });
    } catch (error) {
      if (systemErrorCode(error) === undefined) throw error;
      // It may be there: so it is not signed, and what is in memory is what was signed.
      return 'unknown';
    }
    known.set(log.origin, log);
    return 'put';
  };
  return {
    get: async (origin) => known.get(origin),
    put: (log) => {
      const outcome = last.then(() => put(log));
      last = outcome.catch(() => undefined);
      return outcome;
    },
  };
}

/** Whole or not at all, and there once it is answered, whatever is killed or loses its power. */
async function writeState(folder: string, state: State): Promise<void> {
  const part = `${stateFile(folder)}.part`;
  await writeFile(part, JSON.stringify(state), { mode: OWNER_ALONE, flush: true });
  await rename(part, stateFile(folder));
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function readKey(folder: string): Promise<string> {
  try {
    return await readFile(keyFile(folder), 'utf8');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT')
      throw usageFailure(`make a witness first, with farthing witness init: ${folder} has none`);
    throw unusable(folder, error);
  }
}

async function readState(folder: string): Promise<State> {
  const text = await readFile(stateFile(folder), 'utf8').catch((error: unknown) => {
    if (systemErrorCode(error) === undefined) throw error;
    return undefined;
  });
  const state = stateFrom(text ?? '');
  if (state !== undefined) return state;
  throw new Failure(
    `${stateFile(folder)} is what the witness remembers, and cannot be read: put it back as it was last. With an older one, or none, it could cosign a fork. If it is lost, retire this key, and make another witness`,
  );
}

function stateFrom(text: string): State | undefined {
  try {
    const state = JSON.parse(text) as Partial<State> | null;
    const isState =
      state?.version === VERSION && typeof state.name === 'string' && Array.isArray(state.logs);
    return isState ? (state as State) : undefined;
  } catch {
    return undefined;
  }
}

function unusable(folder: string, error: unknown): unknown {
  const code = systemErrorCode(error);
  return code === undefined ? error : new Failure(`cannot use ${folder} (${code})`);
}

/** Hundreds of them: what comes after says nothing more. */
const FORKS_BYTES_MAX = 4 * 1024 * 1024;

/** Keeps what shows that a log told two stories: a line of JSON for each time, with both signed notes. */
export async function keepFork(folder: string, fork: WitnessedFork, at: string): Promise<void> {
  const handle = await open(forksFile(folder), 'a', OWNER_ALONE);
  try {
    if ((await handle.stat()).size > FORKS_BYTES_MAX) return;
    await handle.writeFile(`${JSON.stringify({ at, ...fork })}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A fork as it was kept, with when it was seen. */
export type KeptFork = WitnessedFork & { readonly at: string };

/** All that were kept; a line that was being written when its process died is left out. */
export async function keptForks(folder: string): Promise<readonly KeptFork[]> {
  const text = await readFile(forksFile(folder), 'utf8').catch((error: unknown) => {
    if (systemErrorCode(error) === 'ENOENT') return '';
    throw unusable(folder, error);
  });
  return text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as KeptFork];
    } catch {
      return [];
    }
  });
}
