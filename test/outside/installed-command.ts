import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import packageJson from '../../package.json' with { type: 'json' };

const run = promisify(execFile);
const outside = import.meta.dirname;
const root = join(outside, '../..');

/** Each Node.js that somebody may have; the program itself takes the one that it was installed with. */
const nodes = {
  'Node.js 20': join(outside, 'node_modules/node-20/bin/node'),
  'Node.js 24': process.execPath,
  'Node.js 26': join(outside, 'node_modules/node-26/bin/node'),
};

/** What went wrong with the command line, installed by npm from its folder, and run from another. */
export async function installedCommand(): Promise<readonly string[]> {
  const prefix = await mkdtemp(join(tmpdir(), 'farthing-prefix-'));
  const faults: string[] = [];
  try {
    await run('npm', ['install', '--global', '--prefix', prefix, root]);
    for (const [name, node] of Object.entries(nodes)) {
      if (!existsSync(node)) {
        faults.push(`${name} is not here`);
        continue;
      }
      const path = join(prefix, name.replace(' ', '-'));
      await mkdir(path);
      await symlink(node, join(path, 'node'));
      const env = { ...process.env, PATH: [path, '/usr/bin', '/bin'].join(delimiter) };
      const command = join(prefix, 'bin', 'farthing');
      const { stdout } = await run(command, ['--version'], { cwd: prefix, env });
      console.log(`farthing on ${name}: ${stdout.trim()}`);
      if (stdout !== `${packageJson.version}\n`) faults.push(`farthing on ${name}: ${stdout}`);
    }
  } finally {
    await rm(prefix, { recursive: true, force: true });
  }
  return faults;
}
