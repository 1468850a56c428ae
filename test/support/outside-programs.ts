import { it } from '@jest/globals';
import { isInstalled } from './ran-outside.ts';

/** A test that runs a program, or says aloud that it is not there. */
export const itWith = (program: string, name: string, test: () => void | Promise<void>): void => {
  if (isInstalled(program)) {
    it(name, test);
  } else {
    console.warn(`${name}: not checked, as ${program} is not installed`);
    it.skip(`${name} (${program} is not installed)`, test);
  }
};
