import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aStack, templateOf } from './a-stack.ts';
import { BOTH_FRONTS_FILE, besides, TEMPLATE_FILE } from './resource.ts';

/**
 * Before the first test of the stack: its template as a file, by default and with both fronts and all alarms. CDK's own
 * rules, which take seconds each time, are left to the one test that is about them.
 */
export default async function synthesizeOnce(): Promise<void> {
  process.env['CDK_VALIDATION'] = 'false';
  const folder = mkdtempSync(join(tmpdir(), 'farthing-stack-'));
  process.on('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  const write = (name: string, context: Readonly<Record<string, unknown>>): string => {
    const file = join(folder, name);
    writeFileSync(file, JSON.stringify(templateOf(aStack(context))));
    return file;
  };
  process.env[TEMPLATE_FILE] = write('template.json', {});
  process.env[BOTH_FRONTS_FILE] = write('both-fronts.json', {
    ...besides,
    'farthing:front': 'both',
  });
}
