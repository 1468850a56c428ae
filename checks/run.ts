import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { inParallel } from '../core/kernel/in-parallel.ts';
import packageJson from '../package.json' with { type: 'json' };

/** Every `check:…` of package.json but this one, in its order: the longest first, so that none is left to run alone. */
const checks = Object.entries(packageJson.scripts).filter(
  ([name]) => name.startsWith('check:') && name !== 'check:static',
);

interface Outcome {
  readonly code: number;
  readonly printed: string;
  readonly seconds: number;
}

function outcomeOf(command: string): Promise<Outcome> {
  const started = performance.now();
  const colour = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {};
  const child = spawn(command, {
    shell: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...colour },
  });
  const pieces: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (piece: Buffer) => pieces.push(piece));
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({
        code: code ?? 1,
        printed: Buffer.concat(pieces).toString(),
        seconds: (performance.now() - started) / 1000,
      }),
    );
  });
}

await inParallel(availableParallelism(), checks, async ([name, command]) => {
  const { code, printed, seconds } = await outcomeOf(command);
  if (code !== 0) {
    process.exitCode = 1;
    console.log(`\n${printed.trim()}\n`);
  }
  console.log(`${code === 0 ? 'passed' : 'FAILED'}  ${name.padEnd(14)} ${seconds.toFixed(1)} s`);
});
