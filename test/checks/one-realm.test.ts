import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { runInNewContext, runInThisContext } from 'node:vm';
import { describe, expect, it, jest } from '@jest/globals';
import OneRealmEnvironment from '../../checks/one-realm/environment.ts';
import { keepsNoState, ownModules } from '../../checks/one-realm/own-modules.ts';

const root = resolve(import.meta.dirname, '../..');
const urlOf = (path: string): string => new URL(`../../${path}`, import.meta.url).href;

/** Where a module is found by the test file of a number. */
function foundAt(path: string, fileNumber: number): string {
  const { resolve } = ownModules(
    () => fileNumber,
    () => ({ names: [], place: 'globalThis' }),
  );
  const [url = ''] = urlOf(path).split('?');
  return resolve(url, { conditions: [], importAttributes: {}, parentURL: undefined }, () => ({
    url,
  })).url;
}

describe('a test file', () => {
  it('runs among the globals of Node.js', () => {
    expect(runInThisContext('Array')).toBe(Array);
    expect(runInNewContext('Array')).not.toBe(Array);
    expect(new Error('a fault') instanceof runInThisContext('Error')).toBe(true);
  });

  it.each([
    'functions/run-billing/handler.ts',
    'lib/farthing.ts',
    'cli/cli.ts',
    'test/support/ask.ts',
  ])('has an instance of %s of its own', (path) => {
    expect(foundAt(path, 7)).toMatch(/\?file=7$/);
    expect(foundAt(path, 8)).not.toBe(foundAt(path, 7));
  });

  it.each([
    'core/kernel/json.ts',
    'functions/middleware/log.ts',
    'test/fakes/keys.ts',
    'node_modules/zod/index.js',
    'sdk/node_modules/any/index.js',
  ])('has the instance of %s that other files have', (path) => {
    expect(foundAt(path, 8)).toBe(foundAt(path, 7));
  });

  it('asks Node.js once for a package that a module imports, and each time for one that it requires', () => {
    const asked: string[] = [];
    const found = (parent: string, fileNumber: number, conditions: string[]): string => {
      const { resolve } = ownModules(
        () => fileNumber,
        () => ({ names: [], place: 'globalThis' }),
      );
      const parentURL = `${urlOf(parent)}?file=${fileNumber}`;
      const context = { conditions, importAttributes: {}, parentURL };
      return resolve('a-package', context, (specifier) => {
        asked.push(specifier);
        return { url: urlOf(`node_modules/${specifier}/index.js`), shortCircuit: true };
      }).url;
    };

    const places = [
      found('functions/one.ts', 7, ['import']),
      found('functions/one.ts', 8, ['import']),
      found('functions/one.ts', 8, ['require']),
      found('functions/one.ts', 9, ['require']),
      found('functions/other.ts', 9, ['import']),
    ];

    expect(new Set(places)).toEqual(new Set([urlOf('node_modules/a-package/index.js')]));
    expect(asked).toHaveLength(4);
  });

  it('finds the file that a module names beside it, with an instance of its own', () => {
    const { resolve } = ownModules(
      () => 7,
      () => ({ names: [], place: 'globalThis' }),
    );
    const context = {
      conditions: ['import'],
      importAttributes: {},
      parentURL: `${urlOf('cli/adapters/one.ts')}?file=7`,
    };
    const next = () => {
      throw new Error('asked Node.js');
    };

    expect(resolve('./other.ts', context, next).url).toBe(
      `${urlOf('cli/adapters/other.ts')}?file=7`,
    );
    expect(resolve('../../core/kernel/json.ts', context, next).url).toBe(
      urlOf('core/kernel/json.ts'),
    );
  });

  it('finds the line of a failure at the path of its file', () => {
    const [, at] = new Error('a fault').stack?.split('\n') ?? [];

    expect(at).toMatch(/^ {4}at .*\/test\/checks\/one-realm\.test\.ts:\d+:\d+\)?$/);
    expect(at).not.toContain('file:');
  });
});

describe('a module that all test files have together', () => {
  const paths = globSync('{core,functions,test/fakes,test/fixtures}/**/*.ts', { cwd: root }).filter(
    keepsNoState,
  );
  const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

  it('has no variable at its top, where it is of functions', () => {
    const changing = paths.filter(
      (path) =>
        path.startsWith('functions/') &&
        /^(?:export )?(?:let |const \w+(?:: [^=]+)? = (?:new (?:Map|Set)(?:<.*>)?\(\)|\[\]|\{\});)/m.test(
          textOf(path),
        ),
    );

    expect(changing).toEqual([]);
  });

  it('imports no module of which each file has its own', () => {
    const imports = /^(?:import|export) (?!type )[^;]*?from '([^']+)'|\bimport\('([^']+)'\)/gm;
    const imported = paths.flatMap((path) =>
      [...textOf(path).matchAll(imports)].map(([, from = '', later = from]) =>
        later.startsWith('.') ? relative(root, resolve(root, dirname(path), later)) : later,
      ),
    );

    expect(imported.filter((from) => from.endsWith('.ts')).length).toBeGreaterThan(1_000);
    expect(imported.filter((from) => from.endsWith('.ts') && !keepsNoState(from))).toEqual([]);
    expect(imported).not.toContain('@jest/globals');
  });
});

describe('after a test file', () => {
  it('is put back what it replaced, and what it set in the environment', async () => {
    const environment = new OneRealmEnvironment();
    const { fetch } = globalThis;
    const { exit, env } = process;
    const home = process.env['HOME'];
    Object.assign(globalThis, { fetch: () => 'nothing' });
    process.exit = (() => undefined) as never;
    process.env = { HOME: '/elsewhere', ONLY_HERE: 'yes' };

    await environment.teardown();

    expect(globalThis.fetch).toBe(fetch);
    expect(process.exit).toBe(exit);
    expect(process.env).toBe(env);
    expect(process.env['HOME']).toBe(home);
    expect(process.env['ONLY_HERE']).toBeUndefined();
  });

  it('are put back variables that it changed one by one', async () => {
    const environment = new OneRealmEnvironment();
    const home = process.env['HOME'];
    process.env['HOME'] = '/elsewhere';
    process.env['ONLY_HERE'] = 'yes';

    await environment.teardown();

    expect(process.env['HOME']).toBe(home);
    expect(process.env['ONLY_HERE']).toBeUndefined();
  });

  it('is forgotten the timeout that it set', async () => {
    const environment = new OneRealmEnvironment();
    jest.setTimeout(120_001);

    await environment.teardown();

    expect(Reflect.get(globalThis, Symbol.for('TEST_TIMEOUT_SYMBOL'))).toBeUndefined();
  });
});
