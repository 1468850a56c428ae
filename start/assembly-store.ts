import { createHash } from 'node:crypto';
import { constants, cpSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filesIn } from './local-files.ts';

/** Cloud assemblies that were synthesized before, by what they were made from. */
export interface AssemblyStore {
  /**
   * Puts what was made from `key` at `output`, which is not there yet; false when it is not kept whole. What is put
   * there is compared, file by file, with what was made.
   */
  restore(key: string, output: string): Promise<boolean>;
  /** Keeps what was made from `key`, and of all that is kept only the latest few. */
  keep(key: string, output: string): Promise<void>;
}

const keptMax = 4;
const assemblyFolder = 'cdk.out';
const digestsFile = 'digests.json';

/** A store in a folder, which is made when it is needed and may be deleted at any time. */
export function assemblyStore(folder: string): AssemblyStore {
  return {
    restore: async (key, output) => {
      const entry = join(folder, key);
      if (await isRestored(entry, output)) return true;
      // Torn or changed: made anew.
      await Promise.all([remove(output), remove(entry).catch(() => undefined)]);
      return false;
    },
    keep: async (key, output) => {
      const entry = join(folder, key);
      const draft = `${entry}.${process.pid}.tmp`;
      try {
        await mkdir(draft, { recursive: true });
        await writeFile(join(draft, digestsFile), await digestsOf(output));
        copy(output, join(draft, assemblyFolder));
        // Refused where another start has kept the same meanwhile.
        await rename(draft, entry);
      } finally {
        await remove(draft);
      }
      await forgetOldest(folder);
    },
  };
}

const remove = (path: string): Promise<void> => rm(path, { recursive: true, force: true });

/** At once, as what is copied is many small files. */
const copy = (from: string, to: string): void => {
  cpSync(from, to, { recursive: true, mode: constants.COPYFILE_FICLONE });
};

function isCopied(from: string, to: string): boolean {
  try {
    copy(from, to);
    return true;
  } catch {
    return false;
  }
}

async function isRestored(entry: string, output: string): Promise<boolean> {
  const digests = await digestsIn(entry);
  if (digests === undefined || !isCopied(join(entry, assemblyFolder), output)) return false;
  if (digests !== (await digestsOf(output))) return false;
  const now = new Date();
  await utimes(entry, now, now).catch(() => undefined);
  return true;
}

/** The text that was kept beside an assembly; undefined where there is none. */
const digestsIn = (entry: string): Promise<string | undefined> =>
  readFile(join(entry, digestsFile), 'utf8').catch(() => undefined);

async function digestsOf(folder: string): Promise<string> {
  const digests: Record<string, string> = {};
  for (const file of await filesIn(folder)) {
    digests[file] = createHash('sha256')
      .update(readFileSync(join(folder, file)))
      .digest('hex');
  }
  return JSON.stringify(digests);
}

async function forgetOldest(folder: string): Promise<void> {
  const entries = await Promise.all(
    (await readdir(folder)).map(async (name) => {
      const path = join(folder, name);
      const usedAt = await stat(path)
        .then(({ mtimeMs }) => mtimeMs)
        .catch(() => 0);
      return { path, usedAt };
    }),
  );
  const oldest = entries.toSorted((a, b) => b.usedAt - a.usedAt).slice(keptMax);
  await Promise.all(oldest.map(({ path }) => remove(path)));
}
