import type { Shell } from './shell.ts';

/** How a person has called this program, and calls it again. */
export const calledAs = ({ environment }: Shell): string =>
  environment['npm_lifecycle_event'] === 'farthing' ? 'npm run farthing --' : 'farthing';
