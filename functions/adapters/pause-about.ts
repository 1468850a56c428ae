import { setTimeout as sleep } from 'node:timers/promises';

/** Waits about so long: others who were as unlucky do not come back at the same time. */
export const pauseAbout = (milliseconds: number): Promise<void> =>
  sleep(milliseconds * (0.5 + Math.random()));
