import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Mishap, receiver } from './receiver.ts';

const outside = join(import.meta.dirname, '..');
const generated = join(outside, 'generated');
const workerd = join(outside, 'node_modules/@cloudflare/workerd-linux-64/bin/workerd');
const requests = 2;
const eventsOfRequest = 75;

const configOf = (
  port: number,
  url: string,
): string => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "internet", network = (allow = ["private", "local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "2026-06-01",
  bindings = [(name = "FARTHING_URL", text = "${url}")],
);
`;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

/** Asks until it is answered: it takes a moment to start. */
async function asked(url: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await fetch(url);
      return;
    } catch (error) {
      if (tries === 200) throw error;
      await sleep(100);
    }
  }
}

/** What went wrong in the runtime of Workers, whose first answer is lost. */
export async function onWorkers(): Promise<readonly string[]> {
  if (!existsSync(workerd)) {
    console.log('workerd is not here');
    return [];
  }
  let mishap: Mishap = 'answer-lost';
  const service = await receiver(() => {
    const now = mishap;
    mishap = 'none';
    return now;
  });
  const bundle = [join(outside, 'client/worker.js'), '--bundle', '--format=esm'];
  const esbuild = join(outside, '../../node_modules/.bin/esbuild');
  await promisify(execFile)(esbuild, [...bundle, `--outfile=${join(generated, 'worker.js')}`]);
  const port = await freePort();
  await writeFile(join(generated, 'workers.capnp'), configOf(port, service.url));
  const child = spawn(workerd, ['serve', join(generated, 'workers.capnp')], { stdio: 'inherit' });
  const expected = requests * eventsOfRequest;
  try {
    for (let count = 0; count < requests; count += 1) await asked(`http://127.0.0.1:${port}/`);
    for (let tries = 0; service.counted.size < expected && tries < 200; tries += 1)
      await sleep(100);
  } finally {
    child.kill('SIGKILL');
    service.close();
  }
  console.log(`workerd: ${service.counted.size} events counted once`);
  return service.counted.size === expected && service.conflicts.length === 0
    ? []
    : [`workerd: ${service.counted.size} of ${expected} events counted`];
}
