import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { fakeShell } from './support/fake-shell.ts';

const template = {
  Resources: {
    Log: { Type: 'AWS::DynamoDB::GlobalTable', DeletionPolicy: 'Retain' },
    Later: { Type: 'AWS::SQS::Queue', DeletionPolicy: 'Retain' },
    Code: { Type: 'AWS::Lambda::Function' },
  },
};
const listed = (id: string) => ({
  StackResourceSummaries: [{ LogicalResourceId: id, PhysicalResourceId: `${id}-1` }],
});

describe('farthing adopt', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'farthing-adopt-'));
    writeFileSync(join(folder, 'template.json'), JSON.stringify(template));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  async function adopt(resources: string, ...options: readonly string[]) {
    writeFileSync(join(folder, 'resources.json'), resources);
    const { shell, ...said } = fakeShell({ workingDirectory: folder });
    const args = ['adopt', 'resources.json', '--template', 'template.json', ...options];
    return { code: await runFarthing(args, shell), said };
  }

  it('writes what cdk import asks for, and says what is made anew', async () => {
    const { code, said } = await adopt(JSON.stringify(listed('Log')), '-o', 'mapping.json');

    expect(code).toBe(0);
    expect(JSON.parse(readFileSync(join(folder, 'mapping.json'), 'utf8'))).toEqual({
      Log: { TableName: 'Log-1' },
    });
    expect(said.warned()).toContain('1 resource to take over');
    expect(said.warned()).toContain('Later is not in resources.json: it is made, and empty');
  });

  it.each([
    ['another stack', JSON.stringify(listed('Other')), 'give the resources of a stack that had'],
    ['no JSON', 'Log', 'give a file of JSON, got resources.json'],
  ])('refuses %s', async (_, resources, message) => {
    const { code, said } = await adopt(resources);

    expect(code).toBe(2);
    expect(said.warned()).toContain(message);
  });

  it('refuses a template that is not there', async () => {
    const { code, said } = await adopt('{}', '--template', 'none.json');

    expect([code, said.warned()]).toEqual([2, 'error: cannot read none.json (ENOENT)\n']);
  });
});
