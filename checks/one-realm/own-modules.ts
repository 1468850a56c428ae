import { readFileSync } from 'node:fs';
import { type LoadHookSync, type ResolveHookSync, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';

const repository = new URL('../../', import.meta.url).href;

/** Paths whose modules keep no state. A handler has what it wired, from the environment of its file. */
const stateless = /^(?:core\/|functions\/(?!.*\/handler\.ts$)|test\/(?:fakes|fixtures)\/)/;

/** Whether a module, by its path from the repository, keeps no state and so is one for all test files of a process. */
export const keepsNoState = (path: string): boolean => stateless.test(path);

/**
 * Whether all test files of a process have one instance of a module: packages, and what keeps no state. Of all other
 * modules each file has its own, so that none finds what another left behind.
 */
function isShared(url: string): boolean {
  return !isOurs(url) || keepsNoState(url.slice(repository.length));
}

/** Whether it is of this repository, and of no package. */
const isOurs = (url: string): boolean =>
  url.startsWith(repository) && !url.includes('node_modules/', repository.length);

/** What Node.js makes of each TypeScript file, made once for all test files. */
const strippedByPath = new Map<string, string>();

function strippedOf(path: string): string {
  const known = strippedByPath.get(path);
  if (known !== undefined) return known;
  const stripped = stripTypeScriptTypes(readFileSync(path, 'utf8'));
  strippedByPath.set(path, stripped);
  return stripped;
}

/** What is found for an import, once for all instances of the module that imports it. */
const foundByImport = new Map<string, ReturnType<ResolveHookSync>>();

/** One of our files says exactly which other it takes; Node.js would ask the disk for each instance anew. */
const isOurFile = (specifier: string): boolean =>
  specifier.startsWith('.') && specifier.endsWith('.ts');

const foundBy: ResolveHookSync = (specifier, context, next) => {
  const [parent = ''] = (context.parentURL ?? '').split('?');
  // Where a package is depends on whether it is imported or required, and it asks for its own files once anyway.
  if (!isOurs(parent) || context.conditions.includes('require')) return next(specifier, context);
  const place = `${specifier} ${parent}`;
  const known = foundByImport.get(place);
  if (known !== undefined) return known;
  const found: ReturnType<ResolveHookSync> = isOurFile(specifier)
    ? { url: new URL(specifier, parent).href, format: 'module', shortCircuit: true }
    : { ...next(specifier, context), shortCircuit: true };
  foundByImport.set(place, found);
  return found;
};

/** The names that `@jest/globals` exports, and where a module finds what they are for the file that runs. */
export interface GlobalsOfFile {
  readonly names: readonly string[];
  readonly place: string;
}

/** Hooks for modules by which the test file of a number has instances of its own, and its own `@jest/globals`. */
export const ownModules = (
  fileNumber: () => number,
  globals: () => GlobalsOfFile,
): { resolve: ResolveHookSync; load: LoadHookSync } => ({
  resolve(specifier, context, next) {
    if (specifier === '@jest/globals') {
      const url = `jest-globals:${fileNumber()}`;
      return { url, format: 'module', shortCircuit: true };
    }
    const found = foundBy(specifier, context, next);
    if (!found.url.startsWith('file:') || found.url.includes('?')) return found;
    return isShared(found.url) ? found : { ...found, url: `${found.url}?file=${fileNumber()}` };
  },

  load(url, context, next) {
    if (url.startsWith('jest-globals:')) {
      const { names, place } = globals();
      const source = `export const { ${names.join(', ')} } = ${place};`;
      return { format: 'module', shortCircuit: true, source };
    }
    const [plain = url] = url.split('?');
    return plain.startsWith('file:') && plain.endsWith('.ts')
      ? { format: 'module', shortCircuit: true, source: strippedOf(fileURLToPath(plain)) }
      : next(url, context);
  },
});
