import { getCompileCacheDir } from 'node:module';

/**
 * Environment variables by which a thread or a process that is started finds what Node.js has made of modules before;
 * none where this process keeps nothing of that kind. Half of what starting takes is reading modules.
 */
export function compileCache(): Readonly<Record<string, string>> {
  const directory = getCompileCacheDir();
  return directory === undefined ? {} : { [compileCacheVariable]: directory };
}

/** Node.js reads it as it starts; what runs then has no need of it. */
export const compileCacheVariable = 'NODE_COMPILE_CACHE';
