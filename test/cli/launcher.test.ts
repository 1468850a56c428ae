import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import packageJson from '../../package.json' with { type: 'json' };

const root = resolve(import.meta.dirname, '../..');

describe('the command that npm installs', () => {
  it('is a link to this folder, and runs from any other', async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'farthing-installed-'));
    const command = join(elsewhere, 'farthing');
    try {
      await symlink(join(root, packageJson.bin.farthing), command);

      const said = execFileSync(command, ['--version'], { cwd: elsewhere, encoding: 'utf8' });

      expect(said).toBe(`${packageJson.version}\n`);
    } finally {
      await rm(elsewhere, { recursive: true });
    }
  });
});
