import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { plantedFaults, soundCode } from './planted-faults.ts';

const root = join(import.meta.dirname, '../..');
const bin = (name: string): string => join(root, 'node_modules/.bin', name);

let folder: string;
let findings: ReadonlyMap<string, readonly string[]>;

const folders = ['core', 'functions', 'test'];

/** What a command prints, whether or not it finds anything. */
const printed = (command: string, args: readonly string[]): Promise<string> =>
  new Promise((resolve) => {
    execFile(bin(command), args, { cwd: folder }, (_error, stdout) => resolve(stdout));
  });

/** A copy of the checks' settings, with snippets instead of our sources. */
async function plant(snippets: Readonly<Record<string, string>>): Promise<void> {
  for (const settings of ['.oxlintrc.json', 'biome.json', 'checks', 'tsconfig.json']) {
    await cp(join(root, settings), join(folder, settings), { recursive: true });
  }
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const [path, code] of Object.entries(snippets)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), code);
  }
}

const lintReport = z.object({
  diagnostics: z.array(z.object({ code: z.string(), filename: z.string() })),
});
const formatReport = z.object({
  diagnostics: z.array(
    z.object({
      message: z.string(),
      category: z.string(),
      location: z.object({ path: z.string() }),
    }),
  ),
});

/** Rules by file: of the linter by name, of the plugin by its message, of the compiler by number. */
async function found(): Promise<ReadonlyMap<string, readonly string[]>> {
  const [lint, format, types] = await Promise.all([
    printed('oxlint', ['--format', 'json', ...folders]),
    printed('biome', ['lint', '--reporter', 'json', '--max-diagnostics', 'none', ...folders]),
    printed('tsc', ['--pretty', 'false']),
  ]);
  const all = [
    ...lintReport.parse(JSON.parse(lint)).diagnostics.map(({ code, filename }) => [filename, code]),
    ...formatReport
      .parse(JSON.parse(format))
      .diagnostics.map(({ category, message, location }) => [
        location.path,
        category === 'plugin' ? message : category,
      ]),
    ...[...types.matchAll(/^(\S+)\(\d+,\d+\): error (TS\d+)/gm)].map(([, path, code]) => [
      path,
      code,
    ]),
  ];
  const byFile = new Map<string, string[]>();
  for (const [path = '', rule = ''] of all) byFile.set(path, [...(byFile.get(path) ?? []), rule]);
  return byFile;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'farthing-checks-'));
  await plant({
    ...Object.fromEntries(plantedFaults.map(({ path, code }) => [path, code])),
    ...soundCode,
  });
  findings = await found();
}, 60_000);

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('every check finds the fault it is there for', () => {
  test.each(plantedFaults.map(({ path, rules }) => ({ path, rules })))(
    '$path',
    ({ path, rules }) => {
      expect([...new Set(findings.get(path) ?? [])].sort()).toEqual([...rules].sort());
    },
  );
});

test.each(Object.keys(soundCode))('finds nothing in sound code: %s', (path) => {
  expect(findings.get(path) ?? []).toEqual([]);
});
