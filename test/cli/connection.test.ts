import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectionFor } from '../../cli/connection.ts';
import { fakeShell } from './support/fake-shell.ts';

const local = { url: 'http://127.0.0.1:1', apiKey: 'local key', tenant: 'demo', environment: {} };
const remote = { FARTHING_URL: 'https://farthing.example.org', FARTHING_API_KEY: 'ft_remote_key' };

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'farthing-connection-'));
  await mkdir(join(directory, '.farthing'));
  await mkdir(join(directory, 'broken'));
  await writeFile(join(directory, '.farthing', 'local.json'), JSON.stringify(local));
  await writeFile(join(directory, 'broken', 'local.json'), '{');
});
afterAll(async () => {
  await rm(directory, { recursive: true });
});

const connecting = (environment: Record<string, string>, data?: string) => {
  const { shell } = fakeShell({ environment, workingDirectory: directory });
  return connectionFor(shell, data);
};

describe('a command talks to', () => {
  it('the local stack in .farthing by default', () => {
    expect(connecting({})).toMatchObject({ url: local.url, apiKey: 'local key' });
  });

  it('the local stack where both variables are set and empty', () => {
    expect(connecting({ FARTHING_URL: '', FARTHING_API_KEY: '' })).toMatchObject({
      url: local.url,
    });
  });

  it('the local stack with another key, where only that is set', () => {
    expect(connecting({ FARTHING_API_KEY: 'ft_of_another' })).toMatchObject({
      ...{ url: local.url, apiKey: 'ft_of_another', tenant: 'demo' },
    });
  });

  it('the local stack where the program is, when there is none below the working directory', () => {
    const stack = connectionFor(
      fakeShell({ workingDirectory: '/elsewhere', programDirectory: directory }).shell,
      undefined,
    );

    expect(stack).toMatchObject({ url: local.url, apiKey: 'local key' });
  });

  it('FARTHING_URL with FARTHING_API_KEY when they are set', () => {
    expect(connecting(remote)).toEqual({
      url: 'https://farthing.example.org',
      apiKey: 'ft_remote_key',
    });
  });

  it('the stack that --data names, whatever the environment says', () => {
    expect(connecting(remote, '.farthing')).toMatchObject({ url: local.url });
  });

  it.each<[string, Record<string, string>, string | undefined]>([
    ['FARTHING_API_KEY is not', { FARTHING_URL: 'https://farthing.example.org' }, undefined],
    ['FARTHING_URL cannot be meant', { ...remote, FARTHING_URL: 'farthing' }, undefined],
    ['which is not shown', { ...remote, FARTHING_API_KEY: 'ft_remote\nkey' }, undefined],
    ['which are not shown', { ...remote, FARTHING_URL: 'https://me:secret@example' }, undefined],
    ['npm start', {}, 'elsewhere'],
    ['is not what `npm start` writes', {}, 'broken'],
  ])('nothing when %s', (message, environment, data) => {
    expect(() => connecting(environment, data)).toThrow(message);
    expect(() => connecting(environment, data)).not.toThrow(/ft_remote|secret/);
  });
});
