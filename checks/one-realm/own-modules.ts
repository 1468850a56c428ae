import { readFileSync } from 'node:fs';
import { type LoadHookSync, type ResolveHookSync, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';

const repository = new URL('../../', import.meta.url).href;

/**
 * Whether all test files of a process have one instance of a module: packages, and what core/ has, as it keeps no
 * state. Of all other modules each file has its own, so that none finds what another left behind.
 */
function isShared(url: string): boolean {
  const path = url.startsWith(repository) ? url.slice(repository.length) : 'node_modules/';
  return path.startsWith('core/') || path.includes('node_modules/');
}

/** What Node.js makes of each TypeScript file, made once for all test files. */
const strippedByPath = new Map<string, string>();

function strippedOf(path: string): string {
  const known = strippedByPath.get(path);
  if (known !== undefined) return known;
  const stripped = stripTypeScriptTypes(readFileSync(path, 'utf8'));
  strippedByPath.set(path, stripped);
  return stripped;
}

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
    const resolved = next(specifier, context);
    if (!resolved.url.startsWith('file:') || resolved.url.includes('?')) return resolved;
    return isShared(resolved.url)
      ? resolved
      : { ...resolved, url: `${resolved.url}?file=${fileNumber()}` };
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
