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
const one = (id: string, status = 'DELETE_SKIPPED', physical = `${id}-1`) => ({
  ...{ LogicalResourceId: id, PhysicalResourceId: physical, ResourceStatus: status },
});
const listed = (...resources: readonly (string | ReturnType<typeof one>)[]) => ({
  StackResourceSummaries: resources.map((resource) =>
    typeof resource === 'string' ? one(resource) : resource,
  ),
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
    ['was deleted', 'DELETE_COMPLETE', 'Later-1'],
    ['was never made', 'CREATE_FAILED', 'Later-1'],
    ['has no name, as it was never made', 'DELETE_SKIPPED', ''],
  ])('takes over nothing that %s, and says that it is made anew', async (_, status, physical) => {
    const { code, said } = await adopt(
      JSON.stringify(listed('Log', one('Later', status, physical))),
    );

    expect([code, JSON.parse(said.printed())]).toEqual([0, { Log: { TableName: 'Log-1' } }]);
    expect(said.warned()).toContain(
      `Later is not there any more (${status}): it is made, and empty`,
    );
  });

  it.each(['CREATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE', 'DELETE_FAILED'])(
    'takes over what is there, as %s says',
    async (status) => {
      const { said } = await adopt(JSON.stringify(listed(one('Log', status))));

      expect(JSON.parse(said.printed())).toEqual({ Log: { TableName: 'Log-1' } });
    },
  );

  it.each([
    ['a page', { ...listed('Log'), NextToken: 'more' }],
    ['the first hundred', { StackResources: Array.from({ length: 100 }, () => one('Log')) }],
  ])('refuses %s of more, as what it lacks would be made anew', async (_, part) => {
    const { code, said } = await adopt(JSON.stringify(part));

    expect([code, said.warned()]).toEqual([2, expect.stringContaining('give all resources of')]);
  });

  it('refuses a listing of which nothing is there any more', async () => {
    const { code, said } = await adopt(JSON.stringify(listed(one('Log', 'DELETE_COMPLETE'))));

    expect([code, said.warned()]).toEqual([2, expect.stringContaining('that are still there')]);
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
