import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { LocalFarthing } from '../e2e/support/local-stack.ts';
import { commandsOf, PersonAtShell } from '../e2e/support/page-commands.ts';

const root = join(import.meta.dirname, '../..');
const portMs = 30_000;

/**
 * What went wrong with the examples that send, each installed, started and asked by the commands of its page: usage of
 * the example that they fit, by endpoint, is not what was asked for.
 */
export async function programFaults(farthing: LocalFarthing): Promise<readonly string[]> {
  // They send what happens now, by the machine's clock.
  await farthing.untilSettled();
  await farthing.setClock(null, { quietly: true });
  const express = await usageAfter(farthing, 'express');
  const lambda = await usageAfter(farthing, 'lambda');
  const expected = {
    express: { '/search acme-web': '1', '/articles/:id acme-mobile': '1' },
    lambda: { '/pages/{id} acme-web': '1' },
  };
  const got = { express, lambda };
  console.log(`examples: ${JSON.stringify(got)}`);
  return isDeepStrictEqual(got, expected)
    ? []
    : [`examples that send: ${JSON.stringify(got)}, and not ${JSON.stringify(expected)}`];
}

interface UsageJson {
  readonly rows: readonly {
    readonly subject: string;
    readonly dimensions: { readonly endpoint: string };
    readonly value: string;
  }[];
}

/** Runs the page of an example as a tenant of its own; answers the usage that came of it. */
async function usageAfter(farthing: LocalFarthing, name: string): Promise<Record<string, string>> {
  const person = await PersonAtShell.of(farthing, name);
  await person.farthing(['init', 'service']);
  await person.farthing(['apply', 'service']);
  const page = await readFile(join(root, 'examples', name, 'README.md'), 'utf8');
  let server: ChildProcess | undefined;
  for (const { line } of commandsOf(page)) {
    if (line.startsWith('npm start')) server = await started(line, person.exported);
    // The key is where the person is; the commands are of the folder of Farthing.
    else await (line.includes('.farthing/') ? person.run(line) : person.run(line, root));
  }
  if (server !== undefined) await stopped(server);
  await farthing.untilSettled();
  const words = ['usage', '--meter', 'api_calls', '--group-by', 'endpoint', 'subject', '--json'];
  const { rows } = JSON.parse((await person.farthing(words)).printed) as UsageJson;
  return Object.fromEntries(
    rows.map(({ subject, dimensions: { endpoint }, value }) => [`${endpoint} ${subject}`, value]),
  );
}

/** It sends what it holds, and ends. */
async function stopped(server: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => server.once('close', resolve));
  process.kill(-(server.pid ?? 0), 'SIGTERM');
  await ended;
}

/** A server that says when it listens; npm and it are a group of processes. */
async function started(
  line: string,
  exported: Readonly<Record<string, string>>,
): Promise<ChildProcess> {
  const child = spawn('bash', ['-c', `exec ${line.replace('npm start', 'npm --silent start')}`], {
    cwd: root,
    env: { ...process.env, ...exported },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const deadline = Date.now() + portMs;
  while (!said.includes('listening')) {
    if (Date.now() > deadline || child.exitCode !== null) throw new Error(`no start: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return child;
}
