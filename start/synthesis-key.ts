import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemErrorCode } from '../cli/system-error.ts';
import { filesIn } from './local-files.ts';

/** Folders and files that a cloud assembly is made from: what CDK runs, what is built, and what is installed. */
const folders = ['bin', 'lib', 'functions', 'core', 'fonts', 'console', 'reference', 'sdk/src'];
const files = [
  'cdk.json',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'node_modules/.package-lock.json',
];

/** A name for what a cloud assembly is made from: equal only where all of it is equal, `others` too. */
export async function synthesisKey(root: string, others: unknown): Promise<string> {
  const sum = createHash('sha256');
  // With its length before it, no content can pass for another's.
  const add = (content: string | Buffer): void => {
    sum.update(`${content.length} `).update(content);
  };
  const { version, platform, arch } = process;
  add(JSON.stringify([root, version, platform, arch, others]));
  const inFolders = await Promise.all(
    folders.map(async (folder) =>
      (await filesIn(join(root, folder))).map((file) => join(folder, file)),
    ),
  );
  for (const file of [...files, ...inFolders.flat()]) {
    add(file);
    add(contentOf(join(root, file)) ?? 'absent');
  }
  return sum.digest('hex');
}

/** At once: thousands of small files one after the other, of which each would wait for threads four times. */
function contentOf(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
