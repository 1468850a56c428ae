import type { Timestamp } from './timestamp.ts';

/** Where time comes from. core/ never asks the machine. */
export interface Clock {
  now(): Timestamp;
}
