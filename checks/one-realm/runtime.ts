import { createRequire, registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ownModules } from './own-modules.ts';

const require = createRequire(import.meta.url);

// Its types say of an import what is true of a require.
const { default: JestRuntime } = require('jest-runtime') as typeof import('jest-runtime', { with: {
  'resolution-mode': 'require',
}});

/** Where the modules of a test file find Jest's functions. */
const globalsOfFile = Symbol.for('globals of the test file');

let fileNumber = 0;
let globals: object = {};

registerHooks(
  ownModules(
    () => fileNumber,
    () => ({
      names: Object.keys(globals),
      place: `globalThis[Symbol.for('${globalsOfFile.description}')]`,
    }),
  ),
);

/** Stacks name files by their paths, as Jest shows the line of a failure from them. */
function nameFilesByPath(): void {
  const format = Error.prepareStackTrace;
  Error.prepareStackTrace = (error, frames) =>
    String(format(error, frames)).replaceAll(/file:\/\/[^\s)]+?(?=:\d+:\d+)/g, (url) =>
      fileURLToPath(url),
    );
}

/**
 * A runtime of Jest that leaves loading modules to Node.js. Jest's own evaluates every package anew for each test file,
 * in a context of its own; that was most of what unit tests took. Nothing here stands in for a module: `jest.mock` is
 * not for this runtime. See docs/decisions/0205-tests-in-one-realm.md.
 */
class OneRealmRuntime extends JestRuntime {
  /** What runs the tests is Jest's own, and begins anew with each file. */
  override requireInternalModule<T = unknown>(from: string, to?: string): T {
    if (to !== undefined) return createRequire(from)(to) as T;
    if (from.endsWith('jestAdapterInit.js')) {
      Reflect.deleteProperty(require.cache, from);
      Reflect.deleteProperty(globalThis, Symbol.for('EVENT_HANDLERS'));
    }
    return require(from) as T;
  }

  /** Or Jest would require it, when Node.js has no modules for contexts. */
  override unstable_shouldLoadAsEsm(): boolean {
    return true;
  }

  override async unstable_importModule(from: string): Promise<unknown> {
    fileNumber += 1;
    globals = this.requireModuleOrMock<object>(from, '@jest/globals');
    Object.assign(globalThis, { [globalsOfFile]: globals });
    nameFilesByPath();
    return import(pathToFileURL(from).href);
  }
}

// Jest requires it as if it were CommonJS.
export { OneRealmRuntime as 'module.exports' };
