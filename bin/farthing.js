#!/usr/bin/env node
// Read by any Node.js: the rest is TypeScript as it stands, which takes Node.js 24 or newer.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('..', import.meta.url));
const installed = `${folder}node_modules/node/bin/node`;

if (!existsSync(`${folder}node_modules`)) {
  process.stderr.write(`error: run \`npm ci\` in ${folder} first\n`);
  process.exitCode = 2;
} else if (Number.parseInt(process.versions.node, 10) >= 24) {
  // Half of what starting takes is reading TypeScript.
  module.enableCompileCache();
  await import('./farthing.ts');
} else if (existsSync(installed)) {
  const args = [fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  const { status, error } = spawnSync(installed, args, { stdio: 'inherit' });
  if (error !== undefined) throw error;
  process.exitCode = status ?? 1;
} else {
  process.stderr.write(
    `error: farthing takes Node.js 24 or newer, got ${process.versions.node}: run \`npm ci\` in ${folder}, or install Node.js 24\n`,
  );
  process.exitCode = 2;
}
