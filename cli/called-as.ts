import type { Shell } from './shell.ts';

/** How a person has called this program, on which data, and calls it again. */
export function calledAs({ environment }: Shell, dataDirectory: string | undefined): string {
  const program = programs[environment['npm_lifecycle_event'] ?? ''] ?? 'farthing';
  return dataDirectory === undefined ? program : `${program} --data ${inShell(dataDirectory)}`;
}

/** By what npm calls that which it runs. */
const programs: Readonly<Record<string, string>> = {
  farthing: 'npm run farthing --',
  npx: 'npx farthing',
};

/** A name as a shell takes it. */
export const inShell = (text: string): string =>
  /^[\w./~-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
